import { EVERY_ADDRESS, PRIVATE, contains, covers, overlap, parseBlock, without, type Range } from './cidr'
import { namespaceOf, type End, type Pod } from './ends'
import { anyLabels, noLabels, selectorReadings, type LabelTest } from './labels'
import { PROTOCOLS, at, listAt, product } from './raw'
import type { Direction, Family, Json, Protocol, RawObject } from './raw'

/** One try to connect, seen from one side: `peer` is the other side. */
export interface Attempt {
  readonly direction: Direction
  readonly peer: End
  readonly destination: End
  readonly protocol: Protocol
  /** Rule 18: the port of the destination pod, never of a Service. */
  readonly port: number
  /** Undefined where neither end has an address yet: then a block of either family may find the other side. */
  readonly family: Family | undefined
  readonly engine: 'kubernetes' | 'cilium' | 'none'
  readonly podCIDRs: readonly Range[]
  /** The reading of what nobody knows: whether pods without an address lie in these ranges, which leave it open. */
  readonly unaddressedInside: (ranges: readonly Range[], family: Family) => boolean
}

type AttemptTest = (attempt: Attempt) => boolean

/** One policy under one reading, in plain yes and no. */
export interface PlainPolicy {
  readonly namespace: string
  readonly selects: LabelTest
  readonly isolates: ReadonlySet<Direction>
  readonly ingress: readonly AttemptTest[]
  readonly egress: readonly AttemptTest[]
}

/**
 * How much a refused field takes down with it. The contract says "that part": read narrowly it is the field alone
 * (`field`), read widely the whole peer entry, port entry or podSelector it stands in (`entry`).
 * The bounds of `entry` lie around those of `field`, and the contract lets bounds err outwards.
 */
export type Grain = 'field' | 'entry'

/**
 * The readings of a NetworkPolicy: one, if the API server would take it. Else it may be absent (`undefined`: it was
 * refused), or be there with each refused part matching nothing or everything.
 */
export function policyReadings(policy: RawObject, grain: Grain): (PlainPolicy | undefined)[] {
  const namespace = namespaceOf(policy)
  const subject = at(policy, 'spec', 'podSelector')
  // Rule 5: a podSelector that is missing, null or `{}` selects every pod of the namespace.
  const subjects =
    subject === undefined ? [anyLabels] : widened(selectorReadings(subject), grain, noLabels, anyLabels)
  const present: PlainPolicy[] = []
  for (const selects of subjects)
    for (const isolates of isolationReadings(policy))
      for (const ingress of rulesReadings(policy, 'ingress', grain))
        for (const egress of rulesReadings(policy, 'egress', grain))
          present.push({ namespace, selects, isolates, ingress, egress })
  return present.length === 1 ? present : [undefined, ...present]
}

/** Under `entry`, a part with a refused field inside matches nothing or everything as a whole. */
export function widened<T>(readings: T[], grain: Grain, nothing: T, everything: T): T[] {
  return grain === 'entry' && readings.length > 1 ? [nothing, everything] : readings
}

/**
 * Rules 1 and 2: without policyTypes a policy isolates ingress, and egress only if it has an egress rule.
 * Rule 3: with them, the listed directions and no other.
 * Refused: another word than Ingress or Egress (it may mean neither or both), or more than two words.
 */
function isolationReadings(policy: RawObject): Set<Direction>[] {
  const types = listAt(policy, 'spec', 'policyTypes')
  const neitherOrBoth: Direction[][] = [[], ['ingress', 'egress']]
  if (types.length === 0) {
    return [new Set(listAt(policy, 'spec', 'egress').length > 0 ? ['ingress', 'egress'] : ['ingress'])]
  }
  if (types.length > 2) return neitherOrBoth.map(directions => new Set(directions))
  const words = types.map((type): Direction[][] =>
    type === 'Ingress' ? [['ingress']] : type === 'Egress' ? [['egress']] : neitherOrBoth,
  )
  return product(words).map(directions => new Set(directions.flat()))
}

