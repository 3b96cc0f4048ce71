/**
 * What random clusters leave out because no third opinion reads it: workloads of many unlike pods, namespaces whose labels
 * are hidden, engines that only objects tell of, and policies as dialects may yet compile them, with every kind of peer and
 * port of the model. For tests that hold one engine of this project against another.
 */
import fc from 'fast-check'
import { compile } from '../../lib/analyze'
import { worldsOf, type OpenedWorld } from '../../lib/engine/worlds'
import { parseBlock, type Block } from '../../lib/model/address'
import type { Capture, Gap } from '../../lib/model/capture'
import type { Compilation } from '../../lib/model/dialect'
import { tiers } from '../../lib/model/policy-kinds'
import type {
  Action,
  NamespaceScope,
  Peer,
  PodSet,
  Policy,
  PortMatch,
  Rule,
  Subject,
  TransportPolicy,
} from '../../lib/model/rule'
import type { Operator, Selector } from '../../lib/model/selector'
import { defaultSettings, type Settings } from '../../lib/model/settings'
import { randomCase } from '../third-opinion/random-cluster'
import type { Json, RawObject } from '../third-opinion/raw'
import { randomMesh } from './random-mesh'
import { onlyMethod } from './requests'
import { captureOf } from './world'

export interface RandomWorld {
  readonly objects: readonly RawObject[]
  readonly gaps: readonly Gap[]
  readonly settings: Settings
  /** Beside what the objects compile to. */
  readonly policies: readonly Policy[]
  readonly transports: readonly TransportPolicy[]
  /** Seed of a mesh; absent = there is none. */
  readonly mesh?: number
}

const pick = <T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values)
const seldom = <T>(value: fc.Arbitrary<T>, otherwise: T): fc.Arbitrary<T> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(otherwise) }, { weight: 1, arbitrary: value })

const namespaces = ['red', 'blue', 'green', 'default'] as const
const nodes = ['n1', 'n2', 'n3'] as const
const labelKey = pick('app', 'tier', 'toString')
const labelValue = pick('a', 'b', '')

// ---------------------------------------------------------------------------------------------------- workloads

interface Member {
  readonly app: string | undefined
  readonly tier: string | undefined
  readonly address: 'none' | 4 | 6 | 'both'
  readonly node: string | undefined
  readonly hostNetwork: boolean
  readonly port: number | undefined
  readonly account: string | undefined
  readonly proxy: 'none' | 'sidecar' | 'ztunnel'
}

const member: fc.Arbitrary<Member> = fc.record({
  app: pick(undefined, 'a', 'b', ''),
  tier: pick(undefined, undefined, 'a', 'b'),
  address: pick<Member['address']>('none', 4, 4, 6, 'both'),
  node: pick(undefined, ...nodes),
  hostNetwork: fc.nat(3).map(n => n === 0),
  port: pick(undefined, 80, 8080),
  account: pick(undefined, undefined, 'robot'),
  proxy: seldom(pick<Member['proxy']>('sidecar', 'ztunnel'), 'none'),
})

interface Crowd {
  readonly kind: 'StatefulSet' | 'DaemonSet' | 'Deployment'
  readonly namespace: string
  readonly members: readonly Member[]
}

/** Some members come twice or more, so that classes have several pods, and some are alike but for their nodes. */
const crowd: fc.Arbitrary<Crowd> = fc.record({
  kind: pick<Crowd['kind']>('StatefulSet', 'DaemonSet', 'Deployment'),
  namespace: pick(...namespaces),
  members: fc
    .array(fc.tuple(member, fc.array(pick(undefined, ...nodes), { maxLength: 3 })), {
      minLength: 1,
      maxLength: 4,
    })
    .map(plans => plans.flatMap(([one, more]) => [one, ...more.map(node => ({ ...one, node }))])),
})

const mapping = (fields: Record<string, Json | undefined>): RawObject =>
  Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, Json] => entry[1] !== undefined),
  )

