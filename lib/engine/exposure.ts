import type { Isolation } from '../model/connection'
import type { Exposed, ExposedPeer, Exposure, SideExposure } from '../model/exposure'
import type { ContainerPort, Pod, Workload } from '../model/inventory'
import { pathText } from '../model/object'
import { cutPorts, joinPorts, type PortRange } from '../model/port'
import type { Direction, Peer, PodSet, Policy } from '../model/rule'
import { requirementText, selectsAll, type Selector } from '../model/selector'
import type { Verdict } from '../model/verdict'
import { classesOf } from './classes'
import { portBorders, viewPair, waysBetween, type PairView } from './evaluate'
import { judgeSide } from './sides'
import { seenThrough, type Memory } from './memory'
import { verdictOf, widerVerdict } from './trust'
import { anybody, witnessOf, type Witness } from './witness'
import type { Party, World } from './world'

/**
 * Whom a workload would take in, and whom it could reach, among pods that need not exist yet: the whole cluster, and
 * one made-up pod for each selector of the rules that govern it (networkpolicy.md 1.2, Exposure). Only the workload's
 * own side is judged, because nothing is known of what will govern the others. Peers that combine a selector with
 * other conditions stand for no pod of their own.
 */
export function exposureOf(
  world: World,
  workload: Workload,
  isolation: Isolation | undefined,
  memory: Memory,
  fitsSomebody: (set: PodSet) => boolean,
): Exposure {
  const sure = { ...memory, lookup: seenThrough(memory.lookup, certainOfAnybody) }
  const by: Judges = { world, memory, sure, fitsSomebody }
  const selves = classesOf(workload, memory.relevance).map(({ pod }) => pod)
  const side = (direction: Direction): SideExposure => ({
    limited: isolation?.[direction] ?? 'unknown',
    peers: peersOf(by, selves, direction),
  })
  return { workload: workload.key, ingress: side('ingress'), egress: side('egress') }
}

/** One run of ports with one answer. */
interface Piece {
  readonly ports: PortRange
  readonly verdict: Verdict
}

interface Judges {
  readonly world: World
  readonly memory: Memory
  /** The same policies, of whose rules only those surely match that mean every pod. */
  readonly sure: Memory
  /** Whether some pod that policies can govern surely is in a set. */
  readonly fitsSomebody: (set: PodSet) => boolean
}

function peersOf(
  { world, memory, sure, fitsSomebody }: Judges,
  selves: readonly Pod[],
  direction: Direction,
): Exposed[] {
  const certain = judgeAll(anybody(world), selves, direction, sure)
  const seen = judgeAll(anybody(world), selves, direction, memory)
  // What some selector may decide is said of its pods; what could not be read, of everybody.
  const everybody = [
    ...certain.filter(({ verdict }) => verdict === 'allow' || verdict === 'conditional'),
    ...seen
      .filter(({ verdict }) => verdict === 'unknown')
      .filter(piece => !certain.some(one => one.verdict === 'allow' && covers(one.ports, piece.ports))),
  ]
  const cluster: ExposedPeer = { kind: 'entire-cluster' }
  const named = namedPorts(anybody(world), selves, direction, certain, sure)
  return [
    ...grouped(cluster, everybody, named),
    ...selectedBy(world, selves, direction, memory).flatMap(set => {
      const witness = witnessOf(world, set)
      if (!witness) return []
      const pieces = judgeAll(witness, selves, direction, memory)
      // All ports of the answers that the whole cluster does not have on every one of them.
      const more = new Set(
        pieces
          .filter(
            piece => !everybody.some(one => one.verdict === piece.verdict && covers(one.ports, piece.ports)),
          )
          .map(({ verdict }) => verdict),
      )
      const beyond = pieces.filter(({ verdict }) => more.has(verdict))
      const own = namedPorts(witness, selves, direction, pieces, memory).filter(
        port => !named.some(one => one.name === port.name && one.protocol === port.protocol),
      )
      const { namespaces, pods, serviceAccounts } = set
      const peer: ExposedPeer = {
        kind: 'selected',
        exists: fitsSomebody(set),
        namespaces,
        pods,
        ...(serviceAccounts && { serviceAccounts }),
      }
      return grouped(peer, beyond, own)
    }),
  ]
}

const covers = (outer: PortRange, inner: PortRange): boolean =>
  outer.protocol === inner.protocol && outer.first <= inner.first && inner.last <= outer.last

/** Rules that select some pods may match anybody or not. */
const certainOfAnybody = (policy: Policy): Policy => ({
  ...policy,
  rules: policy.rules.map(rule => ({ ...rule, peers: rule.peers.map(certainPeer) })),
})

function certainPeer(peer: Peer): Peer {
  if (peer.kind === 'anyone' || peer.kind === 'addresses') return peer
  if (peer.kind === 'pods' && isEveryPod(peer)) return peer
  return { kind: 'unreadable', path: peer.path, reason: 'it does not mean every pod' }
}

