import { load } from 'js-yaml'
import { nameOf, namespaceOf } from '../ends'
import { at, listAt, textAt, type Json, type RawObject } from '../raw'

/** Section 2: policies of this namespace are for the whole mesh. It is never another one here. */
export const ROOT = 'istio-system'

/** What the ConfigMap `istio` says, as far as it counts here. */
export interface MeshSettings {
  readonly autoMtls: boolean
  /** The own trust domain first, then its aliases. */
  readonly domains: readonly string[]
}

export function settingsOf(objects: readonly RawObject[]): MeshSettings {
  const map = objects.find(o => o['kind'] === 'ConfigMap' && nameOf(o) === 'istio' && namespaceOf(o) === ROOT)
  const text = textAt(map, 'data', 'mesh') ?? ''
  const mesh = (load(text) ?? {}) as Json
  const aliases = listAt(mesh, 'trustDomainAliases').map(String)
  return {
    autoMtls: at(mesh, 'enableAutoMtls') !== false,
    domains: [textAt(mesh, 'trustDomain') ?? 'cluster.local', ...aliases],
  }
}

export const ofKind = (objects: readonly RawObject[], kind: string): RawObject[] =>
  objects.filter(object => object['kind'] === kind)

/** `metadata.creationTimestamp`; no two objects of a kind share one here. */
export const bornAt = (object: RawObject): string => textAt(object, 'metadata', 'creationTimestamp') ?? ''

export const oldestFirst = (objects: readonly RawObject[]): RawObject[] =>
  [...objects].sort((a, b) => (bornAt(a) < bornAt(b) ? -1 : 1))
