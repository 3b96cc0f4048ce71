import { cutSpace, joinRanges, overlaps, wholeSpace, type AddressRange } from '../model/address'
import type { EntryTarget } from '../model/entry-point'
import type { Pod } from '../model/inventory'
import type { Dial, Speaks } from '../model/mesh'
import type { Protocol } from '../model/port'
import type { Peer, Policy, Rule } from '../model/rule'
import type { Principal } from '../model/explanation'
import type { Transport, Verdict } from '../model/verdict'
import { judge, judgeWays, viewPair, waysBetween } from './evaluate'
import { seenThrough, type Memory } from './memory'
import { isMoreOpen, widerVerdict } from './trust'
import type { Party, World } from './world'

/** What is said of one port of one pod behind an entry point. */
export type Answer = Pick<
  EntryTarget,
  'verdict' | 'reason' | 'from' | 'elsewhere' | 'transport' | 'principal'
>

/**
 * Whether traffic that comes in from outside gets to a pod. Who the pod sees as its source is often not known, and a
 * node always reaches its own pods (networkpolicy.md 4, rules 28 and 32): so each answer is what all sources that are
 * possible have in common, and `unknown` where they differ.
 */
export class EntryJudge {
  /** The same policies where no rule tells who comes: one that does not name everybody may match or not. */
  private readonly blind: Memory
  /** Where a mesh has a say in the wire: the world as a member of it may meet it, whose handshake succeeds. */
  private readonly asMember: World | undefined
  /** What the network alone lets through. */
  private readonly network: World

  constructor(
    private readonly world: World,
    private readonly memory: Memory,
  ) {
    this.blind = { ...memory, lookup: seenThrough(memory.lookup, blindfold) }
    const { wire, ...withoutWire } = world
    this.asMember = wire && withoutWire
    this.network = { ...withoutWire, mesh: false }
  }

  /**
   * The source is a controller of which nothing is known: any pod, a node, or addresses outside. It may be a member of the
   * mesh or none, so a server that takes members alone is not shut to it.
   */
  fromAnyController(pod: Pod, protocol: Protocol, port: number): Answer {
    const anybody: Party = { kind: 'outside', range: wholeSpace(4) }
    const stranger = this.blindVerdict(anybody, pod, protocol, port)
    const met = this.asMember
      ? agreed(stranger, verdictIn(this.asMember, this.blind, anybody, pod, protocol, port))
      : stranger
    const { node, home } = withNode(pod)
    const verdict = agreed(met, this.blindVerdict(node, home, protocol, port))
    if (verdict === 'allow') return plain(verdict, 'everyone')
    if (verdict === 'deny') return plain(verdict, 'nobody')
    if (met === 'deny') return plain(verdict, 'own-node')
    return plain(verdict, this.isUnread(pod) ? 'unread' : 'controller-unknown')
  }

  /**
   * The source is one of these pods, as open as the most open one. Gateways of a mesh dial the Service; of other
   * controllers it is not known how they dial, nor of those on the network of their node whether they are members.
   */
  fromPods(sources: readonly Pod[], pod: Pod, protocol: Protocol, port: number, dial: Dial): Answer {
    const [first, ...others] = sources.map(source => this.met(source, pod, protocol, port, dial))
    if (!first) return plain('deny', 'controller-pods')
    const met = others.reduce((a, b) => (widerVerdict(a.verdict, b.verdict) === a.verdict ? a : b), first)
    const onHost = sources.filter(({ hostNetwork }) => hostNetwork)
    if (met.verdict !== 'deny' || onHost.length === 0)
      return { ...met, reason: met.verdict === 'unknown' ? 'unread' : 'controller-pods', from: [] }
    const { node, home } = withNode(pod)
    const verdict = agreed(met.verdict, this.verdict(node, home, protocol, port))
    if (verdict !== 'deny') return plain(verdict, 'own-node')
    const asMember = onHost.map(source =>
      this.memberVerdict({ kind: 'pod', pod: source }, pod, protocol, port),
    )
    return asMember.some(each => each !== 'deny')
      ? plain('unknown', 'membership')
      : plain(verdict, 'controller-pods')
  }

  /** Pods send the bytes on as they come, so that the target meets whoever spoke first. */
  fromBeyond(sources: readonly Pod[], pod: Pod, protocol: Protocol, port: number): Answer {
    const met = sources
      .map(source => verdictIn(this.network, this.memory, { kind: 'pod', pod: source }, pod, protocol, port))
      .reduce<Verdict>(widerVerdict, 'deny')
    return met === 'deny' && sources.length > 0
      ? plain('deny', 'controller-pods')
      : plain('unknown', 'client-identity')
  }

  /** What one pod gets, and what the target sees of it where the mesh has a say. */
  private met(
    source: Pod,
    pod: Pod,
    protocol: Protocol,
    port: number,
    dial: Dial,
  ): Pick<Answer, 'verdict' | 'transport' | 'principal'> {
    const { wire } = this.world
    const from: Party = { kind: 'pod', pod: source }
    const to: Party = { kind: 'pod', pod }
    const said = source.proxy === 'gateway' ? dial : {}
    const [first, ...others] = waysBetween(from, to).map(way =>
      judgeWays(viewPair(this.world, from, to, way, this.memory.lookup, said), protocol, port),
    )
    if (!first) return { verdict: 'deny' }
    const { judgement, route } = others.reduce(
      (a, b) => (isMoreOpen(b.judgement, a.judgement) ? b : a),
      first,
    )
    const { verdict } = judgement
    if (!wire || source.proxy === 'none' || !route) return { verdict }
    const last = route.hops.at(-1)
    const sender = route.hops.length > 1 ? (route.hops[0].at ?? source) : source
    const transport = last?.transport ?? 'unknown'
    return { verdict, transport, principal: seenAs(transport, wire.identityOf(sender)) }
  }

