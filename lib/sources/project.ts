import { dig, isList, isMap, own, type Json, type JsonMap } from '../model/json'
import type { Path } from '../model/object'
import { isPolicyGroup, reachOf } from '../model/policy-kinds'

/**
 * What stays of a value and what the API server decodes it to; it refuses an object that has another type there.
 * `annotations` are text, of which only those with a reader stay.
 */
type Keep = 'any' | 'text' | 'whole' | 'boolean' | 'whole-or-text' | 'texts' | 'annotations' | ListOf | Fields
type ListOf = readonly [each: Keep]
type Fields = { readonly [field: string]: Keep }

/** Words that the Kubernetes tools read as booleans (YAML 1.1) and js-yaml as text. */
const yaml11: ReadonlyMap<Json, boolean> = new Map(
  ['y', 'yes', 'on', 'n', 'no', 'off'].flatMap((word, at) =>
    [word, word.toUpperCase(), word.slice(0, 1).toUpperCase() + word.slice(1)].map(
      text => [text, at < 3] as const,
    ),
  ),
)

export const isPlainBoolean = (text: string): boolean => yaml11.has(text)

/** Annotations that somebody here reads; values of all others may hold anything. */
const readAnnotations: ReadonlySet<string> = new Set(['ambient.istio.io/redirection'])

const ownerReference: Fields = { apiVersion: 'text', kind: 'text', name: 'text', controller: 'boolean' }
const metadata: Fields = {
  name: 'text',
  generateName: 'text',
  namespace: 'text',
  labels: 'texts',
  annotations: 'annotations',
  ownerReferences: [ownerReference],
  deletionTimestamp: 'text',
  creationTimestamp: 'text',
}
const container: Fields = {
  name: 'text',
  ports: [{ name: 'text', containerPort: 'whole', hostPort: 'whole', protocol: 'text' }],
  restartPolicy: 'text',
}
const podSpec: Fields = {
  hostNetwork: 'boolean',
  nodeName: 'text',
  serviceAccountName: 'text',
  serviceAccount: 'text',
  containers: [container],
  initContainers: [container],
}
const template: Fields = { metadata, spec: podSpec }
const controller: Fields = {
  metadata,
  spec: { replicas: 'whole', selector: { matchLabels: 'texts', matchExpressions: 'any' }, template },
}
const address: Fields = { ip: 'text' }

const keptOf: ReadonlyMap<string, Fields> = new Map<string, Fields>([
  [
    '/Pod',
    {
      metadata,
      spec: podSpec,
      status: { phase: 'text', podIP: 'text', podIPs: [address], hostIP: 'text', hostIPs: [address] },
    },
  ],
  ['apps/Deployment', controller],
  ['apps/ReplicaSet', controller],
  ['apps/StatefulSet', controller],
  ['apps/DaemonSet', controller],
  ['batch/Job', controller],
  ['/ReplicationController', { metadata, spec: { replicas: 'whole', selector: 'texts', template } }],
  ['batch/CronJob', { metadata, spec: { jobTemplate: { metadata, spec: { template } } } }],
  [
    '/Service',
    {
      metadata,
      spec: {
        type: 'text',
        selector: 'texts',
        ports: [
          { name: 'text', protocol: 'text', port: 'whole', targetPort: 'whole-or-text', nodePort: 'whole' },
        ],
        clusterIP: 'text',
        clusterIPs: ['text'],
        externalName: 'text',
      },
    },
  ],
  [
    '/Node',
    {
      metadata,
      spec: { podCIDR: 'text', podCIDRs: ['text'] },
      status: { addresses: [{ type: 'text', address: 'text' }] },
    },
  ],
])

/** Settings of Cilium that change what a NetworkPolicy does. */
const ciliumConfig: Fields = {
  metadata,
  data: {
    'enable-policy': 'text',
    'policy-audit-mode': 'text',
    'policy-cidr-match-mode': 'text',
    labels: 'text',
  },
}

export type Projected =
  | { readonly kind: 'kept'; readonly body: JsonMap }
  | { readonly kind: 'mistyped'; readonly path: Path; readonly value: Json; readonly wanted: string }

