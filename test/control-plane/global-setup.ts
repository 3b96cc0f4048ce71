import type { TestProject } from 'vitest/node'
import { ensureControlPlane } from '../../scripts/control-plane.mjs'
import { ensureCustomResources } from '../../scripts/custom-resources.mjs'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder with etcd and kube-apiserver. */
    controlPlane: string
    /** The folder with the custom resource definitions of projects, `NAME.json`. */
    customResources: string
  }
}

/** Finds or builds what the tests run; without it none of them can. */
export default async function setup({ provide }: TestProject): Promise<void> {
  const found = await ensureControlPlane()
  if ('missing' in found) throw new Error(`no etcd and kube-apiserver: ${found.missing}`)
  provide('controlPlane', found.folder)
  provide('customResources', await ensureCustomResources())
}
