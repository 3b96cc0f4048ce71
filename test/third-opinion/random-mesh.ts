/**
 * Small random meshes as raw objects, with questions about them: well-formed and complete, with objects of distinct ages, so
 * that every question has one answer. See mesh/naive-mesh.ts for what is left out.
 */
import fc from 'fast-check'
import type { MeshQuestion } from './mesh/naive-mesh'
import { EVERY_REQUEST } from './mesh/requests'
import { ROOT } from './mesh/settings'
import { authorizationPolicy } from './random-mesh-policies'
import { named, written, type Unnamed } from './random-mesh-names'
import type { RawObject } from './raw'

export interface RandomMesh {
  readonly objects: RawObject[]
  readonly questions: MeshQuestion[]
}

const pick = <T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values)
const seldom = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, value)
const mostly = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 3, arbitrary: value }, fc.constant(undefined))
const namespace = pick('red', 'blue')
const home = pick('red', 'blue', ROOT)
const app = pick('a', 'b')

const age = fc.nat(9999)

// ----------------------------------------------------------------------------------------------------- pods

const PORTS = [8080, 9000, 7000, 6000]

const pod = fc
  .record({
    namespace,
    app,
    account: pick('cart', 'shop'),
    part: pick('none', 'sidecar', 'sidecar', 'sidecar', 'sidecar', 'ambient', 'ambient', 'ambient'),
    tlsMode: pick('istio', 'istio', 'istio', undefined),
    tunnel: pick(undefined, undefined, 'http'),
    native: fc.boolean(),
    useWaypoint: seldom(pick('wp', 'none')),
    excluded: seldom(pick('9000', '8080')),
  })
  .map(plan => (index: number): RawObject => {
    const meshed = plan.part === 'sidecar'
    const proxy = { name: 'istio-proxy' }
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: `p${index}`,
        namespace: plan.namespace,
        labels: written({
          app: plan.app,
          'security.istio.io/tlsMode': meshed ? plan.tlsMode : undefined,
          'networking.istio.io/tunnel': meshed ? plan.tunnel : undefined,
          'istio.io/use-waypoint': plan.useWaypoint,
        }),
        annotations: written({
          'ambient.istio.io/redirection': plan.part === 'ambient' ? 'enabled' : undefined,
          'sidecar.istio.io/status': meshed ? '{}' : undefined,
          'traffic.sidecar.istio.io/excludeInboundPorts': meshed ? plan.excluded : undefined,
        }),
      },
      spec: {
        serviceAccountName: plan.account,
        containers: [
          { name: 'app', ports: [{ name: 'web', containerPort: 8080 }] },
          ...(meshed && !plan.native ? [proxy] : []),
        ],
        initContainers: meshed && plan.native ? [{ ...proxy, restartPolicy: 'Always' }] : [],
      },
      status: { phase: 'Running', podIP: `10.244.0.${index + 1}`, podIPs: [{ ip: `10.244.0.${index + 1}` }] },
    }
  })

/** A Gateway for the waypoint `wp` of a namespace, and its pod. */
const waypoint = fc
  .record({
    namespace,
    meant: pick(undefined, 'service', 'workload', 'all', 'none'),
    ready: pick(true, true, true, false),
  })
  .map(({ namespace: place, meant, ready }): RawObject[] => {
    const labels = {
      'gateway.networking.k8s.io/gateway-name': 'wp',
      'gateway.istio.io/managed': 'istio.io-mesh-controller',
    }
    const ip = place === 'red' ? '10.244.9.1' : '10.244.9.2'
    return [
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'Gateway',
        metadata: { name: 'wp', namespace: place, labels: written({ 'istio.io/waypoint-for': meant }) },
        spec: {
          gatewayClassName: 'istio-waypoint',
          listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }],
        },
        status: { addresses: ready ? [{ type: 'IPAddress', value: '10.96.9.9' }] : [] },
      },
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'wp-pod', namespace: place, labels },
        spec: { serviceAccountName: 'wp', containers: [{ name: 'istio-proxy' }] },
        status: { phase: 'Running', podIP: ip, podIPs: [{ ip }] },
      },
    ]
  })

// -------------------------------------------------------------------------------------------------- services

const SERVICE_PORTS: readonly [name: string | undefined, port: number, target: number | string][] = [
  ['http-web', 80, 'web'],
  ['tcp-db', 90, 9000],
  [undefined, 70, 7000],
]

const service = fc
  .record({
    namespace,
    name: pick('web', 'api'),
    app,
    headless: pick(false, false, true),
    ports: fc.subarray([...SERVICE_PORTS], { minLength: 2 }),
    useWaypoint: seldom(pick('wp', 'none', 'nowhere')),
  })
  .map((plan): RawObject => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: plan.name,
      namespace: plan.namespace,
      labels: written({ 'istio.io/use-waypoint': plan.useWaypoint }),
    },
    spec: written({
      selector: { app: plan.app },
      clusterIP: plan.headless ? 'None' : undefined,
      // By the names of a headless Service its ports are those of the pods.
      ports: plan.ports.map(([name, port, target]) =>
        written({
          name: name ?? (plan.ports.length > 1 ? 'p' : undefined),
          port: plan.headless ? (target === 'web' ? 8080 : target) : port,
          targetPort: target,
        }),
      ),
    }),
  }))

// -------------------------------------------------------------------------------------------------- the wire

const mode = pick('DISABLE', 'PERMISSIVE', 'PERMISSIVE', 'STRICT', 'STRICT', 'UNSET')

