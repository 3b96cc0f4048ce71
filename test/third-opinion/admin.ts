/**
 * AdminNetworkPolicy, BaselineAdminNetworkPolicy and ClusterNetworkPolicy over raw objects (networkpolicy.md, section 3):
 * every doubt is a list of readings, and so is every order in which policies without an order may stand.
 */
import { parseAddress, parseBlock, contains, type Address } from './cidr'
import { nameOf, type End, type Pod } from './ends'
import { labelsAt, noLabels, selectorReadings, type Labels, type LabelTest } from './labels'
import { inside, widened, type Attempt, type Grain } from './policy'
import { PROTOCOLS, at, entriesAt, listAt, product, textAt } from './raw'
import type { Direction, Json, RawObject } from './raw'

type Tier = 'admin' | 'baseline'
type Action = 'allow' | 'deny' | 'pass'
type AttemptTest = (attempt: Attempt) => boolean

interface AdminRule {
  readonly action: Action
  readonly matches: AttemptTest
}

/** One policy under one reading, in plain yes and no. */
export interface AdminPolicy {
  readonly object: RawObject
  readonly tiers: readonly Tier[]
  readonly selects: (pod: Pod) => boolean
  readonly rules: Readonly<Record<Direction, readonly AdminRule[]>>
}

const KINDS = ['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy']

const versionOf = (object: RawObject): string => textAt(object, 'apiVersion') ?? ''

export const isAdminPolicy = (object: RawObject): boolean =>
  KINDS.includes(textAt(object, 'kind') ?? '') &&
  versionOf(object) ===
    `policy.networking.k8s.io/${object['kind'] === 'ClusterNetworkPolicy' ? 'v1alpha2' : 'v1alpha1'}`

export interface Nodes {
  readonly byName: ReadonlyMap<string, { readonly labels: Labels; readonly addresses: readonly Address[] }>
}

export function nodesOf(objects: readonly RawObject[]): Nodes {
  const nodes = objects.filter(object => object['kind'] === 'Node')
  return {
    byName: new Map(
      nodes.map(node => [
        nameOf(node),
        {
          labels: labelsAt(node, 'metadata', 'labels'),
          addresses: listAt(node, 'status', 'addresses').flatMap(
            entry => parseAddress(textAt(entry, 'address') ?? '') ?? [],
          ),
        },
      ]),
    ),
  }
}

/** What one side decides where the tier has a say; undefined where it leaves the connection to what comes next. */
export function tierDecides(
  policies: readonly AdminPolicy[],
  tier: Tier,
  subject: Pod,
  attempt: Attempt,
): boolean | undefined {
  for (const policy of policies) {
    if (!policy.tiers.includes(tier) || !policy.selects(subject)) continue
    const rule = policy.rules[attempt.direction].find(({ matches }) => matches(attempt))
    if (rule?.action === 'pass') return undefined
    if (rule) return rule.action === 'allow'
  }
  return undefined
}

/** Every order of the policies that their priorities permit; kinds of different versions know no order. */
export function ordersOf(policies: readonly AdminPolicy[]): AdminPolicy[][] {
  return permutations(policies).filter(order =>
    order.every((policy, i) => order.slice(i + 1).every(later => mayPrecede(policy.object, later.object))),
  )
}

function mayPrecede(first: RawObject, second: RawObject): boolean {
  const [a, b] = [first, second].map(priorityOf)
  return a === undefined || b === undefined || versionOf(first) !== versionOf(second) || a <= b
}

/** Undefined where nothing can be put in order by it. A BaselineAdminNetworkPolicy has none and meets none of its kind. */
function priorityOf(object: RawObject): number | undefined {
  const priority = at(object, 'spec', 'priority')
  const isOne =
    typeof priority === 'number' && Number.isInteger(priority) && priority >= 0 && priority <= 1000
  return isOne ? priority : undefined
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]]
  return items.flatMap((item, i) =>
    permutations([...items.slice(0, i), ...items.slice(i + 1)]).map(rest => [item, ...rest]),
  )
}

// ------------------------------------------------------------------------------------------------- readings

const EVERYBODY: AttemptTest = () => true
const NOBODY: AttemptTest = () => false

/** The readings of a part, and whether the schema refuses what is written there. */
interface Readings<T> {
  readonly readings: readonly T[]
  readonly refused: boolean
}

const sound = <T>(...readings: readonly T[]): Readings<T> => ({ readings, refused: false })
const refused = <T>(...readings: readonly T[]): Readings<T> => ({ readings, refused: true })

function combine<T>(parts: readonly Readings<T>[]): Readings<T[]> {
  return {
    readings: product(parts.map(({ readings }) => readings)),
    refused: parts.some(part => part.refused),
  }
}

