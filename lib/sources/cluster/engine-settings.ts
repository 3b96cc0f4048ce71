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
 * The settings of network engines and of the mesh, by name: other ConfigMaps may hold anything and are not asked for. Where
 * Cilium runs and does not show its own, it may enforce nothing at all; where Istio's control plane does not, its policies
 * may mean something else.
 */
export async function readEngineSettings(
  reader: Reader,
  into: Collector,
  servesCilium: boolean,
): Promise<void> {
  for (const { agent, settings } of engines) {
    const homes = into.namespacesOf(ref => ref.kind === 'DaemonSet' && ref.name === agent)
    const matters = agent === 'cilium' && (servesCilium || homes.size > 0)
    for (const namespace of new Set(['kube-system', ...homes]))
      await readSettings(reader, into, namespace, settings, matters)
  }
  // A control plane of Istio is called `istiod` or `istiod-REVISION`, and its settings alike.
  const planes = into.refsOf(({ kind, name }) => kind === 'Deployment' && /^istiod(-|$)/.test(name))
  for (const { namespace = 'istio-system', name } of planes)
    await readSettings(reader, into, namespace, name.replace('istiod', 'istio'), true)
}

async function readSettings(
  { client }: Reader,
  into: Collector,
  namespace: string,
  name: string,
  matters: boolean,
): Promise<void> {
  const read = readMap(await client.get(addressOf(configMap, namespace, name)))
  if (read.kind === 'map')
    takeValue(
      { apiVersion: 'v1', kind: 'ConfigMap', ...read.map },
      { text: 'an answer of the API server' },
      into,
    )
  else if (read.kind === 'failed' && matters) into.addGap(unlisted(configMap, read.failure, namespace, name))
}
