import type { Around } from '../../model/dialect'
import { asString, dig, field, isList, isMap, type Json, type JsonMap } from '../../model/json'
import type { ObjectRef, Path } from '../../model/object'
import type { PathNormalization } from '../../model/request'

/** What is set for a whole mesh (MeshConfig, key `mesh` of ConfigMap `istio` or `istio-REVISION`). */
export interface MeshConfig {
  /** Namespace whose policies hold for the whole mesh. */
  readonly rootNamespace: string
  readonly trustDomain: string
  readonly trustDomainAliases: readonly string[]
  readonly enableAutoMtls: boolean
  readonly pathNormalization: PathNormalization
  /** What stands for an empty `exportTo` of a DestinationRule. */
  readonly defaultDestinationRuleExportTo: readonly string[]
  /** External authorizers by name; `http` ones build no filter on ports that carry bytes. */
  readonly authorizers: ReadonlyMap<string, 'http' | 'grpc'>
  /** Whether proxies send nothing to what they do not know (`outboundTrafficPolicy: REGISTRY_ONLY`). */
  readonly registryOnly: boolean
  /** The authority that signs for workloads in istiod's place, by its address (`ca`). */
  readonly authority?: SaidAddress
  /** Whom proxies ask to sign, where it is not said by the settings of istiod (`CA_ADDR` of `defaultConfig`). */
  readonly proxiesAsk?: SaidAddress
  /** How many proxies before a gateway tell the truth about the client (`gatewayTopology` of `defaultConfig`). */
  readonly trustedProxies: number
  /** False where no such ConfigMap was found, so that Istio's defaults stand in. */
  readonly found: boolean
  /** The settings do not parse, or several control planes set different things: nothing may rest on what stands here. */
  readonly doubtful: boolean
}

interface SaidAddress {
  readonly address: string
  readonly object: ObjectRef
  readonly path: Path
}

const defaults: MeshConfig = {
  rootNamespace: 'istio-system',
  trustDomain: 'cluster.local',
  trustDomainAliases: [],
  enableAutoMtls: true,
  pathNormalization: 'base',
  defaultDestinationRuleExportTo: [],
  authorizers: new Map(),
  registryOnly: false,
  trustedProxies: 0,
  found: false,
  doubtful: false,
}

/**
 * Reads what is set for the mesh (istio.md section 2); Istio's defaults where nothing is said. `istio` goes before those of
 * revisions, because which revision a pod is of is not asked; of several that say the same, one is as good as another.
 */
export function readMeshConfig(around: Pick<Around, 'all'>): MeshConfig {
  const settings = around
    .all('', 'ConfigMap')
    .filter(({ ref, body }) => /^istio(-|$)/.test(ref.name) && dig(body, 'data', 'mesh') !== undefined)
  const plain = settings.filter(({ ref }) => ref.name === 'istio')
  const [config, ...others] = plain.length > 0 ? plain : settings
  const first = config && dig(config.body, 'data', 'mesh')
  if (!config || first === undefined) return defaults
  const doubtful =
    !isMap(first) ||
    others.some(({ body }) => JSON.stringify(dig(body, 'data', 'mesh')) !== JSON.stringify(first))
  return { ...readSettings(first, config.ref), found: true, doubtful }
}

function readSettings(mesh: Json, object: ObjectRef): MeshConfig {
  const authority = saidAddress(mesh, object, ['ca', 'address'])
  const proxiesAsk = saidAddress(mesh, object, ['defaultConfig', 'proxyMetadata', 'CA_ADDR'])
  return {
    ...defaults,
    ...(authority && { authority }),
    ...(proxiesAsk && { proxiesAsk }),
    rootNamespace: asString(field(mesh, 'rootNamespace')) || defaults.rootNamespace,
    trustDomain: domain(asString(field(mesh, 'trustDomain')) || defaults.trustDomain),
    trustDomainAliases: texts(field(mesh, 'trustDomainAliases')).map(domain),
    enableAutoMtls: field(mesh, 'enableAutoMtls') !== false,
    pathNormalization:
      normalizations.get(dig(mesh, 'pathNormalization', 'normalization') ?? 'BASE') ??
      defaults.pathNormalization,
    defaultDestinationRuleExportTo: texts(field(mesh, 'defaultDestinationRuleExportTo')),
    authorizers: readAuthorizers(field(mesh, 'extensionProviders')),
    registryOnly: dig(mesh, 'outboundTrafficPolicy', 'mode') === 'REGISTRY_ONLY',
    trustedProxies: trusted(dig(mesh, 'defaultConfig', 'gatewayTopology', 'numTrustedProxies')),
  }
}

function saidAddress(mesh: Json, object: ObjectRef, path: readonly string[]): SaidAddress | undefined {
  const address = asString(dig(mesh, ...path))
  return address ? { address, object, path: ['data', 'mesh', ...path] } : undefined
}

/** A trust domain may be an account of a cloud, whose `@` an identity cannot hold (istio.md section 2). */
const domain = (text: string): string => text.replaceAll('@', '.')

const texts = (value: Json | undefined): string[] =>
  isList(value) ? value.filter(entry => typeof entry === 'string') : []

const trusted = (value: Json | undefined): number => (typeof value === 'number' && value > 0 ? value : 0)

const normalizations: ReadonlyMap<Json, PathNormalization> = new Map<Json, PathNormalization>([
  ['NONE', 'none'],
  ['DEFAULT', 'base'],
  ['BASE', 'base'],
  ['MERGE_SLASHES', 'merge-slashes'],
  ['DECODE_AND_MERGE_SLASHES', 'decode-and-merge-slashes'],
])

function readAuthorizers(value: Json | undefined): Map<string, 'http' | 'grpc'> {
  const authorizers = new Map<string, 'http' | 'grpc'>()
  for (const provider of isList(value) ? value : []) {
    const name = asString(field(provider, 'name'))
    if (name === undefined) continue
    if (field(provider, 'envoyExtAuthzHttp') !== undefined) authorizers.set(name, 'http')
    if (field(provider, 'envoyExtAuthzGrpc') !== undefined) authorizers.set(name, 'grpc')
  }
  return authorizers
}

/** The switches of istiod that are seen (istio.md section 6); for all others Istio's default holds. */
export function readSwitches(around: Pick<Around, 'all'>): ReadonlyMap<string, boolean> {
  const found = new Map<string, boolean>()
  for (const { body } of [...around.all('', 'Pod'), ...around.all('apps', 'Deployment')])
    if (isIstiod(body))
      for (const spec of [dig(body, 'spec'), dig(body, 'spec', 'template', 'spec')])
        for (const container of list(field(spec, 'containers')))
          for (const entry of list(field(container, 'env'))) {
            const name = asString(field(entry, 'name'))
            if (name !== undefined) found.set(name, field(entry, 'value') === 'true')
          }
  return found
}

const list = (value: Json | undefined): readonly Json[] => (isList(value) ? value : [])

const isIstiod = (body: JsonMap): boolean =>
  dig(body, 'metadata', 'labels', 'app') === 'istiod' ||
  dig(body, 'spec', 'template', 'metadata', 'labels', 'app') === 'istiod'