/** Rule 4: no rules means that nothing gets through. Rule 16: rules only add; any one that matches is enough. */
function rulesReadings(policy: RawObject, direction: Direction, grain: Grain): AttemptTest[][] {
  return product(listAt(policy, 'spec', direction).map(rule => ruleReadings(rule, policy, direction, grain)))
}

/** A rule matches if one of its peer entries and one of its port entries do. */
function ruleReadings(rule: Json, policy: RawObject, direction: Direction, grain: Grain): AttemptTest[] {
  const peers = listAt(rule, direction === 'ingress' ? 'from' : 'to')
  const ports = listAt(rule, 'ports')
  // Rule 7: no peers listed, every peer, inside and outside. Rule 8: no ports listed, every port of every protocol.
  const peerLists =
    peers.length === 0 ? [[EVERYBODY]] : product(peers.map(p => peerReadings(p, policy, grain)))
  const portLists = ports.length === 0 ? [[EVERY_PORT]] : product(ports.map(p => portReadings(p, grain)))
  return peerLists.flatMap(peerTests =>
    portLists.map(portTests => (attempt: Attempt) => {
      return peerTests.some(peer => portTests.some(port => peer(attempt) && port(attempt)))
    }),
  )
}

// ---------------------------------------------------------------------------------------------------- peers

const EVERYBODY: AttemptTest = () => true
const NOBODY: AttemptTest = () => false

/** Rule 13: an entry with an ipBlock beside a selector, or with none of the three, is refused as a whole. */
function peerReadings(peer: Json, policy: RawObject, grain: Grain): AttemptTest[] {
  const ipBlock = at(peer, 'ipBlock')
  const selected = at(peer, 'podSelector') !== undefined || at(peer, 'namespaceSelector') !== undefined
  if ((ipBlock !== undefined) === selected) return [NOBODY, EVERYBODY]
  const readings = ipBlock === undefined ? selectedReadings(peer, policy) : ipBlockReadings(ipBlock)
  return widened(readings, grain, NOBODY, EVERYBODY)
}

/**
 * Rule 10: both selectors in one entry must match. Rule 11: without a namespaceSelector the pods are those of the
 * policy's own namespace; without a podSelector all pods of the matched namespaces. Rule 12: `{}` matches all.
 * Rule 27: selectors never find a host-network pod, let alone an address outside.
 */
function selectedReadings(peer: Json, policy: RawObject): AttemptTest[] {
  const pods = at(peer, 'podSelector')
  const namespaces = at(peer, 'namespaceSelector')
  const podTests = pods === undefined ? [anyLabels] : selectorReadings(pods)
  const namespaceTests = (namespaces === undefined ? [undefined] : selectorReadings(namespaces)).map(
    test => (pod: Pod) => (test ? test(pod.namespaceLabels) : pod.namespace === namespaceOf(policy)),
  )
  return podTests.flatMap(podTest =>
    namespaceTests.map(
      inNamespace =>
        ({ peer: end }: Attempt) =>
          end.kind === 'pod' && !end.hostNetwork && inNamespace(end) && podTest(end.labels),
    ),
  )
}

/**
 * Rule 24: what `except` lists is taken out of this block only. Refused: a malformed cidr, an except that is
 * malformed or does not lie strictly inside (it may take out nothing, or all there is).
 */
function ipBlockReadings(ipBlock: Json): AttemptTest[] {
  const whole = blockAt(ipBlock, 'cidr')
  const cuts = listAt(ipBlock, 'except').map(text => {
    const cut = typeof text === 'string' ? parseBlock(text) : undefined
    const strictlyInside = cut && (!whole || (covers(whole, cut) && !covers(cut, whole)))
    return strictlyInside ? [[cut]] : [[], EVERY_ADDRESS]
  })
  return (whole ? [[whole]] : [[], EVERY_ADDRESS]).flatMap(ranges =>
    product(cuts).map(chosen => {
      const left = chosen.flat().reduce(without, ranges)
      return (attempt: Attempt) => inside(left, attempt)
    }),
  )
}

