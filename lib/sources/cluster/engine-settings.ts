import type { Collector } from '../collect'
import { takeValue } from '../objects'
import { readMap } from './answer'
import { unlisted } from './gaps'
import type { Reader } from './list'
import { addressOf, type Resource } from './resource'

const configMap: Resource = {
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  namespaced: true,
}

/** The DaemonSets of engines and the ConfigMaps of their settings. */
const engines = [
  { agent: 'cilium', settings: 'cilium-config' },
  { agent: 'calico-node', settings: 'calico-config' },
] as const

/**
 * The settings of network engines, by name: other ConfigMaps may hold anything and are not asked for. Where Cilium runs
 * and does not show its own, it may enforce nothing at all.
 */
export async function readEngineSettings(
  { client }: Reader,
  into: Collector,
  servesCilium: boolean,
): Promise<void> {
  for (const { agent, settings } of engines) {
    const homes = into.namespacesOf(ref => ref.kind === 'DaemonSet' && ref.name === agent)
    for (const namespace of new Set(['kube-system', ...homes])) {
      const read = readMap(await client.get(addressOf(configMap, namespace, settings)))
      if (read.kind === 'map')
        takeValue(
          { apiVersion: 'v1', kind: 'ConfigMap', ...read.map },
          { text: 'an answer of the API server' },
          into,
        )
      else if (read.kind === 'failed' && agent === 'cilium' && (servesCilium || homes.size > 0))
        into.addGap(unlisted(configMap, read.failure, namespace, settings))
    }
  }
}
