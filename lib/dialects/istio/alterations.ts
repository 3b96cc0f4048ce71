import type { Around } from '../../model/dialect'
import type { Pod } from '../../model/inventory'
import { asString, dig, field, isList, isMap, own, type Json, type JsonMap } from '../../model/json'
import type { Alterer, DialledService, Proxy } from '../../model/mesh'
import { stringMap, type KubeObject } from '../../model/object'

/**
 * What may change a proxy in ways that cannot be read, and which proxies those are (istio.io/api, EnvoyFilter `workloadSelector`
 * and `targetRefs`, WasmPlugin and TrafficExtension `selector`, `targetRefs` and `match.mode`). ztunnel is no Envoy and heeds
 * none of it. What an object says that is not understood leaves it the wider reach.
 */
export class Alterations {
  /** Whether some object is for single Services. */
  readonly tellsServices: boolean
  readonly isEmpty: boolean
  private readonly all: readonly Alteration[]

  constructor(around: Pick<Around, 'all'>, rootNamespace: string) {
    this.all = kinds.flatMap(({ group, kind, traffic }) =>
      around.all(group, kind).map(object => readAlteration(object, rootNamespace, traffic(object.body))),
    )
    this.isEmpty = this.all.length === 0
    this.tellsServices = this.all.some(({ targets }) => targets?.some(({ service }) => service) === true)
  }

  /** What may change how the pod's proxy takes in what is sent to it, by a Service or not. */
  atServer(pod: Pod, proxy: Proxy, service?: Pick<DialledService, 'namespace' | 'name'>): readonly Alterer[] {
    return this.on(pod, proxy, 'inbound', service)
  }

  /** What may change what the pod's proxy sends. */
  atClient(pod: Pod): readonly Alterer[] {
    return this.on(pod, pod.proxy, 'outbound')
  }

  /** Pods with equal keys are alike in both. */
  keyOf(pod: Pod): readonly number[] {
    if (trafficOf(pod.proxy, 'inbound') === undefined) return []
    return this.all.flatMap((each, at) => (selects(each, pod, undefined, true) ? [at] : []))
  }

  private on(
    pod: Pod,
    proxy: Proxy,
    direction: 'inbound' | 'outbound',
    service?: Pick<DialledService, 'namespace' | 'name'>,
  ): readonly Alterer[] {
    const traffic = trafficOf(proxy, direction)
    return traffic === undefined
      ? []
      : this.all
          .filter(each => each.traffic.has(traffic) && selects(each, { ...pod, proxy }, service, false))
          .map(({ alterer }) => alterer)
  }
}

type Traffic = 'inbound' | 'outbound' | 'gateway' | 'waypoint'
const everything: ReadonlySet<Traffic> = new Set(['inbound', 'outbound', 'gateway', 'waypoint'])

/** A gateway is one thing, whether it takes in or sends; a proxy that is only meant may be a sidecar. */
function trafficOf(proxy: Proxy, direction: 'inbound' | 'outbound'): Traffic | undefined {
  switch (proxy) {
    case 'sidecar':
    case 'unknown':
      return direction
    case 'gateway':
    case 'waypoint':
      return proxy
    case 'none':
    case 'ztunnel':
      return undefined
  }
}

interface Target {
  /** The Gateway that it is for; undefined: any that it may be. */
  readonly gateway?: string
  /** The Service that it is for, at waypoints. */
  readonly service?: string
}

interface Alteration {
  readonly alterer: Alterer
  /** Undefined: of the whole mesh. */
  readonly namespace: string | undefined
  readonly own: string
  readonly labels: ReadonlyMap<string, string>
  /** Present: those and nobody else. */
  readonly targets?: readonly Target[]
  readonly traffic: ReadonlySet<Traffic>
}

const gatewayLabel = 'gateway.networking.k8s.io/gateway-name'

function selects(
  { namespace, own: home, labels, targets }: Alteration,
  pod: Pod,
  service: Pick<DialledService, 'namespace' | 'name'> | undefined,
  anyService: boolean,
): boolean {
  if (targets)
    return targets.some(target => {
      if (target.service !== undefined)
        return (
          pod.proxy === 'waypoint' &&
          (anyService || (service?.namespace === home && service.name === target.service))
        )
      if (pod.proxy !== 'gateway' && pod.proxy !== 'waypoint') return false
      return (
        target.gateway === undefined ||
        (pod.namespace === home && pod.labels.get(gatewayLabel) === target.gateway)
      )
    })
  // Waypoints heed nothing but `targetRefs`.
  if (pod.proxy === 'waypoint') return false
  return (
    (namespace === undefined || pod.namespace === namespace) &&
    [...labels].every(([key, value]) => pod.labels.get(key) === value)
  )
}

function readAlteration(
  { ref, origin, body }: KubeObject,
  rootNamespace: string,
  traffic: ReadonlySet<Traffic>,
): Alteration {
  const spec = own(body, 'spec')
  const labels = dig(spec, 'workloadSelector', 'labels') ?? dig(spec, 'selector', 'matchLabels')
  const references = [field(spec, 'targetRef') ?? [], field(spec, 'targetRefs') ?? []].flat()
  const { namespace: home = 'default' } = ref
  return {
    alterer: { object: ref, ...(origin && { origin }) },
    namespace: home === rootNamespace ? undefined : home,
    own: home,
    labels: isMap(labels) ? stringMap(labels) : new Map(),
    ...(references.length > 0 && { targets: references.map(readTarget) }),
    traffic,
  }
}

/** A class of gateways, and what is not understood, may be for any. */
function readTarget(value: Json): Target {
  const [kind, name] = [field(value, 'kind'), asString(field(value, 'name'))]
  if (name === undefined) return {}
  if (kind === 'Service') return { service: name }
  // No Service has a name with a slash: one of the same name is something else.
  if (kind === 'ServiceEntry') return { service: `ServiceEntry/${name}` }
  return kind === 'Gateway' ? { gateway: name } : {}
}

const contexts: ReadonlyMap<string, Traffic> = new Map([
  ['SIDECAR_INBOUND', 'inbound'],
  ['SIDECAR_OUTBOUND', 'outbound'],
  ['GATEWAY', 'gateway'],
  ['WAYPOINT', 'waypoint'],
])

/** Whose configuration the patches change; `ANY`, and no context, are all. */
function patched(body: JsonMap): ReadonlySet<Traffic> {
  const patches = dig(body, 'spec', 'configPatches')
  if (!isList(patches)) return everything
  return new Set(
    patches.flatMap(patch => {
      const known = contexts.get(asString(dig(patch, 'match', 'context')) ?? 'ANY')
      return known === undefined ? [...everything] : [known]
    }),
  )
}

/** Which traffic goes through a plugin: what is sent (`CLIENT`), what is taken in (`SERVER`), or both. */
function plugged(body: JsonMap): ReadonlySet<Traffic> {
  const match = dig(body, 'spec', 'match')
  if (!isList(match) || match.length === 0) return everything
  const modes = match.map(each => field(each, 'mode'))
  return new Set<Traffic>(
    [...everything].filter(
      each =>
        (each !== 'inbound' || modes.some(mode => mode !== 'CLIENT')) &&
        (each !== 'outbound' || modes.some(mode => mode !== 'SERVER')),
    ),
  )
}

const kinds = [
  { group: 'networking.istio.io', kind: 'EnvoyFilter', traffic: patched },
  { group: 'extensions.istio.io', kind: 'WasmPlugin', traffic: plugged },
  { group: 'extensions.istio.io', kind: 'TrafficExtension', traffic: plugged },
] as const
