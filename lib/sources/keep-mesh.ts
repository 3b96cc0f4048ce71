import { isMap, type Json, type JsonMap } from '../model/json'
import { Keeper, metadata, Mistyped, type Fields } from './keep'
import { parse } from './parse'
import type { StringPool } from './string-pool'

/** What is set for a whole mesh and read here (istio/api mesh/v1alpha1 MeshConfig); of providers only what they are called. */
const meshFields: Fields = {
  rootNamespace: 'text',
  trustDomain: 'text',
  trustDomainAliases: ['text'],
  enableAutoMtls: 'boolean',
  pathNormalization: { normalization: 'text' },
  defaultDestinationRuleExportTo: ['text'],
  defaultVirtualServiceExportTo: ['text'],
  extensionProviders: [{ name: 'text', envoyExtAuthzHttp: {}, envoyExtAuthzGrpc: {} }],
  outboundTrafficPolicy: { mode: 'text' },
  ca: { address: 'text' },
  defaultConfig: { gatewayTopology: { numTrustedProxies: 'whole' }, proxyMetadata: { CA_ADDR: 'text' } },
}

const selector: Fields = { matchLabels: 'texts', matchExpressions: 'any' }

/**
 * Of webhooks, whom they are called for and what happens where they fail; never where they are called, nor the certificates
 * that they are trusted by. Of conditions only that there are some.
 */
export const webhooks: Fields = {
  metadata,
  webhooks: [
    {
      name: 'text',
      namespaceSelector: selector,
      objectSelector: selector,
      failurePolicy: 'text',
      matchConditions: 'presence',
    },
  ],
}

/** Stands for settings that do not parse, so that everything that hangs on them is unknown. */
export const unreadableMesh = 'unreadable'

/** `istio`, or `istio-REVISION`; others that are called so hold no key `mesh`. */
export const isMeshSettings = (group: string, kind: string, name: Json | undefined): boolean =>
  group === '' && kind === 'ConfigMap' && typeof name === 'string' && /^istio(-|$)/.test(name)

/** The ConfigMap with the mesh's settings taken apart: their text may hold more than is read, and what is not read may be secret. */
export function keepMeshSettings(body: JsonMap, typeMeta: Fields, pool: StringPool): JsonMap {
  const kept = new Keeper(pool).keep(body, { ...typeMeta, metadata })
  const data = body.data
  const mesh = isMap(data) && Object.hasOwn(data, 'mesh') ? data.mesh : undefined
  return mesh === undefined ? kept : { ...kept, data: { mesh: settings(mesh, pool) } }
}

/** In a file of a capture the settings stand as a map already. */
function settings(written: Json, pool: StringPool): Json {
  const parsed = typeof written === 'string' ? parse(written) : { kind: 'value' as const, value: written }
  if (parsed.kind === 'fault') return unreadableMesh
  const map = parsed.value ?? {}
  if (!isMap(map)) return unreadableMesh
  try {
    return new Keeper(pool).keep(map, meshFields)
  } catch (error) {
    if (!(error instanceof Mistyped)) throw error
    return unreadableMesh
  }
}