/** The readings of one object: absent where it is refused, and present under every reading of its parts. */
export function adminReadings(
  object: RawObject,
  nodes: Nodes,
  grain: Grain,
): readonly (AdminPolicy | undefined)[] {
  const places = tiersOf(object)
  const subjects = subjectReadings(at(object, 'spec', 'subject') ?? null, grain)
  const sides = (['ingress', 'egress'] as const).map(direction =>
    combine(
      listAt(object, 'spec', direction).map(rule => ruleReadings(rule, object, direction, nodes, grain)),
    ),
  )
  const [ingress, egress] = sides
  const noPriority = object['kind'] !== 'BaselineAdminNetworkPolicy' && priorityOf(object) === undefined
  const present: AdminPolicy[] = []
  for (const tiers of places.readings)
    for (const selects of subjects.readings)
      for (const into of ingress?.readings ?? [])
        for (const out of egress?.readings ?? [])
          present.push({ object, tiers, selects, rules: { ingress: into.flat(), egress: out.flat() } })
  const isRefused = [places, subjects, ...sides].some(part => part.refused) || noPriority
  return isRefused ? [undefined, ...present] : present
}

function tiersOf(object: RawObject): Readings<readonly Tier[]> {
  if (object['kind'] === 'AdminNetworkPolicy') return sound(['admin'])
  if (object['kind'] === 'BaselineAdminNetworkPolicy') return sound(['baseline'])
  const tier = at(object, 'spec', 'tier')
  if (tier === 'Admin') return sound(['admin'])
  if (tier === 'Baseline') return sound(['baseline'])
  return refused(['admin'], ['baseline'], ['admin', 'baseline'])
}

type PodTest = (pod: Pod) => boolean

function subjectReadings(subject: Json, grain: Grain): Readings<PodTest> {
  const fields = entriesAt(subject).map(([key]) => key)
  const [field] = fields
  if (fields.length !== 1 || (field !== 'namespaces' && field !== 'pods'))
    return refused<PodTest>(
      () => false,
      () => true,
    )
  return podSetReadings(subject, field, grain)
}

/** `namespaces` or `pods`, in the shape of either version of v1alpha1. Host-network pods are never meant. */
function podSetReadings(owner: Json, field: 'namespaces' | 'pods', grain: Grain): Readings<PodTest> {
  const value = at(owner, field) ?? {}
  const old = field === 'namespaces' ? value : at(value, 'namespaces')
  const inner = at(old, 'namespaceSelector')
  const namespaceSelector = inner ?? (field === 'namespaces' ? value : (at(value, 'namespaceSelector') ?? {}))
  const podSelector = field === 'namespaces' ? {} : (at(value, 'podSelector') ?? {})
  const missing = field === 'pods' && at(value, 'podSelector') === undefined
  const tests = selectorReadings(namespaceSelector).flatMap(namespace =>
    selectorReadings(podSelector).map((pod): PodTest => {
      return candidate =>
        !candidate.hostNetwork && namespace(candidate.namespaceLabels) && pod(candidate.labels)
    }),
  )
  const readings = widened<PodTest>(
    tests,
    grain,
    () => false,
    () => true,
  )
  return { readings, refused: missing || tests.length > 1 }
}

/** Rules that may stand there: none, one, and several orders of what an unknown action could be. */
function ruleReadings(
  rule: Json,
  object: RawObject,
  direction: Direction,
  nodes: Nodes,
  grain: Grain,
): Readings<readonly AdminRule[]> {
  const word = textAt(rule, 'action')
  const accepts = object['kind'] === 'ClusterNetworkPolicy' ? 'Accept' : 'Allow'
  const passes = object['kind'] === 'BaselineAdminNetworkPolicy' ? undefined : 'Pass'
  const action: Action | undefined =
    word === accepts
      ? 'allow'
      : word === 'Deny'
        ? 'deny'
        : word !== undefined && word === passes
          ? 'pass'
          : undefined
  const entries = listAt(rule, direction === 'ingress' ? 'from' : 'to')
  // "Fail closed": an entry that sets nothing known ends the rule as a whole.
  if (entries.some(entry => entriesAt(entry).length === 0))
    return action === 'allow' ? refused([]) : refused([{ action: 'deny', matches: EVERYBODY }])
  const peers =
    entries.length === 0
      ? refused([NOBODY], [EVERYBODY])
      : combine(entries.map(entry => peerReadings(entry, nodes, grain)))
  const ports = portListReadings(rule)
  const actions: Readings<Action | undefined> =
    action === undefined ? refused(undefined, 'allow', 'deny', 'pass') : sound(action)
  const readings = actions.readings.flatMap(does =>
    peers.readings.flatMap(peerTests =>
      ports.readings.map((portTests): readonly AdminRule[] => {
        const matches: AttemptTest = attempt =>
          peerTests.some(peer => peer(attempt)) && portTests.some(port => port(attempt))
        return does === undefined ? [] : [{ action: does, matches }]
      }),
    ),
  )
  return { readings, refused: peers.refused || ports.refused || actions.refused }
}

