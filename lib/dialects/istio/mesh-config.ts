import type { Gap } from '../../model/capture'
import type { Around } from '../../model/dialect'
import { asString, dig, field, isList, isMap, type Json, type JsonMap } from '../../model/json'
import type { ObjectRef, Path } from '../../model/object'
import type { PathNormalization } from '../../model/request'
import type { Tri } from '../../model/tri'

/** What is set for a whole mesh (MeshConfig, key `mesh` of ConfigMap `istio` or `istio-REVISION`). */
export interface MeshConfig extends Settings {
  /** False where no such ConfigMap was found, so that Istio's defaults stand in. */
  readonly found: boolean
  /** The settings do not parse, or several control planes set different things: nothing may rest on what stands here. */
  readonly doubtful: boolean
  /** Which of them: those that control planes set differently, or all. */
  readonly unsure: ReadonlySet<Setting>
}

export type Setting = keyof Settings

interface Settings {
  /** Namespace whose policies hold for the whole mesh. */
  readonly rootNamespace: string
  readonly trustDomain: string
  readonly trustDomainAliases: readonly string[]
  readonly enableAutoMtls: boolean
  readonly pathNormalization: PathNormalization
  /** What stands for an empty `exportTo` of a DestinationRule. */
  readonly defaultDestinationRuleExportTo: readonly string[]
  /** The same of a VirtualService. */
  readonly defaultVirtualServiceExportTo: readonly string[]
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
}

interface SaidAddress {
  readonly address: string
  readonly object: ObjectRef
  readonly path: Path
}

const defaults: Settings = {
  rootNamespace: 'istio-system',
  trustDomain: 'cluster.local',
  trustDomainAliases: [],
  enableAutoMtls: true,
  pathNormalization: 'base',
  defaultDestinationRuleExportTo: [],
  defaultVirtualServiceExportTo: [],
  authorizers: new Map(),
  registryOnly: false,
  trustedProxies: 0,
}

const everySetting = [...Object.keys(defaults), 'authority', 'proxiesAsk'] as readonly Setting[]

/**
 * Reads what is set for the mesh (istio.md section 2); Istio's defaults where nothing is said. `istio` goes before those of
 * revisions, because which revision a pod is of is not asked; of several that say the same, one is as good as another. Where
 * settings are there that could not be read, they may say anything.
 */
export function readMeshConfig(around: Pick<Around, 'all' | 'gaps'>): MeshConfig {
  const settings = around
    .all('', 'ConfigMap')
    .filter(({ ref, body }) => /^istio(-|$)/.test(ref.name) && dig(body, 'data', 'mesh') !== undefined)
  const plain = settings.filter(({ ref }) => ref.name === 'istio')
  const said = (plain.length > 0 ? plain : settings).map(({ ref, body }): Said => ({
    object: ref,
    mesh: dig(body, 'data', 'mesh') ?? null,
  }))
  const [first, ...others] = said.map(readSettings)
  const unread = around.gaps.some(isOfSettings)
  const unsure = new Set(
    unread || !said.every(isLegible)
      ? everySetting
      : everySetting.filter(setting => others.some(other => !agree(first?.[setting], other[setting]))),
  )
  return { ...(first ?? defaults), found: first !== undefined, doubtful: unsure.size > 0, unsure }
}

const isOfSettings = (gap: Gap): boolean =>
  gap.kind !== 'namespace-labels' && gap.object.kind === 'ConfigMap' && /^istio(-|$)/.test(gap.object.name)

/** Whether istiod could read all that is read here; where it could not, it goes on with what was set before. */
const isLegible = ({ mesh }: Said): boolean => isMap(mesh) && normalizations.has(normalizationOf(mesh))

const normalizationOf = (mesh: Json): Json => dig(mesh, 'pathNormalization', 'normalization') ?? 'BASE'

function agree(...settings: readonly [Settings[Setting], Settings[Setting]]): boolean {
  const [one, other] = settings.map(value => {
    if (value instanceof Map) return JSON.stringify([...value])
    return JSON.stringify(isSaidAddress(value) ? value.address : value)
  })
  return one === other
}

const isSaidAddress = (value: Settings[Setting]): value is SaidAddress =>
  typeof value === 'object' && 'address' in value

/** Whether policies of the namespace hold for the whole mesh. */
export const isRoot = (config: Pick<MeshConfig, 'rootNamespace' | 'unsure'>, namespace: string): Tri =>
  config.unsure.has('rootNamespace') ? 'maybe' : namespace === config.rootNamespace ? 'yes' : 'no'

/** The key `mesh` of a ConfigMap. */
interface Said {
  readonly object: ObjectRef
  readonly mesh: Json
}

function readSettings({ mesh, object }: Said): Settings {
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
    pathNormalization: normalizations.get(normalizationOf(mesh)) ?? defaults.pathNormalization,
    defaultDestinationRuleExportTo: texts(field(mesh, 'defaultDestinationRuleExportTo')),
    defaultVirtualServiceExportTo: texts(field(mesh, 'defaultVirtualServiceExportTo')),
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
  for (const kind of [around.all('', 'Pod'), around.all('apps', 'Deployment')])
    for (const { body } of kind)
      if (runsIstiod(body))
        for (const spec of [dig(body, 'spec'), dig(body, 'spec', 'template', 'spec')])
          for (const container of list(field(spec, 'containers')))
            for (const entry of list(field(container, 'env'))) {
              const name = asString(field(entry, 'name'))
              if (name !== undefined) found.set(name, field(entry, 'value') === 'true')
            }
  return found
}

const list = (value: Json | undefined): readonly Json[] => (isList(value) ? value : [])

/** Whether a pod, or those of a Deployment, are istiod. All pods are asked, so that nothing is made on the way. */
export const runsIstiod = (body: JsonMap): boolean =>
  isLabelledIstiod(body) || isLabelledIstiod(field(field(body, 'spec'), 'template'))

const isLabelledIstiod = (value: Json | undefined): boolean =>
  field(field(field(value, 'metadata'), 'labels'), 'app') === 'istiod'