function podsOf({ kind, namespace, members }: Crowd, index: number): RawObject[] {
  const owner = { apiVersion: 'apps/v1', kind, name: `many${index}`, controller: true }
  return members.map((one, i) => {
    const last = 20 * index + i + 100
    const node = nodes.findIndex(name => name === one.node)
    const texts = one.hostNetwork
      ? [`192.168.7.${11 + node}`, `fd00:7::${11 + node}`]
      : [`10.244.${i % 3}.${last}`, `fd00:10:244:${i % 3}::${last}`]
    const ips = { none: [], 4: texts.slice(0, 1), 6: texts.slice(1), both: texts }[one.address].map(ip => ({
      ip,
    }))
    const ports = one.port === undefined || one.hostNetwork ? [] : [{ name: 'http', containerPort: one.port }]
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: `many${index}-${i}`,
        namespace,
        labels: mapping({
          app: one.app,
          tier: one.tier,
          ...(one.proxy === 'sidecar' && { 'security.istio.io/tlsMode': 'istio' }),
        }),
        ...(one.proxy === 'ztunnel' && { annotations: { 'ambient.istio.io/redirection': 'enabled' } }),
        ownerReferences: [owner],
      },
      spec: mapping({
        hostNetwork: one.hostNetwork || undefined,
        nodeName: one.node,
        serviceAccountName: one.account,
        containers: [{ ports }, ...(one.proxy === 'sidecar' ? [{ name: 'istio-proxy' }] : [])],
      }),
      status: mapping({ phase: 'Running', podIP: ips[0]?.ip, podIPs: ips }),
    }
  })
}

// ----------------------------------------------------------------------------------------------------- policies

const path = ['test']

const selector: fc.Arbitrary<Selector> = fc.record({
  requirements: fc.array(
    fc
      .record({
        key: labelKey,
        operator: pick<Operator>('In', 'In', 'NotIn', 'Exists', 'DoesNotExist'),
        values: fc.uniqueArray(labelValue, { minLength: 1, maxLength: 2 }),
      })
      .map(({ key, operator, values }) => ({
        key,
        operator,
        values: operator === 'In' || operator === 'NotIn' ? values : [],
        path,
      })),
    { maxLength: 2 },
  ),
  unreadable: seldom<Selector['unreadable']>(fc.constant([path]), []),
})

const scope: fc.Arbitrary<NamespaceScope> = fc.oneof(
  fc.constant<NamespaceScope>({ kind: 'all' }),
  pick(...namespaces).map((namespace): NamespaceScope => ({ kind: 'named', namespace })),
  selector.map((chosen): NamespaceScope => ({ kind: 'selected', selector: chosen })),
)

const accounts = pick<readonly string[] | undefined>(undefined, undefined, ['robot'], ['robot', 'default'])

const proxies = pick<PodSet['proxies']>(undefined, undefined, undefined, ['sidecar', 'gateway'], ['ztunnel'])

const podSet = fc
  .record({ namespaces: scope, pods: selector, accounts, proxies })
  .map(({ accounts: named, proxies: having, ...set }) => ({
    ...set,
    ...(named && { serviceAccounts: named }),
    ...(having && { proxies: having }),
  }))

const subject: fc.Arbitrary<Subject> = fc.oneof(
  { weight: 5, arbitrary: podSet.map((set): Subject => ({ kind: 'pods', path, ...set })) },
  scope.map((found): Subject => ({ kind: 'unreadable', path, namespaces: found, reason: 'test' })),
)

const block = (text: string): Block => {
  const found = parseBlock(text)
  if (!found) throw new Error(`\`${text}\` is no block`)
  return found
}

const blocks = [
  '0.0.0.0/0',
  '10.244.0.0/16',
  '10.244.1.0/24',
  '192.168.7.12/32',
  '203.0.113.0/24',
  '::/0',
  'fd00::/8',
].map(block)
const holes = ['10.244.1.0/24', '10.0.0.0/8', '203.0.113.7/32', 'fd00:10:244:1::/64'].map(block)

const named: fc.Arbitrary<Peer> = pick<Peer>(
  { kind: 'identities', path, part: 'principal', patterns: [{ kind: 'any' }] },
  { kind: 'identities', path, part: 'account', patterns: [{ kind: 'exact', text: 'red/robot' }] },
  {
    kind: 'identities',
    path,
    part: 'principal',
    patterns: [{ kind: 'prefix', text: 'cluster.local/ns/b' }],
  },
  { kind: 'identities', path, part: 'namespace', patterns: [{ kind: 'exact', text: 'red' }] },
)

const identity: fc.Arbitrary<Peer> = fc.oneof(
  named,
  named.map((peer): Peer => ({ kind: 'not', path, peer })),
)

const leaf: fc.Arbitrary<Peer> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Peer>({ kind: 'anyone', path }) },
  { weight: 4, arbitrary: podSet.map((set): Peer => ({ kind: 'pods', path, ...set })) },
  {
    weight: 4,
    arbitrary: fc
      .record({ block: pick(...blocks), except: fc.subarray(holes) })
      .map((found): Peer => ({ kind: 'addresses', path, ...found })),
  },
  selector.map((found): Peer => ({ kind: 'nodes', path, nodes: found })),
  { weight: 2, arbitrary: named },
  pick<Peer>(
    { kind: 'entity', path, entity: 'world' },
    { kind: 'names', path, patterns: ['*.example.org'] },
    { kind: 'service', path, namespace: 'red', name: 'web' },
    { kind: 'unreadable', path, reason: 'test' },
  ),
)