function peerReadings(entry: Json, nodes: Nodes, grain: Grain): Readings<AttemptTest> {
  const [[field] = ['']] = entriesAt(entry)
  switch (field) {
    case 'namespaces':
    case 'pods': {
      const set = podSetReadings(entry, field, grain)
      const tests = set.readings.map((test): AttemptTest => {
        return ({ peer }) => peer.kind === 'pod' && test(peer)
      })
      return {
        readings: set.refused && grain === 'entry' ? [NOBODY, EVERYBODY] : tests,
        refused: set.refused,
      }
    }
    case 'networks':
      return networkReadings(listAt(entry, 'networks'))
    case 'nodes':
      return nodeReadings(at(entry, 'nodes') ?? {}, nodes)
    case 'domainNames':
      return sound(NOBODY)
    default:
      return refused(NOBODY, EVERYBODY)
  }
}

/** Any address, pods' included. What is no CIDR may be no address, or all of them and everybody else. */
function networkReadings(networks: readonly Json[]): Readings<AttemptTest> {
  const parts = networks.map((text): Readings<AttemptTest> => {
    const block = typeof text === 'string' ? parseBlock(text) : undefined
    if (!block) return refused(NOBODY, EVERYBODY)
    const ranges = [block]
    return sound<AttemptTest>(attempt => inside(ranges, attempt))
  })
  const { readings, refused: bad } = combine(parts)
  return {
    readings: readings.map(
      (tests): AttemptTest =>
        attempt =>
          tests.some(test => test(attempt)),
    ),
    refused: bad,
  }
}

/** The nodes that it selects, and who speaks with their address; a node of which nothing is known may be meant, or not. */
function nodeReadings(selector: Json, nodes: Nodes): Readings<AttemptTest> {
  const [test = noLabels] = selectorReadings(selector)
  const whole = entriesAt(selector, 'matchLabels').length + listAt(selector, 'matchExpressions').length === 0
  const onNode =
    (unknown: boolean): AttemptTest =>
    ({ peer }) => {
      if (peer.kind === 'outside' || !peer.hostNetwork) return false
      return selectsNode(test, nodeOf(peer, nodes), whole || unknown)
    }
  return whole ? sound(onNode(true)) : sound(onNode(false), onNode(true))
}

const selectsNode = (test: LabelTest, labels: Labels | undefined, unknown: boolean): boolean =>
  labels ? test(labels) : unknown

function nodeOf(pod: Extract<End, { kind: 'pod' }>, { byName }: Nodes): Labels | undefined {
  if (pod.node !== undefined) return byName.get(pod.node)?.labels
  return [...byName.values()].find(({ addresses }) =>
    addresses.some(({ family, value }) =>
      pod.addresses.some(own => contains([{ family, first: value, last: value }], own)),
    ),
  )?.labels
}

/** Without a list every protocol and port is meant. */
function portListReadings(rule: Json): Readings<readonly AttemptTest[]> {
  const list = at(rule, 'ports') ?? at(rule, 'protocols')
  if (list === undefined) return sound([EVERYBODY])
  const entries = [...listAt(rule, 'ports'), ...listAt(rule, 'protocols')]
  return combine(entries.map(portReadings))
}

function portReadings(entry: Json): Readings<AttemptTest> {
  const [[field, value] = ['', null]] = entriesAt(entry)
  switch (field) {
    case 'namedPort':
    case 'destinationNamedPort':
      return sound(attempt => isCalled(value, attempt))
    case 'portNumber':
      return numbered(at(value, 'protocol') ?? 'TCP', at(value, 'port'), at(value, 'port'))
    case 'portRange':
      return numbered(at(value, 'protocol') ?? 'TCP', at(value, 'start'), at(value, 'end'))
    case 'tcp':
    case 'udp':
    case 'sctp': {
      const port = at(value, 'destinationPort')
      if (port === undefined) return numbered(field.toUpperCase(), 1, 65535)
      const number = at(port, 'number')
      return numbered(
        field.toUpperCase(),
        number ?? at(port, 'range', 'start'),
        number ?? at(port, 'range', 'end'),
      )
    }
    default:
      return refused(NOBODY, EVERYBODY)
  }
}

function numbered(protocol: Json, first: Json | undefined, last: Json | undefined): Readings<AttemptTest> {
  const known = PROTOCOLS.find(word => word === protocol)
  const isPort = (value: Json | undefined): value is number =>
    typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65535
  if (known === undefined || !isPort(first) || !isPort(last) || first > last)
    return refused(NOBODY, EVERYBODY)
  return sound(attempt => attempt.protocol === known && first <= attempt.port && attempt.port <= last)
}

/** A name carries no protocol: that of the destination's port counts. Outside the cluster there are no names. */
const isCalled = (name: Json, { destination, protocol, port }: Attempt): boolean =>
  destination.kind === 'pod' &&
  destination.namedPorts.some(
    each => each.name === name && each.protocol === protocol && each.number === port,
  )
