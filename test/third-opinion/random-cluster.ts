/**
 * Small random clusters as raw objects, with questions about them. Everything comes from fast-check arbitraries, so
 * a failing case shrinks.
 *
 * Left out on purpose, since the rules leave the answer open: named ports on host-network pods, ends without an
 * address family in common, workloads whose pods have all completed, and wrong types (text where a list belongs).
 */
import fc from 'fast-check'
import type { EndName, NaiveOptions, Question } from './naive'
import { adminPolicies, nodeObjects, refusedAdminPolicy, type Selectors } from './random-admin'
import { PROTOCOLS, type Family, type Json, type RawObject } from './raw'

export interface RandomCase {
  readonly objects: RawObject[]
  readonly options: NaiveOptions
  readonly questions: Question[]
}

const NAMESPACES = ['red', 'blue', 'green', 'default'] as const
const NODES = ['n1', 'n2']
const PORTS = [1, 53, 80, 81, 443, 8080, 65535]
const OUTSIDE: Record<Family, string[]> = {
  4: ['203.0.113.7', '198.51.100.1', '10.99.0.1'],
  6: ['2001:db8::7', '2600::1', 'fd99::1'],
}
const POD_CIDRS = ['10.244.0.0/16', 'fd00:10:244::/48']

/** A mapping that leaves out what is undefined. */
function mapping(fields: Record<string, Json | undefined>): RawObject {
  const written = Object.entries(fields).filter((entry): entry is [string, Json] => entry[1] !== undefined)
  return Object.fromEntries(written)
}

/** Mostly `arb`, else undefined: a field that may be missing. */
const maybe = <T>(arb: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arb, { nil: undefined, freq: 2 })
const pick = <T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values)

// --------------------------------------------------------------------------------------------------- labels

const labelKey = fc.oneof({ weight: 8, arbitrary: pick('app', 'tier') }, pick('constructor', 'toString'))
const labelValue = pick('a', 'b', '')

const labels: fc.Arbitrary<RawObject> = fc
  .uniqueArray(fc.tuple(labelKey, labelValue), { maxLength: 3, selector: ([key]) => key })
  .map(entries => Object.fromEntries(entries))

const expression: fc.Arbitrary<RawObject> = fc.oneof(
  fc.record({
    key: labelKey,
    operator: pick('In', 'NotIn'),
    values: fc.uniqueArray(labelValue, { minLength: 1, maxLength: 2 }),
  }),
  fc
    .record({ key: labelKey, operator: pick('Exists', 'DoesNotExist'), values: pick(undefined, null, []) })
    .map(mapping),
)

const selector: fc.Arbitrary<RawObject> = fc.oneof(
  fc.constant({}),
  fc.record({ matchLabels: labels }),
  fc.record({ matchExpressions: fc.array(expression, { minLength: 1, maxLength: 2 }) }),
  fc.record({ matchLabels: labels, matchExpressions: fc.array(expression, { maxLength: 1 }) }),
)

const namespaceSelector: fc.Arbitrary<RawObject> = fc.oneof(
  selector,
  pick(...NAMESPACES).map(name => ({ matchLabels: { 'kubernetes.io/metadata.name': name } })),
)

// ----------------------------------------------------------------------------------------------- namespaces

const namespaceObject = (name: string): fc.Arbitrary<RawObject> =>
  maybe(labels).map(own => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: mapping({ name, labels: own }),
  }))

const namespaces: fc.Arbitrary<{ names: string[]; objects: RawObject[] }> = fc
  .uniqueArray(pick(...NAMESPACES), { minLength: 1, maxLength: 4 })
  .chain(names =>
    fc
      .tuple(...names.map(name => maybe(namespaceObject(name))))
      .map(objects => ({ names, objects: objects.filter(object => object !== undefined) })),
  )

// ----------------------------------------------------------------------------------------------------- pods

interface PodPlan {
  readonly form: 'pod' | 'owned' | 'template'
  readonly namespace: number
  readonly labels: RawObject
  readonly families: Family[]
  readonly hostNetwork: boolean
  readonly node: string | undefined
  readonly phase: string | undefined
  readonly onlyPodIP: boolean
  readonly containers: RawObject[]
  readonly initContainers: RawObject[]
}