const peer: fc.Arbitrary<Peer> = fc.oneof(
  { weight: 4, arbitrary: leaf },
  fc.array(leaf, { minLength: 1, maxLength: 3 }).map((peers): Peer => ({ kind: 'all-of', path, peers })),
  leaf.map((found): Peer => ({ kind: 'not', path, peer: found })),
  fc
    .tuple(leaf, leaf)
    .map(([a, b]): Peer => ({ kind: 'all-of', path, peers: [a, { kind: 'not', path, peer: b }] })),
)

const plainPort: fc.Arbitrary<PortMatch> = fc.oneof(
  fc
    .record({
      protocol: pick('TCP' as const, 'UDP' as const),
      first: pick(1, 80, 8080),
      length: pick(1, 1024, 2000),
    })
    .map(({ protocol, first, length }): PortMatch => ({
      kind: 'range',
      path,
      protocol,
      first,
      last: first + length - 1,
    })),
  pick('TCP' as const, 'UDP' as const).map((protocol): PortMatch => ({
    kind: 'named',
    path,
    protocol,
    name: 'http',
  })),
)

const port: fc.Arbitrary<PortMatch> = fc.oneof(
  { weight: 4, arbitrary: plainPort },
  pick<PortMatch>(
    { kind: 'every', path },
    { kind: 'icmp', path, family: 4 },
    { kind: 'unreadable', path, reason: 'test' },
  ),
  fc.array(plainPort, { maxLength: 2 }).map((ports): PortMatch => ({ kind: 'except', path, ports })),
)

const rule: fc.Arbitrary<Rule> = fc
  .record({
    action: pick<Action>('allow', 'allow', 'deny', 'pass', 'delegate'),
    peers: fc.array(peer, { minLength: 1, maxLength: 3 }),
    ports: fc.array(port, { minLength: 1, maxLength: 2 }),
    present: pick('yes' as const, 'yes' as const, 'yes' as const, 'maybe' as const),
    self: seldom<Peer | undefined>(peer, undefined),
    request: seldom(pick<Rule['request']>(onlyMethod('GET'), onlyMethod('POST')), undefined),
    sees: pick<Rule['sees']>(undefined, undefined, undefined, 'requests', 'bytes'),
  })
  .map(({ self, request, sees, ...found }) => ({
    ...found,
    path,
    ...(self && { self }),
    ...(request && { request }),
    ...(sees && { sees }),
  }))

const policy: fc.Arbitrary<Policy> = fc
  .record({
    tier: pick(...Object.values(tiers), tiers.mesh, tiers.mesh),
    direction: pick('egress' as const, 'ingress' as const),
    precedence: pick(1, 2, 2),
    series: pick('one', 'one', 'two'),
    subject,
    isolates: pick('yes' as const, 'no' as const, 'maybe' as const),
    enforcement: pick('enforced' as const, 'enforced' as const, 'enforced' as const, 'staged' as const),
    refused: fc.nat(4).map(n => n === 0),
    rules: fc.array(rule, { maxLength: 3 }),
    service: seldom<Policy['service']>(fc.constant({ namespace: 'red', name: 'web' }), undefined),
  })
  .map(({ service, ...found }) => ({
    ...found,
    ...(service && found.tier === tiers.mesh && { service }),
    dialect: 'test',
    object: { group: 'test', kind: 'Test', name: 'test' },
    path,
    unread: false,
  }))

const transport: fc.Arbitrary<TransportPolicy> = fc
  .record({ direction: pick('egress' as const, 'ingress' as const), subject })
  .map(found => ({ ...found, object: { group: 'test', kind: 'Test', name: 'test' }, path, demand: 'unread' }))

/** What is drawn beside a mesh, so that both meet: policies that look at identities, and wires that could not be read. */
interface Meshed extends Pick<RandomWorld, 'policies' | 'transports'> {
  readonly seed: number
}

const meshed: fc.Arbitrary<Meshed> = fc.record({
  seed: fc.nat(1_000_000),
  policies: fc.array(
    fc
      .record({
        found: policy,
        rules: fc.array(fc.record({ found: rule, peer: identity }), { maxLength: 2 }),
      })
      .map(({ found, rules }): Policy => ({
        ...found,
        tier: tiers.mesh,
        direction: 'ingress',
        rules: rules.map(each => ({ ...each.found, peers: [each.peer] })),
      })),
    { maxLength: 2 },
  ),
  transports: fc.array(transport, { maxLength: 2 }),
})

// -------------------------------------------------------------------------------------------- engines and gaps