const peerAuthentication: fc.Arbitrary<Unnamed> = fc
  .record({
    home,
    mode: mostly(mode),
    app: mostly(app),
    ports: fc.uniqueArray(fc.tuple(pick(...PORTS), mode), { maxLength: 2, selector: ([port]) => port }),
    age,
  })
  .map(plan => {
    const own = plan.app !== undefined && plan.home !== ROOT
    const portLevelMtls = Object.fromEntries(plan.ports.map(([port, said]) => [port, { mode: said }]))
    return named(
      'security.istio.io/v1',
      'PeerAuthentication',
      { namespace: plan.home },
      {
        spec: written({
          selector: own ? { matchLabels: { app: plan.app ?? '' } } : undefined,
          mtls: plan.mode && { mode: plan.mode },
          portLevelMtls: own && plan.ports.length > 0 ? portLevelMtls : undefined,
        }),
      },
      plan.age,
    )
  })

const tls = mostly(pick('DISABLE', 'SIMPLE', 'ISTIO_MUTUAL')).map(said =>
  written({ tls: said && { mode: said } }),
)

const destinationRule: fc.Arbitrary<Unnamed> = fc
  .record({
    home,
    host: pick(
      'web',
      'api',
      'web.red.svc.cluster.local',
      'web.blue.svc.cluster.local',
      '*.red.svc.cluster.local',
      '*.blue.svc.cluster.local',
      '*.local',
    ),
    policy: mostly(fc.tuple(tls, seldom(fc.tuple(pick(80, 90, 70, 8080), tls)))),
    exportTo: mostly(pick(['*'], ['.'], ['red'], ['blue'], ['green'])),
    age,
  })
  .map(({ policy, ...plan }) =>
    named(
      'networking.istio.io/v1',
      'DestinationRule',
      { namespace: plan.home },
      {
        spec: written({
          host: plan.host,
          exportTo: plan.exportTo,
          trafficPolicy: policy && {
            ...policy[0],
            ...(policy[1] && {
              portLevelSettings: [{ port: { number: policy[1][0] }, ...policy[1][1] }],
            }),
          },
        }),
      },
      plan.age,
    ),
  )

const networkPolicy: fc.Arbitrary<Unnamed> = fc
  .record({
    namespace,
    app: seldom(app),
    port: pick(undefined, 15008, 15008, 8080, 9000),
    from: seldom(pick('red', 'blue')),
    age,
  })
  .map(plan => {
    const peer = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': plan.from ?? '' } } }
    return named(
      'networking.k8s.io/v1',
      'NetworkPolicy',
      { namespace: plan.namespace },
      {
        spec: {
          podSelector: plan.app === undefined ? {} : { matchLabels: { app: plan.app } },
          policyTypes: ['Ingress'],
          ingress: [
            written({
              from: plan.from === undefined ? undefined : [peer],
              ports: plan.port === undefined ? undefined : [{ port: plan.port }],
            }),
          ],
        },
      },
      plan.age,
    )
  })

// ------------------------------------------------------------------------------------------------- the world

const config = fc
  .record({
    enableAutoMtls: pick(undefined, undefined, undefined, false),
    trustDomain: pick(undefined, undefined, 'corp'),
    trustDomainAliases: pick(undefined, undefined, ['old']),
  })
  .map((fields): RawObject => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'istio', namespace: ROOT },
    data: { mesh: JSON.stringify(fields) },
  }))

const namespaceObject = (name: string): fc.Arbitrary<RawObject> =>
  pick(undefined, undefined, 'wp').map(useWaypoint => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: written({ 'istio.io/use-waypoint': useWaypoint }) },
  }))

const nameIn = ({ metadata }: RawObject): string =>
  JSON.stringify([(metadata as RawObject)['namespace'] ?? null, (metadata as RawObject)['name'] ?? null])

const question = fc.record({
  from: fc.nat(5),
  to: fc.nat(4),
  port: pick(8080, 8080, 8080, 8080, 9000, 7000, 6000),
  request: seldom(pick(...EVERY_REQUEST)),
})

export const randomMesh: fc.Arbitrary<RandomMesh> = fc
  .record({
    config,
    namespaces: fc.tuple(namespaceObject('red'), namespaceObject('blue'), namespaceObject(ROOT)),
    pods: fc.array(pod, { minLength: 2, maxLength: 6, size: 'max' }),
    waypoints: fc.uniqueArray(waypoint, {
      maxLength: 2,
      selector: ([gateway]) => gateway && nameIn(gateway),
    }),
    services: fc.uniqueArray(service, { minLength: 3, maxLength: 4, selector: nameIn, size: 'max' }),
    modes: fc.array(peerAuthentication, { maxLength: 4, size: 'max' }),
    rules: fc.array(destinationRule, { maxLength: 8, size: 'max' }),
    policies: fc.array(authorizationPolicy, { maxLength: 6, size: 'max' }),
    network: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      fc.array(networkPolicy, { maxLength: 3, size: 'max' }),
    ),
    questions: fc.array(question, { minLength: 1, maxLength: 8, size: 'max' }),
  })
  .map(drawn => {
    const pods = drawn.pods.map((make, index) => make(index))
    const dated = [...drawn.modes, ...drawn.rules, ...drawn.policies, ...drawn.network]
    const called = (index: number): string => {
      const [place, name] = JSON.parse(nameIn(pods[index % pods.length] ?? {})) as string[]
      return `${place ?? ''}/${name ?? ''}`
    }
    return {
      objects: [
        drawn.config,
        ...drawn.namespaces,
        ...pods,
        ...drawn.waypoints.flat(),
        ...drawn.services,
        ...dated.map((make, index) => make(index)),
      ],
      questions: drawn.questions.map(({ from, to, request, ...rest }) => {
        const first = from % pods.length
        // Never a pod with itself.
        const second = (first + 1 + (to % (pods.length - 1))) % pods.length
        return { from: called(first), to: called(second), ...rest, ...(request && { request }) }
      }),
    }
  })