const containerPorts = fc.uniqueArray(
  fc.oneof(
    fc.record({ name: fc.constant('http'), containerPort: pick(80, 8080), protocol: pick(undefined, 'TCP') }),
    fc.record({ name: pick('dns', 'http'), containerPort: pick(53, 80), protocol: pick('UDP', 'SCTP') }),
    fc.record({
      name: fc.constant(undefined),
      containerPort: fc.constant(443),
      protocol: fc.constant(undefined),
    }),
  ),
  { maxLength: 2, selector: port => port.name },
)

const container: fc.Arbitrary<RawObject> = containerPorts.map(ports => ({ ports: ports.map(mapping) }))

const initContainer: fc.Arbitrary<RawObject> = fc
  .tuple(container, pick('Always', undefined))
  .map(([fields, restartPolicy]) => mapping({ ...fields, restartPolicy }))

const podPlan: fc.Arbitrary<PodPlan> = fc.record({
  form: fc.oneof(
    { weight: 5, arbitrary: fc.constant('pod' as const) },
    pick('owned' as const, 'template' as const),
  ),
  namespace: fc.nat(3),
  labels,
  families: fc.oneof({ weight: 4, arbitrary: pick<Family[]>([4], [4, 6]) }, pick<Family[]>([6], [])),
  hostNetwork: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.constant(true)),
  node: maybe(pick(...NODES)),
  phase: fc.oneof(
    { weight: 5, arbitrary: pick(undefined, 'Running', 'Pending') },
    pick('Succeeded', 'Failed'),
  ),
  onlyPodIP: fc.boolean(),
  containers: fc.array(container, { maxLength: 2 }),
  initContainers: fc.array(initContainer, { maxLength: 1 }),
})

/** A pod as planned, or a Deployment whose template is that pod; and who may ask about it under which name. */
interface Made {
  readonly object: RawObject
  readonly name: string
  readonly families: Family[]
  readonly alive: boolean
}

function nodeAddress(name: string | undefined, family: Family): string {
  const node = 11 + NODES.indexOf(name ?? '')
  return family === 4 ? `192.168.7.${node}` : `fd00:7::${node}`
}

/** The address of a pod, or of the node that a host-network pod runs on. */
function addressOf(plan: PodPlan, index: number, family: Family): string {
  if (plan.hostNetwork) return nodeAddress(plan.node, family)
  return family === 4 ? `10.244.${index % 3}.${index + 1}` : `fd00:10:244:${index % 3}::${index + 1}`
}

function make(plan: PodPlan, index: number, names: string[]): Made {
  const namespace = names[plan.namespace % names.length] ?? 'default'
  const name = `w${index}`
  const unnamed = (from: RawObject[]): RawObject[] => (plan.hostNetwork ? from.map(() => ({})) : from)
  const shape = {
    metadata: { labels: plan.labels },
    spec: mapping({
      hostNetwork: plan.hostNetwork || undefined,
      nodeName: plan.node,
      containers: unnamed(plan.containers),
      initContainers: unnamed(plan.initContainers),
    }),
  }
  // The default namespace is not always written out.
  const metadata = mapping({
    name,
    namespace: namespace === 'default' && index % 2 === 0 ? undefined : namespace,
  })
  if (plan.form === 'template') {
    const object = { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { template: shape } }
    return { object, name: `${namespace}/${name}`, families: [], alive: true }
  }
  const families = plan.onlyPodIP ? plan.families.slice(0, 1) : plan.families
  const ips = families.map(family => ({ ip: addressOf(plan, index, family) }))
  // The first two pods and all that have an owner stay alive: see what is left out, above.
  const phase = index < 2 || plan.form === 'owned' ? 'Running' : plan.phase
  const status = mapping({ phase, podIP: ips[0]?.ip, podIPs: plan.onlyPodIP ? undefined : ips })
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'shop-1', controller: true }
  const ownerReferences = plan.form === 'owned' ? [owner] : undefined
  const object = {
    ...{ apiVersion: 'v1', kind: 'Pod', spec: shape.spec, status },
    metadata: mapping({ ...metadata, labels: plan.labels, ownerReferences }),
  }
  return {
    object,
    name: `${namespace}/${name}`,
    families,
    alive: phase !== 'Succeeded' && phase !== 'Failed',
  }
}