  /** The same for a member of the mesh, whose handshake succeeds. */
  private memberVerdict(from: Party, pod: Pod, protocol: Protocol, port: number): Verdict {
    return this.asMember ? verdictIn(this.asMember, this.blind, from, pod, protocol, port) : 'deny'
  }

  /**
   * The source is an address outside or, unless the client's address is kept, possibly the node's that took the
   * connection, which may be the pod's own.
   */
  fromOutside(
    pod: Pod,
    protocol: Protocol,
    port: number,
    {
      preservesClient,
      onlyFrom,
      membersOnly = false,
    }: {
      preservesClient: boolean
      onlyFrom?: readonly AddressRange[] | undefined
      /** Takes members of the mesh alone; whether anybody out there is one is not known. */
      membersOnly?: boolean
    },
  ): Answer {
    const { node, home } = withNode(pod)
    const saying = (from: Party, to: Pod): Verdict => {
      if (!membersOnly) return this.saying(from, to, protocol, port)
      return verdictIn(this.network, this.memory, from, to, protocol, port) === 'deny' ? 'deny' : 'unknown'
    }
    const byNode = preservesClient ? undefined : saying(node, home)
    const families = new Set(pod.addresses.map(({ family }) => family))
    const pieces = cutSpace([...this.memory.relevance.atoms, ...(onlyFrom ?? [])])
      .filter(({ family }) => families.size === 0 || families.has(family))
      .map(range => {
        const taken = onlyFrom === undefined || onlyFrom.some(block => overlaps(block, range))
        const client = taken ? saying({ kind: 'outside', range }, pod) : ('deny' as const)
        return { range, client, verdict: !taken || byNode === undefined ? client : agreed(client, byNode) }
      })
    const verdict = pieces.map(piece => piece.verdict).reduce<Verdict>(widerVerdict, 'deny')
    const open = pieces.filter(piece => piece.verdict === verdict && verdict !== 'deny')
    if (verdict === 'deny') return plain(verdict, 'nobody')
    // Where no single source is in doubt, which of them it is must be.
    if (verdict === 'unknown')
      return plain(verdict, pieces.some(({ client }) => client === 'unknown') ? 'unread' : 'client-or-node')
    if (open.length === pieces.length) return { ...plain(verdict, 'everyone'), from: joined(open) }
    const others = pieces.filter(piece => !open.includes(piece))
    return {
      verdict,
      reason: 'some-addresses',
      from: joined(open),
      elsewhere: others.every(piece => piece.verdict === 'deny') ? 'deny' : 'unknown',
    }
  }

  private verdict(from: Party, pod: Pod, protocol: Protocol, port: number): Verdict {
    return verdictIn(this.world, this.memory, from, pod, protocol, port)
  }

  /** Whoever comes from outside says what it likes, whatever the port is declared for. */
  private saying(from: Party, pod: Pod, protocol: Protocol, port: number): Verdict {
    if (!this.world.wire) return this.verdict(from, pod, protocol, port)
    return sayings
      .map(speaks => verdictIn(this.world, this.memory, from, pod, protocol, port, { speaks }))
      .reduce<Verdict>(widerVerdict, 'deny')
  }

  private blindVerdict(from: Party, pod: Pod, protocol: Protocol, port: number): Verdict {
    return verdictIn(this.world, this.blind, from, pod, protocol, port)
  }

  private isUnread(pod: Pod): boolean {
    return (['network', 'authorization'] as const).some(plane =>
      this.memory.lookup(plane, 'ingress', pod).policies.some(({ policy }) => policy.unread),
    )
  }
}

/** An identity is proven by mutual TLS alone. */
const seenAs = (transport: Transport, identity: string | undefined): Principal => {
  if (transport === 'unknown') return 'unknown'
  return transport === 'mtls' && identity !== undefined ? `spiffe://${identity}` : null
}

const sayings: readonly Speaks[] = ['http', 'tcp', 'tls']

const plain = (verdict: Verdict, reason: Answer['reason']): Answer => ({ verdict, reason, from: [] })

const joined = (pieces: readonly { readonly range: AddressRange }[]): AddressRange[] =>
  joinRanges(pieces.map(({ range }) => range))

function verdictIn(
  world: World,
  { lookup }: Memory,
  from: Party,
  pod: Pod,
  protocol: Protocol,
  port: number,
  dial: Dial = {},
): Verdict {
  const to: Party = { kind: 'pod', pod }
  return waysBetween(from, to)
    .map(way => judge(viewPair(world, from, to, way, lookup, dial), protocol, port).verdict)
    .reduce<Verdict>(widerVerdict, 'deny')
}

/** What two readings of who comes have in common. */
function agreed(a: Verdict, b: Verdict): Verdict {
  if (a === b) return a
  return [a, b].every(verdict => verdict === 'allow' || verdict === 'conditional') ? 'conditional' : 'unknown'
}

/** The node that a pod runs on; a pod that is on none yet will be on some. */
function withNode(pod: Pod): { node: Party; home: Pod } {
  const name = pod.node ?? ''
  return { node: { kind: 'node', name, addresses: [] }, home: { ...pod, node: name } }
}

const blindfold = (policy: Policy): Policy =>
  policy.direction === 'ingress' ? { ...policy, rules: policy.rules.map(blindRule) } : policy

const blindRule = (rule: Rule): Rule => ({ ...rule, peers: rule.peers.map(blindPeer) })

const blindPeer = (peer: Peer): Peer =>
  peer.kind === 'anyone' ? peer : { kind: 'unreadable', path: peer.path, reason: 'who comes is not known' }
