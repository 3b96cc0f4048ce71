import { isList, isMap, own, type Json, type JsonMap } from '../model/json'
import { isPolicyGroup } from '../model/policy-kinds'

/** Copies of the whole object that tools leave in annotations, environment values and all. */
const copiesOfTheObject: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'objectset.rio.cattle.io/applied',
  'kapp.k14s.io/original',
  'banzaicloud.com/last-applied',
  'kopf.zalando.org/last-handled-configuration',
])

/** What stays of a value: all of it, all but copies of the object, or only these fields of it (of a list's entries). */
type Keep = 'all' | 'annotations' | Fields
type Fields = { readonly [field: string]: Keep }

const ownerReference: Fields = { apiVersion: 'all', kind: 'all', name: 'all', controller: 'all' }
const metadata: Fields = {
  name: 'all',
  generateName: 'all',
  namespace: 'all',
  labels: 'all',
  annotations: 'annotations',
  ownerReferences: ownerReference,
  deletionTimestamp: 'all',
  creationTimestamp: 'all',
}
const container: Fields = { name: 'all', ports: 'all', restartPolicy: 'all' }
const podSpec: Fields = {
  hostNetwork: 'all',
  nodeName: 'all',
  serviceAccountName: 'all',
  serviceAccount: 'all',
  containers: container,
  initContainers: container,
}
const template: Fields = { metadata, spec: podSpec }
const controller: Fields = { metadata, spec: { replicas: 'all', selector: 'all', template } }

const keptOf: ReadonlyMap<string, Fields> = new Map<string, Fields>([
  [
    '/Pod',
    {
      metadata,
      spec: podSpec,
      status: { phase: 'all', podIP: 'all', podIPs: 'all', hostIP: 'all', hostIPs: 'all' },
    },
  ],
  ['apps/Deployment', controller],
  ['apps/ReplicaSet', controller],
  ['apps/StatefulSet', controller],
  ['apps/DaemonSet', controller],
  ['batch/Job', controller],
  ['/ReplicationController', controller],
  ['batch/CronJob', { metadata, spec: { jobTemplate: { metadata, spec: { template } } } }],
  [
    '/Service',
    {
      metadata,
      spec: {
        type: 'all',
        selector: 'all',
        ports: 'all',
        clusterIP: 'all',
        clusterIPs: 'all',
        externalName: 'all',
      },
    },
  ],
  ['/Node', { metadata, spec: { podCIDR: 'all', podCIDRs: 'all' }, status: { addresses: 'all' } }],
])

/** The few ConfigMaps whose data say how the network or the mesh is set up; all others may hold anything. */
const setups = /^(?:cilium-config|istio|istio-.*|coredns)$/

/**
 * What the capture keeps of an object: policies whole (less status), of all other kinds only the fields that somebody
 * here reads. Environment, arguments, volumes and copies of the object in annotations never get in
 * (checklist-security.md 4.3); neither do Secrets, for which the answer is undefined.
 */
export function project(body: JsonMap, group: string, kind: string, name: string): JsonMap | undefined {
  if (group === '' && kind === 'Secret') return undefined
  const kept = pick(body, { apiVersion: 'all', kind: 'all', ...fieldsOf(body, group, kind, name) })
  return fresh(kept)
}

function fieldsOf(body: JsonMap, group: string, kind: string, name: string): Fields {
  const known = keptOf.get(`${group}/${kind}`)
  if (known) return known
  if (isPolicyGroup(group)) {
    const written = Object.keys(body).filter(field => field !== 'status' && field !== 'metadata')
    return { ...Object.fromEntries(written.map(field => [field, 'all'] as const)), metadata }
  }
  return group === '' && kind === 'ConfigMap' && setups.test(name) ? { metadata, data: 'all' } : { metadata }
}

const pick = (map: JsonMap, fields: Fields): JsonMap =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([field, keep]) => {
      const value = own(map, field)
      return value === undefined ? [] : [[field, keepOf(value, keep)]]
    }),
  )

function keepOf(value: Json, keep: Keep): Json {
  if (keep === 'all') return value
  if (keep === 'annotations')
    return isMap(value)
      ? Object.fromEntries(Object.entries(value).filter(([key]) => !copiesOfTheObject.has(key)))
      : null
  if (isList(value)) return value.map(entry => keepOf(entry, keep))
  return isMap(value) ? pick(value, keep) : null
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