/** The ReplicaSet of the owned pods of a namespace and, above it, a Deployment: neither predicts a pod of its own. */
function owners(namespace: string, withDeployment: boolean): RawObject[] {
  const spec = { template: { metadata: { labels: { app: 'template' } }, spec: { containers: [] } } }
  const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop', controller: true }
  const ownerReferences = withDeployment ? [owner] : undefined
  const metadata = mapping({ namespace, name: 'shop-1', ownerReferences })
  const replicaSet = { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata, spec }
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace, name: 'shop' },
    spec,
  }
  return withDeployment ? [replicaSet, deployment] : [replicaSet]
}

// ------------------------------------------------------------------------------------------------- policies

/** Blocks with what may be taken out of them. */
const BLOCKS: readonly [cidr: string, except: string[]][] = [
  ['0.0.0.0/0', ['10.0.0.0/8', '10.244.1.0/24', '203.0.113.0/24', '192.168.7.11/32']],
  ['128.0.0.0/1', ['203.0.113.7/32', '192.168.0.0/16']],
  ['10.0.0.0/8', ['10.244.0.0/16', '10.99.0.0/16']],
  ['10.244.0.0/16', ['10.244.1.0/24', '10.244.0.1/32']],
  ['10.244.1.9/24', ['10.244.1.0/30']],
  ['10.244.1.2/32', []],
  ['192.168.7.0/24', ['192.168.7.11/32']],
  ['203.0.113.0/24', ['203.0.113.7/32']],
  ['::/0', ['fc00::/7', '2001:db8::/32']],
  ['fc00::/7', ['fd00:10:244::/48', 'fd99::/16']],
  ['fd00:10:244::/48', ['fd00:10:244:1::/64']],
  ['FD00:10:244:1:0:0:0:2/128', []],
  ['2001:db8::/32', ['2001:db8::7/128']],
]

const ipBlock: fc.Arbitrary<RawObject> = pick(...BLOCKS).chain(([cidr, cuts]) =>
  maybe(fc.subarray(cuts)).map(except => mapping({ cidr, except })),
)

const peer: fc.Arbitrary<RawObject> = fc.oneof(
  fc.record({ podSelector: selector }),
  fc.record({ podSelector: selector, namespaceSelector }),
  fc.record({ podSelector: pick(undefined, null), namespaceSelector }).map(mapping),
  fc.record({ podSelector: selector, namespaceSelector: fc.constant(null), ipBlock: fc.constant(null) }),
  fc.record({ ipBlock }),
)

const protocol = pick(undefined, null, ...PROTOCOLS)

const rulePort: fc.Arbitrary<RawObject> = fc
  .oneof(
    fc.record({ protocol, port: pick(undefined, null, ...PORTS) }),
    fc.record({ protocol, port: pick('http', 'dns') }),
    fc.record({ protocol, port: pick(1, 53, 80), endPort: pick(80, 443, 65535) }),
  )
  .map(mapping)

const rule = (peers: 'from' | 'to'): fc.Arbitrary<RawObject> =>
  fc
    .record({
      [peers]: fc.oneof(
        { weight: 4, arbitrary: fc.array(peer, { minLength: 1, maxLength: 2 }) },
        pick(undefined, null, []),
      ),
      ports: fc.oneof(
        { weight: 3, arbitrary: fc.array(rulePort, { minLength: 1, maxLength: 2 }) },
        { weight: 2, arbitrary: pick(undefined, null, []) },
      ),
    })
    .map(mapping)

const rules = (peers: 'from' | 'to'): fc.Arbitrary<RawObject[] | null | undefined> =>
  fc.oneof({ weight: 5, arbitrary: fc.array(rule(peers), { maxLength: 3 }) }, pick(undefined, null))

