import { isList, isMap, own, type Json, type JsonMap } from '../model/json'
import type { Path } from '../model/object'
import type { StringPool } from './string-pool'

/**
 * What stays of a value and what the API server decodes it to; it refuses an object that has another type there.
 * `annotations` are text, of which only those with a reader stay; of a `presence` only that there is something, and of
 * `switches`, an environment, the switches of Istio's control plane that are on or off (decision 10).
 */
export type Keep =
  | 'any'
  | 'text'
  | 'whole'
  | 'boolean'
  | 'whole-or-text'
  | 'texts'
  | 'annotations'
  | 'presence'
  | 'switches'
  | ListOf
  | Fields
type ListOf = readonly [each: Keep]
export type Fields = { readonly [field: string]: Keep }

const ownerReference: Fields = { apiVersion: 'text', kind: 'text', name: 'text', controller: 'boolean' }

export const metadata: Fields = {
  name: 'text',
  generateName: 'text',
  namespace: 'text',
  labels: 'texts',
  annotations: 'annotations',
  ownerReferences: [ownerReference],
  deletionTimestamp: 'text',
  creationTimestamp: 'text',
}

/** Letters that the Kubernetes tools read as booleans (YAML 1.1) and this reader as text. */
const letters: ReadonlyMap<Json, boolean> = new Map([
  ['y', true],
  ['Y', true],
  ['n', false],
  ['N', false],
])

export const isPlainBoolean = (text: string): boolean => letters.has(text)

/** Annotations that somebody here reads; values of all others may hold anything. */
const readAnnotations: ReadonlySet<string> = new Set([
  'ambient.istio.io/bypass-inbound-capture',
  'ambient.istio.io/redirection',
  'istio.io/dry-run',
  'inject.istio.io/templates',
  'istio.io/rev',
  'networking.istio.io/exportTo',
  'sidecar.istio.io/inject',
  'sidecar.istio.io/interceptionMode',
  'status.sidecar.istio.io/port',
  'traffic.sidecar.istio.io/excludeInboundPorts',
  'traffic.sidecar.istio.io/excludeInterfaces',
  'traffic.sidecar.istio.io/excludeOutboundIPRanges',
  'traffic.sidecar.istio.io/excludeOutboundPorts',
  'traffic.sidecar.istio.io/includeInboundPorts',
  'traffic.sidecar.istio.io/includeOutboundIPRanges',
  'traffic.sidecar.istio.io/includeOutboundPorts',
  'traffic.sidecar.istio.io/kubevirtInterfaces',
  // Who put the object there.
  'argocd.argoproj.io/tracking-id',
  'meta.helm.sh/release-name',
])

/** Written by the injector, with all that it put into the pod; it only says that it was there. */
const presentAnnotations: ReadonlySet<string> = new Set(['sidecar.istio.io/status'])

/** Switches of Istio's control plane that change who may talk to whom (istio.md section 6), or who signs for whom. */
const switches: ReadonlySet<string> = new Set([
  'AMBIENT_ENABLE_DRY_RUN_AUTHORIZATION_POLICY',
  'ENABLE_CA_SERVER',
  'ENABLE_LAYERED_WAYPOINT_AUTHORIZATION_POLICIES',
  'ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY',
  'PILOT_AUTO_ALLOW_WAYPOINT_POLICY',
  'PILOT_ENABLE_AMBIENT',
  'PILOT_ENABLE_EDS_FOR_HEADLESS_SERVICES',
  'PILOT_ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS',
  'PILOT_ENABLE_SENDING_HBONE',
  'PILOT_PREFER_SENDING_HBONE',
  'PILOT_SCOPE_GATEWAY_TO_NAMESPACE',
  'PILOT_SKIP_VALIDATE_TRUST_DOMAIN',
])

export type Projected =
  | { readonly kind: 'kept'; readonly body: JsonMap }
  | { readonly kind: 'mistyped'; readonly path: Path; readonly value: Json; readonly wanted: string }

export class Mistyped extends Error {
  constructor(
    readonly path: Path,
    readonly value: Json,
    readonly wanted: string,
  ) {
    super('mistyped')
  }
}

/**
 * Copies what is to be kept of one object. The copy shares nothing with the file: strings cut from a text would keep all
 * of it in memory, and values shared by aliases become their own. Every pod of a cluster comes through here.
 */
export class Keeper {
  /** The way to what is being copied. */
  private readonly path: (string | number)[] = []

  constructor(private readonly pool: StringPool) {}

