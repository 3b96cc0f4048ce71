import { parseBlock } from '../../lib/model/address'
import type { Capture } from '../../lib/model/capture'
import { defaultSettings, type Settings } from '../../lib/model/settings'
import { Collector } from '../../lib/sources/collect'
import { readText } from '../../lib/sources/read-text'
import type { RandomCase } from '../third-opinion/random-cluster'

/** A random cluster as it would be read from a file. */
export function captureOfObjects(objects: RandomCase['objects']): Capture {
  const collector = new Collector()
  const text = objects.map(object => JSON.stringify(object)).join('\n---\n')
  Array.from(readText(text, 'cluster.yaml', collector))
  return collector.capture({ kind: 'manifests', label: 'random' })
}

/** The habits that a random cluster is asked about under. */
export const settingsOf = ({ engine, podCIDRs }: RandomCase['options']): Settings => ({
  ...defaultSettings,
  engine,
  ...(podCIDRs && { podCIDRs: podCIDRs.map(parseBlock).filter(block => block !== undefined) }),
})
