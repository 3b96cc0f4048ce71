import type { Json, JsonMap } from '../lib/model/json'
import type { PlannedPod } from './plan'

/**
 * How much of a pod is written. `lean`: what decides something. `kubectl`: what `kubectl get -o yaml` prints. `api`: what
 * the API server serves, with the bookkeeping of field managers.
 */
export const details = ['lean', 'kubectl', 'api'] as const
export type Detail = (typeof details)[number]

const since = '2026-01-01T00:00:00Z'

/** A lean pod with everything that a running one has besides; nothing of it may change what podtrust holds. */
export function servedPod(lean: JsonMap, pod: PlannedPod, detail: Detail): JsonMap {
  if (detail === 'lean') return lean
  const { metadata, spec, status } = lean as { metadata: JsonMap; spec: JsonMap; status: JsonMap }
  const id = pod.address.split('.').map(part => Number(part).toString(16).padStart(2, '0'))
  const uid = `${id.join('')}-6f2a-4c3e-9d1b-${pod.workload.revision.padEnd(12, '0')}`
  const container = containerOf(pod)
  return {
    ...lean,
    metadata: {
      ...metadata,
      uid,
      generateName: `${pod.workload.name}-${pod.workload.revision}-`,
      resourceVersion: String(parseInt(id.join(''), 16)),
      creationTimestamp: since,
      annotations: {
        'prometheus.io/scrape': 'true',
        'prometheus.io/port': String(pod.workload.ports[0].port),
        'kubectl.kubernetes.io/restartedAt': since,
        'checksum/config': `${uid}${uid}`.replaceAll('-', ''),
      },
      ...(detail === 'api' && { managedFields: managers }),
    },
    spec: {
      ...spec,
      containers: [{ ...container, ports: (spec['containers'] as readonly JsonMap[])[0]?.['ports'] ?? [] }],
      dnsPolicy: 'ClusterFirst',
      enableServiceLinks: true,
      preemptionPolicy: 'PreemptLowerPriority',
      priority: 0,
      restartPolicy: 'Always',
      schedulerName: 'default-scheduler',
      securityContext: { fsGroup: 2000, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      serviceAccount: pod.workload.name,
      terminationGracePeriodSeconds: 30,
      tolerations: ['not-ready', 'unreachable'].map(taint => ({
        effect: 'NoExecute',
        key: `node.kubernetes.io/${taint}`,
        operator: 'Exists',
        tolerationSeconds: 300,
      })),
      volumes,
    },
    status: {
      ...status,
      conditions: [
        'PodReadyToStartContainers',
        'Initialized',
        'Ready',
        'ContainersReady',
        'PodScheduled',
      ].map(type => ({ lastProbeTime: null, lastTransitionTime: since, status: 'True', type })),
      containerStatuses: [
        {
          containerID: `containerd://${uid.replaceAll('-', '').repeat(2)}`,
          image: `registry.example/${pod.workload.name}:1`,
          imageID: `registry.example/${pod.workload.name}@sha256:${uid.replaceAll('-', '').repeat(2)}`,
          lastState: {},
          name: pod.workload.name,
          ready: true,
          restartCount: 0,
          started: true,
          state: { running: { startedAt: since } },
        },
      ],
      qosClass: 'Burstable',
      startTime: since,
    },
  }
}

function containerOf({ workload: { name, ports } }: PlannedPod): JsonMap {
  const probe = (path: string): JsonMap => ({
    failureThreshold: 3,
    httpGet: { path, port: ports[0].name, scheme: 'HTTP' },
    periodSeconds: 10,
    successThreshold: 1,
    timeoutSeconds: 1,
  })
  return {
    name,
    image: `registry.example/${name}:1`,
    imagePullPolicy: 'IfNotPresent',
    args: ['serve', `--listen=:${ports[0].port}`, '--log-level=info'],
    env: [
      { name: 'POD_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
      { name: 'POD_IP', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'status.podIP' } } },
      { name: 'CONFIG_FILE', value: '/etc/config/config.yaml' },
      { name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: 'http://collector.monitoring:4317' },
    ],
    livenessProbe: probe('/livez'),
    readinessProbe: probe('/readyz'),
    resources: { limits: { memory: '512Mi' }, requests: { cpu: '100m', memory: '256Mi' } },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    volumeMounts: [
      { mountPath: '/etc/config', name: 'config', readOnly: true },
      { mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', name: 'token', readOnly: true },
    ],
  }
}

const volumes: Json = [
  { name: 'config', configMap: { defaultMode: 420, name: 'config' } },
  {
    name: 'token',
    projected: {
      defaultMode: 420,
      sources: [
        { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      ],
    },
  },
]

const manager = (name: string, fields: readonly string[]): JsonMap => ({
  apiVersion: 'v1',
  fieldsType: 'FieldsV1',
  fieldsV1: Object.fromEntries(fields.map(field => [`f:${field}`, { '.': {}, 'f:name': {}, 'f:type': {} }])),
  manager: name,
  operation: 'Update',
  time: since,
})

const managers: Json = [
  manager('kube-controller-manager', [
    'metadata',
    'labels',
    'ownerReferences',
    'containers',
    'env',
    'volumes',
  ]),
  manager('kubelet', ['conditions', 'containerStatuses', 'hostIP', 'phase', 'podIP', 'podIPs', 'startTime']),
]
