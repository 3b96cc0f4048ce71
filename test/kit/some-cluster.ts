import fc from 'fast-check'
import { parseBlock } from '../../lib/model/address'
import { defaultSettings, type Settings } from '../../lib/model/settings'
import { randomCase, type RandomCase } from '../third-opinion/random-cluster'
import { captureOf } from './world'

/** Pods of one namespace and number go to one owner, so that workloads have pods that policies tell apart. */
function owned(objects: RandomCase['objects'], owners: number): string[] {
  let at = 0
  return objects.map(object => {
    if (object['kind'] !== 'Pod' || owners === 0) return JSON.stringify(object)
    const metadata = object['metadata']
    if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata))
      return JSON.stringify(object)
    const owner = {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      name: `s-${at++ % owners}`,
      uid: 'u',
      controller: true,
    }
    return JSON.stringify({ ...object, metadata: { ...metadata, ownerReferences: [owner] } })
  })
}

const settingsOf = ({ engine, podCIDRs }: RandomCase['options']): Settings => ({
  ...defaultSettings,
  engine,
  ...(podCIDRs && { podCIDRs: podCIDRs.map(parseBlock).filter(block => block !== undefined) }),
})

/** A random cluster and how it is to be read. */
export const someCluster = fc
  .record({ random: randomCase, owners: fc.constantFrom(0, 1, 2), auto: fc.boolean() })
  .map(({ random: { objects, options }, owners, auto }) => {
    const capture = captureOf(owned(objects, owners))
    const settings = auto ? { ...settingsOf(options), engine: 'auto' as const } : settingsOf(options)
    return { capture, settings }
  })