function blockAt(node: Json, key: string): Range | undefined {
  const text = at(node, key)
  return typeof text === 'string' ? parseBlock(text) : undefined
}

/** Whether the other side has an address in these ranges, or will get one. */
export function inside(ranges: readonly Range[], attempt: Attempt): boolean {
  // Rule 33: each address family is judged by itself; a block says nothing about the other family.
  const families: readonly Family[] = attempt.family === undefined ? [4, 6] : [attempt.family]
  return families.some(family => insideOf(family, ranges, attempt))
}

function insideOf(family: Family, ranges: readonly Range[], attempt: Attempt): boolean {
  const { peer } = attempt
  const ofFamily = (range: Range): boolean => range.family === family
  const mine = ranges.filter(ofFamily)
  if (peer.kind === 'outside') return contains(mine, peer.address)
  // Rules 25 and 26: a block finds pods (and nodes) by address, except where the engine is Cilium.
  if (attempt.engine === 'cilium') return false
  if (peer.addresses.length > 0) return peer.addresses.some(address => contains(mine, address))
  // Contract, `--engine`: a pod without an address is inside what holds every range it may get one from, outside
  // what touches none of them, else undecided. Ranges for pods say nothing about a host-network pod's node.
  const said = attempt.podCIDRs.length > 0 && !peer.hostNetwork ? attempt.podCIDRs : PRIVATE
  const expected = said.filter(ofFamily)
  if (!expected.some(range => mine.some(part => overlap(part, range)))) return false
  if (expected.every(range => mine.reduce(without, [range]).length === 0)) return true
  return attempt.unaddressedInside(ranges, family)
}

// ---------------------------------------------------------------------------------------------------- ports

const EVERY_PORT: AttemptTest = () => true
const NO_PORT: AttemptTest = () => false

function portReadings(entry: Json, grain: Grain): AttemptTest[] {
  const readings = protocolReadings(entry).flatMap(protocol =>
    numberReadings(entry).map(number => (attempt: Attempt) => protocol(attempt) && number(attempt)),
  )
  return widened(readings, grain, NO_PORT, EVERY_PORT)
}

/** Rules 9 and 22: no protocol means TCP alone; each protocol is a world of its own. Refused: any other word. */
function protocolReadings(entry: Json): AttemptTest[] {
  const protocol = at(entry, 'protocol') ?? 'TCP'
  const known = PROTOCOLS.some(name => name === protocol)
  return known ? [attempt => attempt.protocol === protocol] : [() => false, () => true]
}

/**
 * Rule 9: no port means every port of the protocol. Rule 21: endPort closes an inclusive range.
 * Refused: a number outside 1 to 65535, a name that can name no port, endPort without a number at `port` or below it.
 */
function numberReadings(entry: Json): AttemptTest[] {
  const port = at(entry, 'port')
  const endPort = at(entry, 'endPort')
  const last = endPort ?? port
  if (port === undefined && endPort === undefined) return [EVERY_PORT]
  if (isPortNumber(port) && isPortNumber(last) && port <= last) {
    return [attempt => port <= attempt.port && attempt.port <= last]
  }
  if (isPortName(port) && endPort === undefined) return [attempt => isCalled(port, attempt)]
  return [NO_PORT, EVERY_PORT]
}

function isPortNumber(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65535
}

/** What Kubernetes takes as a port name: at most 15 of a-z, 0-9 and single inner dashes, one letter among them. */
function isPortName(value: Json | undefined): value is string {
  return typeof value === 'string' && /^(?=.*[a-z])(?=.{1,15}$)[a-z0-9]+(-[a-z0-9]+)*$/.test(value)
}

/**
 * Rule 19: a name is looked up on the destination pod, for the protocol at hand (which the entry's protocol admits);
 * it may stand for several numbers there, or for none. Rule 20: outside the cluster there are no names.
 */
function isCalled(name: string, { destination, protocol, port }: Attempt): boolean {
  if (destination.kind === 'outside') return false
  return destination.namedPorts.some(p => p.name === name && p.protocol === protocol && p.number === port)
}