const policyTypes = pick<string[] | null | undefined>(
  ...[
    undefined,
    null,
    [],
    ['Ingress'],
    ['Egress'],
    ['Ingress', 'Egress'],
    ['Egress', 'Ingress'],
    ['Ingress', 'Ingress'],
  ],
)

const goodSpec: fc.Arbitrary<RawObject> = fc
  .record({
    podSelector: fc.oneof({ weight: 4, arbitrary: selector }, pick(undefined, null)),
    policyTypes,
    ingress: rules('from'),
    egress: rules('to'),
  })
  .map(mapping)

// -------------------------------------------------------------------------------- what is refused, or unread

const badSelector: fc.Arbitrary<RawObject> = fc
  .tuple(
    labels,
    pick<RawObject>(
      { key: 'app', operator: 'In', values: [] },
      { key: 'app', operator: 'NotIn' },
      { key: 'app', operator: 'Exists', values: ['a'] },
      { key: 'tier', operator: 'DoesNotExist', values: ['a'] },
      { key: 'tier', operator: 'Equals', values: ['a'] },
    ),
  )
  .map(([matchLabels, bad]) => ({ matchLabels, matchExpressions: [bad] }))

const badPeer: fc.Arbitrary<RawObject> = fc.oneof(
  pick<RawObject>(
    {},
    { podSelector: null },
    { ipBlock: { cidr: '10.0.0.0/33' } },
    { ipBlock: { cidr: '10.244.1.1' } },
    { ipBlock: { cidr: '10.244.0.0/16', except: ['192.168.0.0/24'] } },
    { ipBlock: { cidr: '203.0.113.0/24', except: ['203.0.113.0/24'] } },
    { ipBlock: { cidr: '10.0.0.0/8', except: ['fd00::/8'] } },
    { ipBlock: { cidr: '10.244.0.0/16' }, podSelector: {} },
    { ipBlock: { cidr: '0.0.0.0/0' }, namespaceSelector: { matchLabels: { app: 'a' } } },
  ),
  fc.record({ podSelector: badSelector }),
  fc.record({ podSelector: selector, namespaceSelector: badSelector }),
)

const badPort = pick<RawObject>(
  { port: 0 },
  { port: 65536, protocol: 'UDP' },
  { endPort: 80 },
  { port: 443, endPort: 80 },
  { port: 'http', endPort: 8080 },
  { port: 80, protocol: 'ICMP' },
  { protocol: 'udp' },
)

/** A spec with exactly one thing in it that the API server refuses. */
const badSpec: fc.Arbitrary<RawObject> = fc.oneof(
  fc.tuple(goodSpec, badSelector).map(([spec, podSelector]) => ({ ...spec, podSelector })),
  fc
    .tuple(goodSpec, pick(['Bogus'], ['ingress'], ['Ingress', 'Bogus'], ['egress', 'Egress']))
    .map(([spec, types]) => ({ ...spec, policyTypes: types })),
  fc
    .tuple(goodSpec, rule('from'), fc.array(peer, { maxLength: 1 }), badPeer)
    .map(([spec, base, peers, bad]) => withRule(spec, 'ingress', { ...base, from: [...peers, bad] })),
  fc
    .tuple(goodSpec, rule('to'), fc.array(peer, { maxLength: 1 }), badPeer)
    .map(([spec, base, peers, bad]) => withRule(spec, 'egress', { ...base, to: [bad, ...peers] })),
  fc
    .tuple(goodSpec, rule('from'), fc.array(rulePort, { maxLength: 1 }), badPort)
    .map(([spec, base, ports, bad]) => withRule(spec, 'ingress', { ...base, ports: [bad, ...ports] })),
  fc
    .tuple(goodSpec, rule('to'), fc.array(rulePort, { maxLength: 1 }), badPort)
    .map(([spec, base, ports, bad]) => withRule(spec, 'egress', { ...base, ports: [...ports, bad] })),
)

function withRule(spec: RawObject, direction: 'ingress' | 'egress', added: RawObject): RawObject {
  const present = spec[direction]
  return { ...spec, [direction]: [...(Array.isArray(present) ? present : []), added] }
}