/**
 * What the capture keeps of an object: policies whole (less status), of all other kinds only the fields that somebody
 * here reads. Environment, arguments, volumes and annotations such as last-applied never get in (checklist-security.md
 * 4.3). `mistyped` where the API server could not decode the object.
 */
export function project(body: JsonMap, group: string, kind: string): Projected {
  try {
    const kept = pick(body, { apiVersion: 'text', kind: 'text', ...fieldsOf(body, group, kind) }, [])
    return { kind: 'kept', body: fresh(kept) }
  } catch (error) {
    if (!(error instanceof Mistyped)) throw error
    return { kind: 'mistyped', path: error.path, value: error.value, wanted: error.wanted }
  }
}

function fieldsOf(body: JsonMap, group: string, kind: string): Fields {
  const known = keptOf.get(`${group}/${kind}`)
  if (known) return known
  if (group === '' && kind === 'ConfigMap' && dig(body, 'metadata', 'name') === 'cilium-config')
    return ciliumConfig
  if (!isPolicyGroup(group) || reachOf(group, kind) === 'inert') return { metadata }
  const written = Object.keys(body).filter(field => field !== 'status' && field !== 'metadata')
  return { metadata, ...Object.fromEntries(written.map(field => [field, 'any'] as const)) }
}

class Mistyped extends Error {
  constructor(
    readonly path: Path,
    readonly value: Json,
    readonly wanted: string,
  ) {
    super('mistyped')
  }
}

const pick = (map: JsonMap, fields: Fields, path: Path): JsonMap =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([field, keep]) => {
      const value = own(map, field)
      // `null` is the same as an absent field in every Kubernetes API.
      return value === undefined || value === null ? [] : [[field, keepOf(value, keep, [...path, field])]]
    }),
  )

function keepOf(value: Json, keep: Keep, path: Path): Json {
  const demand = (fits: boolean, wanted: string): Json => {
    if (!fits) throw new Mistyped(path, value, wanted)
    return value
  }
  switch (keep) {
    case 'any':
      return value
    case 'text':
      return demand(typeof value === 'string', 'text')
    case 'whole':
      return demand(Number.isInteger(value), 'a whole number')
    case 'whole-or-text':
      return demand(typeof value === 'string' || Number.isInteger(value), 'a whole number or text')
    case 'boolean':
      return (
        demand(typeof value === 'boolean' || yaml11.has(value), 'true or false') === true ||
        yaml11.get(value) === true
      )
    case 'texts':
      return texts(value, path)
    case 'annotations':
      return Object.fromEntries(
        Object.entries(texts(value, path)).filter(([key]) => readAnnotations.has(key)),
      )
  }
  if (isListOf(keep)) {
    if (!isList(value)) throw new Mistyped(path, value, 'a list')
    const [each] = keep
    return value.map((entry, at) => (entry === null ? null : keepOf(entry, each, [...path, at])))
  }
  if (!isMap(value)) throw new Mistyped(path, value, 'a map')
  return pick(value, keep, path)
}

const isListOf = (keep: ListOf | Fields): keep is ListOf => Array.isArray(keep)

/** A map of texts, as labels are; an absent value is decoded to the empty text. */
function texts(map: Json, path: Path): JsonMap {
  if (!isMap(map)) throw new Mistyped(path, map, 'a map of texts')
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => {
      if (value !== null && typeof value !== 'string') throw new Mistyped([...path, key], value, 'text')
      return [key, value ?? '']
    }),
  )
}

/**
 * A copy that shares nothing with the file: strings cut from a text would keep all of it in memory, and values shared
 * by aliases become their own. JSON knows no infinities, so they stay as the words that YAML has for them: as null,
 * `port: .inf` would read as every port.
 */
function fresh(map: JsonMap): JsonMap {
  const text = JSON.stringify(map, (_, value: Json) =>
    typeof value === 'number' && !Number.isFinite(value) ? infinityText(value) : value,
  )
  return JSON.parse(text) as JsonMap
}

const infinityText = (value: number): string => (Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf')