const agent = (name: string): RawObject => ({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name, namespace: 'kube-system' },
  spec: { template: { metadata: { labels: { app: 'agent' } }, spec: { containers: [] } } },
})

const ciliumConfig = (data: RawObject): RawObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'cilium-config', namespace: 'kube-system' },
  data,
})

/** Which engine the objects tell of; with some, of one that may or may not see labels, or match pods by address. */
const evidence: fc.Arbitrary<RawObject[]> = pick(
  [],
  [],
  [agent('calico-node')],
  [agent('cilium')],
  [agent('cilium'), agent('calico-node')],
  [ciliumConfig({ 'policy-cidr-match-mode': 'nodes' })],
  [ciliumConfig({ labels: 'k8s:app' })],
  [ciliumConfig({ 'enable-policy': 'never' })],
)

const gap: fc.Arbitrary<Gap> = fc.oneof(
  {
    weight: 3,
    arbitrary: pick(...namespaces).map((namespace): Gap => ({
      kind: 'namespace-labels',
      namespace,
      reason: 'test',
    })),
  },
  fc
    .record({
      object: pick(
        { group: 'networking.k8s.io', kind: 'NetworkPolicy', namespace: 'red', name: 'gap' },
        { group: 'security.istio.io', kind: 'AuthorizationPolicy', namespace: 'blue', name: 'gap' },
        { group: 'security.istio.io', kind: 'PeerAuthentication', namespace: 'red', name: 'gap' },
        { group: 'k8s.ovn.org', kind: 'EgressFirewall', namespace: 'red', name: 'gap' },
        { group: '', kind: 'Unknown', name: 'gap' },
      ),
      namespace: pick(undefined, 'red', 'blue'),
    })
    .map(({ object, namespace }): Gap => ({
      kind: 'policy',
      object,
      reason: 'test',
      ...(namespace !== undefined && { namespace }),
    })),
)

/** Labels under a name that Cilium leaves out of identities; the text of an object does not say `"app"` otherwise. */
const hideApp = (object: RawObject): RawObject =>
  JSON.parse(JSON.stringify(object).replaceAll('"app"', '"pod-template-hash"')) as RawObject

export const randomWorld: fc.Arbitrary<RandomWorld> = fc
  .record({
    plain: randomCase,
    crowds: fc.array(crowd, { maxLength: 3 }),
    gaps: seldom(fc.array(gap, { minLength: 1, maxLength: 2 }), []),
    evidence,
    hidden: fc.nat(4).map(n => n === 0),
    auto: fc.boolean(),
    plane: pick('all' as const, 'all' as const, 'network' as const),
    compat: fc.nat(14).map(n => n === 0),
    policies: seldom(fc.array(policy, { minLength: 1, maxLength: 3 }), []),
    transports: seldom(fc.array(transport, { minLength: 1, maxLength: 2 }), []),
    mesh: seldom<Meshed | undefined>(meshed, undefined),
  })
  .map(drawn => {
    const { engine, podCIDRs } = drawn.plain.options
    const objects = [...drawn.plain.objects, ...drawn.crowds.flatMap(podsOf), ...drawn.evidence]
    return {
      objects: drawn.hidden ? objects.map(hideApp) : objects,
      gaps: drawn.gaps,
      settings: {
        ...defaultSettings,
        engine: drawn.auto ? 'auto' : engine,
        plane: drawn.plane,
        ...(podCIDRs && { podCIDRs: podCIDRs.map(block) }),
        ...(drawn.compat && { compat: 'netpol-analyzer' as const }),
      },
      policies: [...drawn.policies, ...(drawn.mesh?.policies ?? [])],
      transports: [...drawn.transports, ...(drawn.mesh?.transports ?? [])],
      ...(drawn.mesh && { mesh: drawn.mesh.seed }),
    }
  })

/** Reads the objects as a file is read; compiles them, and adds what no object says. */
export const openWorld = (drawn: RandomWorld): OpenedWorld => worldsOf(...compiledWorld(drawn))

/** What `openWorld` opens, for whoever opens a session of it. */
export function compiledWorld({
  objects,
  gaps,
  settings,
  policies,
  transports,
  mesh,
}: RandomWorld): [Capture, Compilation, Settings] {
  const text = objects.map(object => JSON.stringify(object)).join('\n---\n')
  const capture = captureOf([text], gaps)
  const compiled = compile(capture)
  const compilation = {
    ...compiled,
    policies: [...compiled.policies, ...policies],
    transports: [...compiled.transports, ...transports],
    ...(mesh !== undefined && { mesh: randomMesh(mesh) }),
  }
  return [capture, compilation, settings]
}