interface UnreadPlan {
  readonly apiVersion: string
  readonly kind: string
  /** Whether it lives in a namespace of the cluster, or in none. */
  readonly home: 'namespace' | 'none'
}

const unreadPlan = pick<UnreadPlan>(
  { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', home: 'namespace' },
  { apiVersion: 'cilium.io/v2', kind: 'CiliumClusterwideNetworkPolicy', home: 'none' },
  { apiVersion: 'projectcalico.org/v3', kind: 'NetworkPolicy', home: 'namespace' },
  { apiVersion: 'crd.projectcalico.org/v1', kind: 'GlobalNetworkPolicy', home: 'none' },
  { apiVersion: 'policy.networking.k8s.io/v9', kind: 'AdminNetworkPolicy', home: 'none' },
  { apiVersion: 'policy.networking.k8s.io/v9', kind: 'BaselineAdminNetworkPolicy', home: 'none' },
  { apiVersion: 'policy.linkerd.io/v1beta3', kind: 'Server', home: 'namespace' },
  { apiVersion: 'policy.linkerd.io/v1alpha1', kind: 'EgressNetwork', home: 'namespace' },
  { apiVersion: 'kuma.io/v1alpha1', kind: 'MeshTrafficPermission', home: 'none' },
)

// ------------------------------------------------------------------------------------------------ the world

/** At most this many objects of a cluster leave room for doubt, so that all readings can be enumerated. */
export const MAX_DOUBTFUL = 3

interface PolicyPlan {
  readonly namespace: number
  readonly spec: RawObject
  /** Gives the object the name of the policy before it: a second document for it, where the namespaces agree. */
  readonly twin: boolean
}

const policyPlan = (spec: fc.Arbitrary<RawObject>, twin: fc.Arbitrary<boolean>): fc.Arbitrary<PolicyPlan> =>
  fc.record({ namespace: fc.nat(3), spec, twin })

const seldom = fc.nat(9).map(n => n === 9)

const selectors: Selectors = { pods: selector, namespaces: namespaceSelector, bad: badSelector }

interface RefusedPlan {
  readonly plans: PolicyPlan[]
  readonly admin: RawObject[]
}

const refused: fc.Arbitrary<RefusedPlan> = fc.oneof(
  { weight: 5, arbitrary: fc.constant<RefusedPlan>({ plans: [], admin: [] }) },
  {
    weight: 2,
    arbitrary: fc
      .array(policyPlan(badSpec, fc.constant(false)), { minLength: 1, maxLength: 2 })
      .map(plans => ({ plans, admin: [] })),
  },
  { weight: 1, arbitrary: refusedAdminPolicy(selectors).map(policy => ({ plans: [], admin: [policy] })) },
)

const objectPlans = fc.record({
  admin: fc.oneof(
    { weight: 2, arbitrary: fc.constant<RawObject[]>([]) },
    {
      weight: 3,
      arbitrary: adminPolicies(selectors),
    },
  ),
  nodes: nodeObjects(NODES, labels, name => [nodeAddress(name, 4), nodeAddress(name, 6)]),
  pods: fc.array(podPlan, { minLength: 2, maxLength: 8 }),
  policies: fc.array(policyPlan(goodSpec, seldom), { maxLength: 4 }),
  refused,
  unread: fc.oneof(
    { weight: 4, arbitrary: fc.constant<[UnreadPlan, number][]>([]) },
    fc.tuple(unreadPlan, fc.nat(3)).map(found => [found]),
  ),
  withDeployment: fc.boolean(),
})

const options: fc.Arbitrary<NaiveOptions> = fc
  .tuple(
    fc.oneof(
      { weight: 7, arbitrary: fc.constant('kubernetes' as const) },
      { weight: 2, arbitrary: fc.constant('cilium' as const) },
      fc.constant('none' as const),
    ),
    fc.boolean(),
  )
  .map(([engine, withPodCIDRs]) => (withPodCIDRs ? { engine, podCIDRs: POD_CIDRS } : { engine }))

function networkPolicies(plans: PolicyPlan[], names: string[], prefix: string): RawObject[] {
  return plans.map((plan, index) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: {
      namespace: names[plan.namespace % names.length] ?? 'default',
      name: `${prefix}${plan.twin && index > 0 ? index - 1 : index}`,
    },
    spec: plan.spec,
  }))
}

