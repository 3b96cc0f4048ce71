import { dig, type JsonMap } from '../model/json'
import { isPolicyGroup, reachOf } from '../model/policy-kinds'
import { Keeper, metadata, Mistyped, type Fields, type Projected } from './keep'
import { entryFields } from './keep-entries'
import { isMeshSettings, keepMeshSettings, webhooks } from './keep-mesh'
import type { StringPool } from './string-pool'

/** Every object says what it is. */
const typeMeta: Fields = { apiVersion: 'text', kind: 'text' }

/** Where the kubelet asks whether a container is well; a command is nobody's business. */
const probe: Fields = {
  httpGet: { port: 'whole-or-text' },
  tcpSocket: { port: 'whole-or-text' },
  grpc: { port: 'whole' },
}
const container: Fields = {
  name: 'text',
  livenessProbe: probe,
  readinessProbe: probe,
  startupProbe: probe,
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
const controllerSpec: Fields = {
  replicas: 'whole',
  selector: { matchLabels: 'texts', matchExpressions: 'any' },
  template,
}
const controller: Fields = { metadata, spec: controllerSpec }
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
          {
            name: 'text',
            protocol: 'text',
            appProtocol: 'text',
            port: 'whole',
            targetPort: 'whole-or-text',
            nodePort: 'whole',
          },
        ],
        clusterIP: 'text',
        clusterIPs: ['text'],
        externalName: 'text',
        externalIPs: ['text'],
        externalTrafficPolicy: 'text',
        loadBalancerSourceRanges: ['text'],
        allocateLoadBalancerNodePorts: 'boolean',
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
  ['admissionregistration.k8s.io/MutatingWebhookConfiguration', webhooks],
  ...entryFields,
])

/** Whether somebody here reads the fields of the kind. */
export const isKept = (group: string, kind: string): boolean => keptOf.has(`${group}/${kind}`)

const fieldsByKind: ReadonlyMap<string, Fields> = new Map(
  [...keptOf].map(([kind, fields]) => [kind, { ...typeMeta, ...fields }]),
)

/** The control plane of Istio, whose switches decide what its policies do (decision 10). */
const istiod: ReadonlyMap<string, Fields> = switchedFields()

function switchedFields(): Map<string, Fields> {
  const switched: Fields = { ...podSpec, containers: [{ ...container, env: 'switches' }] }
  return new Map<string, Fields>([
    ['/Pod', { ...typeMeta, ...keptOf.get('/Pod'), spec: switched }],
    [
      'apps/Deployment',
      { ...typeMeta, ...controller, spec: { ...controllerSpec, template: { metadata, spec: switched } } },
    ],
  ])
}

const isIstiod = (body: JsonMap): boolean =>
  dig(body, 'metadata', 'labels', 'app') === 'istiod' ||
  dig(body, 'spec', 'template', 'metadata', 'labels', 'app') === 'istiod'

/** Settings of Cilium that change what a NetworkPolicy does. */
const ciliumConfig: Fields = {
  ...typeMeta,
  metadata,
  data: {
    'enable-policy': 'text',
    'policy-audit-mode': 'text',
    'policy-cidr-match-mode': 'text',
    labels: 'text',
  },
}

/**
 * What the capture keeps of an object: policies whole (less status), of all other kinds only the fields that somebody
 * here reads. Environment, arguments, volumes and annotations such as last-applied never get in (checklist-security.md
 * 4.3). `mistyped` where the API server could not decode the object. What is kept shares nothing with the file; equal
 * texts come from the pool.
 */
export function project(body: JsonMap, group: string, kind: string, pool: StringPool): Projected {
  try {
    if (isMeshSettings(group, kind, dig(body, 'metadata', 'name')))
      return { kind: 'kept', body: keepMeshSettings(body, typeMeta, pool) }
    return { kind: 'kept', body: new Keeper(pool).keep(body, fieldsOf(body, group, kind)) }
  } catch (error) {
    if (!(error instanceof Mistyped)) throw error
    return { kind: 'mistyped', path: error.path, value: error.value, wanted: error.wanted }
  }
}

function fieldsOf(body: JsonMap, group: string, kind: string): Fields {
  const known = fieldsByKind.get(`${group}/${kind}`)
  if (known) return (isIstiod(body) && istiod.get(`${group}/${kind}`)) || known
  if (group === '' && kind === 'ConfigMap' && dig(body, 'metadata', 'name') === 'cilium-config')
    return ciliumConfig
  if (!isPolicyGroup(group) || reachOf(group, kind) === 'inert') return { ...typeMeta, metadata }
  const written = Object.keys(body).filter(field => field !== 'status' && field !== 'metadata')
  return { ...typeMeta, metadata, ...Object.fromEntries(written.map(field => [field, 'any'] as const)) }
}