  /** Throws Mistyped where a value is not what its field wants. */
  keep(map: JsonMap, fields: Fields): JsonMap {
    const kept: Record<string, Json> = {}
    for (const field of Object.keys(fields)) {
      const value = own(map, field)
      const keep = fields[field]
      // `null` is the same as an absent field in every Kubernetes API.
      if (value === undefined || value === null || keep === undefined) continue
      this.path.push(field)
      put(kept, field, this.value(value, keep))
      this.path.pop()
    }
    return kept
  }

  private value(value: Json, keep: Keep): Json {
    switch (keep) {
      case 'any':
        return this.copy(value)
      case 'text':
        return this.copy(this.demand(value, typeof value === 'string', 'text'))
      case 'whole':
        return this.copy(this.demand(value, Number.isInteger(value), 'a whole number'))
      case 'whole-or-text':
        return this.copy(
          this.demand(value, typeof value === 'string' || Number.isInteger(value), 'a whole number or text'),
        )
      case 'boolean':
        this.demand(value, typeof value === 'boolean' || letters.has(value), 'true or false')
        return value === true || letters.get(value) === true
      case 'texts':
        return this.texts(value, () => true)
      case 'annotations':
        return this.annotations(value)
      case 'presence':
        return isList(value) ? value.slice(0, 1).map(() => ({})) : {}
      case 'switches':
        return this.switches(value)
    }
    if (isListOf(keep)) {
      const [each] = keep
      if (!isList(value)) throw this.mistyped(value, 'a list')
      return value.map((entry, at) => {
        if (entry === null) return null
        this.path.push(at)
        const kept = this.value(entry, each)
        this.path.pop()
        return kept
      })
    }
    if (!isMap(value)) throw this.mistyped(value, 'a map')
    return this.keep(value, keep)
  }

  /** A map of texts, as labels are, less what is not wanted; an absent value is decoded to the empty text. */
  private texts(map: Json, isWanted: (key: string) => boolean): JsonMap {
    if (!isMap(map)) throw this.mistyped(map, 'a map of texts')
    const kept: Record<string, Json> = {}
    for (const key of Object.keys(map)) {
      const value = own(map, key) ?? ''
      if (typeof value !== 'string') throw new Mistyped([...this.path, key], value, 'text')
      if (isWanted(key)) put(kept, key, this.pool.take(value))
    }
    return kept
  }

  private annotations(map: Json): JsonMap {
    const kept: Record<string, Json> = {}
    const texts = this.texts(map, key => readAnnotations.has(key) || presentAnnotations.has(key))
    for (const key of Object.keys(texts))
      put(kept, key, presentAnnotations.has(key) ? '' : (texts[key] ?? ''))
    return kept
  }

  /** Of an environment the known switches with `true` or `false`, and nothing else. */
  private switches(value: Json): Json {
    if (!isList(value)) throw this.mistyped(value, 'a list')
    return value.flatMap(entry => {
      if (!isMap(entry)) return []
      const name = own(entry, 'name')
      const set = own(entry, 'value')
      return typeof name === 'string' && switches.has(name) && (set === 'true' || set === 'false')
        ? [{ name: this.pool.take(name), value: set }]
        : []
    })
  }

  /** JSON knows neither infinities, with which the API server refuses the object, nor a negative zero. */
  private copy(value: Json): Json {
    if (typeof value === 'string') return this.pool.take(value)
    if (typeof value === 'number') return this.demand(value, Number.isFinite(value), 'a finite number') + 0
    if (isList(value)) return value.map((entry, at) => this.inside(at, entry))
    if (!isMap(value)) return value
    const copied: Record<string, Json> = {}
    for (const key of Object.keys(value)) put(copied, key, this.inside(key, own(value, key) ?? null))
    return copied
  }

  private inside(step: string | number, value: Json): Json {
    this.path.push(step)
    const copied = this.copy(value)
    this.path.pop()
    return copied
  }

  private demand<T extends Json>(value: T, fits: boolean, wanted: string): T {
    if (!fits) throw this.mistyped(value, wanted)
    return value
  }

  private mistyped(value: Json, wanted: string): Mistyped {
    return new Mistyped([...this.path], value, wanted)
  }
}

const isListOf = (keep: ListOf | Fields): keep is ListOf => Array.isArray(keep)

/** Sets an own value: to assign `__proto__`, which stands in hostile files, would change the map's prototype. */
function put(map: Record<string, Json>, key: string, value: Json): void {
  if (key === '__proto__')
    Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true })
  else map[key] = value
}