const isEveryPod = ({ namespaces, pods, serviceAccounts }: PodSet): boolean =>
  selectsAll(pods) &&
  serviceAccounts === undefined &&
  (namespaces.kind === 'all' || (namespaces.kind === 'selected' && selectsAll(namespaces.selector)))

/** The distinct sets of pods that rules of the workload's policies name as peers; every pod is the whole cluster. */
function selectedBy(
  world: World,
  selves: readonly Pod[],
  direction: Direction,
  { lookup }: Memory,
): PodSet[] {
  const planes = world.mesh ? (['network', 'authorization'] as const) : (['network'] as const)
  const sets = selves
    .flatMap(pod => planes.flatMap(plane => lookup(plane, direction, pod).policies))
    .flatMap(({ policy }) => policy.rules.flatMap(({ peers }) => peers))
    .filter(peer => peer.kind === 'pods')
    .filter(peer => !isEveryPod(peer))
  const distinct = new Map<string, PodSet>()
  for (const set of sets) {
    const key = setText(set)
    if (!distinct.has(key)) distinct.set(key, set)
  }
  return [...distinct.values()]
}

/** The same for sets that mean the same, in whatever order their conditions are written. */
const setText = ({ namespaces, pods, serviceAccounts }: PodSet): string =>
  JSON.stringify([
    namespaces.kind,
    namespaces.kind === 'named' ? namespaces.namespace : '',
    namespaces.kind === 'selected' ? conditions(namespaces.selector) : '',
    conditions(pods),
    serviceAccounts ?? null,
  ])

const conditions = ({ requirements, unreadable }: Selector): string[] => [
  ...requirements.map(each => requirementText({ ...each, values: [...each.values].sort() })).sort(),
  ...unreadable.map(path => pathText(path)),
]

function viewsOf(witness: Witness, self: Pod, direction: Direction, { lookup }: Memory): PairView[] {
  const [own, other] = [self, witness.pod].map((pod): Party => ({ kind: 'pod', pod }))
  if (!own || !other) return []
  const [from, to] = direction === 'ingress' ? [other, own] : [own, other]
  return waysBetween(from, to).map(way => viewPair(witness.world, from, to, way, lookup))
}

/** What the workload's own side says to one peer, port by port: as open as its most open pod. */
function judgeAll(witness: Witness, selves: readonly Pod[], direction: Direction, memory: Memory): Piece[] {
  const views = selves.flatMap(self => viewsOf(witness, self, direction, memory))
  return cutPorts(views.flatMap(portBorders)).map(ports => ({
    ports,
    verdict: views
      .map(view =>
        verdictOf(
          view.sides
            .filter(side => side.direction === direction)
            .map(side => judgeSide(side, view, ports.protocol, ports.first)),
        ),
      )
      .reduce<Verdict>(widerVerdict, 'deny'),
  }))
}

/**
 * Ports that rules give by name, which only the peer's own pods resolve (rule 19): those that would be open if the peer
 * had a port of that name whose number is open to nothing else.
 */
function namedPorts(
  witness: Witness,
  selves: readonly Pod[],
  direction: Direction,
  pieces: readonly Piece[],
  memory: Memory,
): Exposed['namedPorts'] {
  if (direction === 'ingress') return []
  const names = selves
    .flatMap(self => viewsOf(witness, self, direction, memory))
    .flatMap(({ sides }) => sides.filter(side => side.direction === direction))
    .flatMap(({ governing }) => governing.flatMap(({ candidates }) => candidates))
    .flatMap(({ port }) => (port.kind === 'named' ? [port] : []))
  const distinct = new Map(names.map(({ protocol, name }) => [`${protocol} ${name}`, { protocol, name }]))
  return [...distinct.values()].filter(({ protocol, name }) => {
    const shut = pieces.find(piece => piece.ports.protocol === protocol && piece.verdict !== 'allow')
    if (!shut) return false
    const port: ContainerPort = { name, protocol, port: shut.ports.first }
    const peer = { world: witness.world, pod: { ...witness.pod, ports: [port] } }
    return judgeAll(peer, selves, direction, memory).some(
      piece =>
        piece.verdict === 'allow' && covers(piece.ports, { protocol, first: port.port, last: port.port }),
    )
  })
}

/** One entry per verdict, the plainly allowed ports first. */
function grouped(peer: ExposedPeer, pieces: readonly Piece[], named: Exposed['namedPorts']): Exposed[] {
  return (['allow', 'conditional', 'unknown'] as const).flatMap(verdict => {
    const ports = joinPorts(pieces.filter(piece => piece.verdict === verdict).map(piece => piece.ports))
    const names = verdict === 'allow' ? named : []
    return ports.length + names.length > 0 ? [{ peer, ports, namedPorts: names, verdict }] : []
  })
}
