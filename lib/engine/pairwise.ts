import { joinRanges, type AddressRange } from '../model/address'
import type { Connection, Side } from '../model/connection'
import type { Workload } from '../model/inventory'
import { cutPorts, portsText, type PortRange } from '../model/port'
import type { Stepwise } from '../model/stepwise'
import { classesOf, type PodClass } from './classes'
import { isProxysOwn, isShut, judge, portBorders, viewPair, waysBetween, type Judgement } from './evaluate'
import { sharesNode, type GoverningLookup } from './sides'
import type { Memory } from './memory'
import { connection, mergeParts, sideOf, sum, type Merged, type Piece } from './merge'
import { isMoreOpen } from './trust'
import type { Party, World } from './world'

/**
 * The whole relation, pair by pair, with the readable evaluator. Exact, and proportional to the square of the
 * workloads; the relation engine answers the same without visiting pairs. Pauses before each source.
 */
export function* enumerateConnections(
  world: World,
  otherEngine: World | undefined,
  { lookup, relevance }: Memory,
): Stepwise<Connection[]> {
  const classes = world.inventory.workloads.map(workload => ({
    workload,
    classes: classesOf(workload, relevance),
  }))
  const compare = otherEngine && relevance.addresses ? { world: otherEngine, lookup } : undefined
  const connections: Connection[] = []
  for (const [done, source] of classes.entries()) {
    yield { done, of: classes.length }
    for (const target of classes)
      if (source !== target)
        connections.push(
          ...betweenWorkloads({ world, lookup, ...(compare && { compare }) }, source.classes, target.classes),
        )
    // Outside addresses are the same to every engine, but not a proxy on the way.
    const throughProxies = world.wire && compare ? { compare } : {}
    connections.push(
      ...withOutside({ world, lookup, ...throughProxies }, source.workload, source.classes, relevance.atoms),
    )
  }
  return connections
}

interface Judge {
  readonly world: World
  readonly lookup: GoverningLookup
  /** Another engine's semantics, to tell which verdicts hang on the assumed one. */
  readonly compare?: { readonly world: World; readonly lookup: GoverningLookup }
}

/** Every port of a pair, judged; where the ends share several families, as open as the most open one. */
function piecesOf({ world, lookup, compare }: Judge, from: Party, to: Party): Piece[] {
  const views = waysBetween(from, to).map(way => viewPair(world, from, to, way, lookup))
  // Most pairs are shut or open altogether, and what is shut is not listed.
  if (views.every(isShut)) return []
  const others = compare
    ? waysBetween(from, to).map(way => viewPair(compare.world, from, to, way, compare.lookup))
    : []
  const [view] = views
  const listed = cutPorts([...views, ...others].flatMap(portBorders)).filter(
    ({ protocol, first }) => !view || !isProxysOwn(view, protocol, first),
  )
  return listed.map(ports => {
    const at = (view: (typeof views)[number]): Judgement => judge(view, ports.protocol, ports.first)
    const fact = views.map(at).reduce(moreOpen)
    return {
      ports,
      fact,
      engineDependent: others.length > 0 && others.map(at).reduce(moreOpen).verdict !== fact.verdict,
    }
  })
}

/** Another way that gives a wider verdict or a worse class gives the connection its verdict and class. */
const moreOpen = (a: Judgement, b: Judgement): Judgement => (isMoreOpen(b, a) ? b : a)

function betweenWorkloads(
  judgeBy: Judge,
  sources: readonly PodClass[],
  targets: readonly PodClass[],
): Connection[] {
  const parts = sources.flatMap(source =>
    targets.flatMap(target => {
      const of = source.members.length * target.members.length - exemptPairs(source, target)
      if (of === 0) return []
      const [from, to] = [source, target].map(({ pod }): Party => ({ kind: 'pod', pod }))
      return from && to ? [{ of, pieces: piecesOf(judgeBy, from, to) }] : []
    }),
  )
  const [source, target] = [sources[0], targets[0]]
  if (!source || !target) return []
  const sides = { from: sideOf(source.workload), to: sideOf(target.workload) }
  return mergeParts(parts).map(({ ports, ...run }) => connection(sides, ports, run))
}

/** A node reaches its own pods whatever policies say; such pairs are the platform's and are not listed (contract.md section 1). */
export function exemptPairs(source: PodClass, target: PodClass): number {
  if (source.pod.hostNetwork === target.pod.hostNetwork) return 0
  return sum(
    source.members.map(
      from =>
        target.members.filter(
          to => sharesNode(from, { kind: 'pod', pod: to }) || sharesNode(to, { kind: 'pod', pod: from }),
        ).length,
    ),
  )
}

/**
 * Connections of a workload with addresses outside, in both directions; ranges with the same answer are joined. What
 * outside address blocks mean for pods is another matter, so the engine makes no difference here.
 */
function withOutside(
  judgeBy: Judge,
  workload: Workload,
  classes: readonly PodClass[],
  atoms: readonly AddressRange[],
): Connection[] {
  return (['egress', 'ingress'] as const).flatMap(direction => {
    const groups = new Map<
      string,
      { run: Omit<Merged, 'ports'>; ports: readonly PortRange[]; ranges: AddressRange[] }
    >()
    for (const range of atoms) {
      const outside: Party = { kind: 'outside', range }
      const parts = classes.map(({ pod, members }) => {
        const inside: Party = { kind: 'pod', pod }
        const [from, to] = direction === 'egress' ? [inside, outside] : [outside, inside]
        return { of: members.length, pieces: piecesOf(judgeBy, from, to) }
      })
      for (const { ports, ...run } of mergeParts(parts)) {
        const key = JSON.stringify([run.fact, run.pods, portsText(ports)])
        const known = groups.get(key) ?? { run, ports, ranges: [] }
        known.ranges.push(range)
        groups.set(key, known)
      }
    }
    const inside = sideOf(workload)
    return [...groups.values()].flatMap(({ run, ports, ranges }) =>
      joinRanges(ranges).map(range => {
        const outside: Side = { kind: 'outside', range }
        const sides = direction === 'egress' ? { from: inside, to: outside } : { from: outside, to: inside }
        return connection(sides, ports, run)
      }),
    )
  })
}
