import { BadInput } from '@/lib/sources/bad-input'
import type { ClusterChoice } from '@/lib/sources/cluster/choice'
import { isInCluster } from '@/lib/sources/cluster/in-cluster'
import { readPathList, manifestsVariable } from './manifests'
import type { Start } from './messages'

/** Names the live cluster to show, as JSON of a ClusterChoice. */
export const clusterVariable = 'PODTRUST_CLUSTER'

/**
 * What the server is to show, by its environment: manifests or a cluster that were named, else the cluster that it runs in,
 * else the demo. Throws BadInput.
 */
export function startOf(env: NodeJS.ProcessEnv, inCluster: boolean = isInCluster(env)): Start {
  const choice = readChoice(env[clusterVariable])
  if (choice) return { kind: 'cluster', choice }
  const paths = readPathList(env[manifestsVariable])
  if (paths) return { kind: 'manifests', paths }
  return inCluster ? { kind: 'cluster', choice: {} } : { kind: 'example', name: 'demo' }
}

const isText = (value: unknown): value is string => typeof value === 'string'

function readChoice(text: string | undefined): ClusterChoice | undefined {
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      const { kubeconfig, context, namespaces }: Record<string, unknown> = { ...value }
      const fits = [kubeconfig, context].every(one => one === undefined || isText(one))
      if (fits && (namespaces === undefined || (Array.isArray(namespaces) && namespaces.every(isText))))
        return {
          ...(isText(kubeconfig) && { kubeconfig }),
          ...(isText(context) && { context }),
          ...(namespaces && { namespaces }),
        }
    }
  } catch {
    // Falls through to the same complaint.
  }
  throw new BadInput(
    `\`${clusterVariable}\` must be JSON like {"kubeconfig":"/home/me/.kube/config","context":"prod"}`,
  )
}