function unreadObject(plan: UnreadPlan, index: number, names: string[]): RawObject {
  const namespace = names[index % names.length] ?? 'default'
  const home = plan.home === 'none' ? undefined : namespace
  return {
    apiVersion: plan.apiVersion,
    kind: plan.kind,
    metadata: mapping({ name: 'unread', namespace: home }),
  }
}

interface World {
  readonly objects: RawObject[]
  readonly ends: Made[]
}

const world: fc.Arbitrary<World> = fc.tuple(namespaces, objectPlans).map(([{ names, objects }, plans]) => {
  const made = plans.pods.map((plan, index) => make(plan, index, names))
  const owning = new Set(
    plans.pods.flatMap(plan =>
      plan.form === 'owned' ? [names[plan.namespace % names.length] ?? 'default'] : [],
    ),
  )
  return {
    objects: [
      ...objects,
      ...made.map(each => each.object),
      ...[...owning].flatMap(namespace => owners(namespace, plans.withDeployment)),
      ...networkPolicies(plans.policies, names, 'good'),
      ...plans.nodes,
      ...plans.admin,
      ...plans.refused.admin,
      ...networkPolicies(plans.refused.plans, names, 'refused'),
      ...plans.unread.map(([plan, index]) => unreadObject(plan, index, names)),
    ],
    ends: made.filter(each => each.alive),
  }
})

// ------------------------------------------------------------------------------------------------ questions

const questionPlan = fc.record({
  first: fc.nat(7),
  second: fc.nat(7),
  outside: fc.oneof(
    { weight: 3, arbitrary: fc.constant('neither' as const) },
    pick('from' as const, 'to' as const),
  ),
  address: fc.nat(2),
  family: maybe(pick<Family>(4, 6)),
  protocol: fc.oneof(
    { weight: 2, arbitrary: fc.constant('TCP' as const) },
    pick('UDP' as const, 'SCTP' as const),
  ),
  port: pick(...PORTS),
})

type QuestionPlan = typeof questionPlan extends fc.Arbitrary<infer Plan> ? Plan : never

function questionOf(plan: QuestionPlan, ends: Made[]): Question {
  const one = ends[plan.first % ends.length]
  const other = ends[plan.second % ends.length]
  if (one === undefined || other === undefined) throw new Error('a random cluster has pods')
  const any: Family[] = [4, 6]
  const has = (made: Made, family: Family): boolean =>
    made.families.length === 0 || made.families.includes(family)
  const base = { protocol: plan.protocol, port: plan.port }
  if (plan.outside === 'neither') {
    const inCommon = (made: Made): Family[] => any.filter(family => has(one, family) && has(made, family))
    // A template stands for several pods: to ask about it and itself would not be about one pod.
    const askable = (made: Made): boolean =>
      inCommon(made).length > 0 && !(made === one && one.object['kind'] === 'Deployment')
    const to = [other, ...ends].find(askable) ?? one
    const family = inCommon(to).find(each => each === plan.family)
    const question = { ...base, from: { pod: one.name }, to: { pod: to.name } }
    return family === undefined ? question : { ...question, family }
  }
  const family =
    any.find(each => each === plan.family && has(one, each)) ?? any.find(each => has(one, each)) ?? 4
  const outside: EndName = { ip: OUTSIDE[family][plan.address] ?? '203.0.113.7' }
  const inside: EndName = { pod: one.name }
  return plan.outside === 'from'
    ? { ...base, from: outside, to: inside }
    : { ...base, from: inside, to: outside }
}

/** A cluster, how it is enforced, and some questions about it. */
export const randomCase: fc.Arbitrary<RandomCase> = fc
  .tuple(world, options, fc.array(questionPlan, { minLength: 1, maxLength: 12 }))
  .map(([{ objects, ends }, chosen, plans]) => ({
    objects,
    options: chosen,
    questions: plans.map(plan => questionOf(plan, ends)),
  }))
