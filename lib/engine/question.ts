import { overlapOf, rangeOf } from '../model/address'
import type { Pod } from '../model/inventory'
import { cutPorts, joinPorts, type PortRange, type Protocol } from '../model/port'
import type { Endpoint, PairAnswer, Question, SomeAnswers } from '../model/session'
import { groupAlike } from './classes'
import { judge, portBorders, viewPair, waysBetween, type PairView } from './evaluate'
import type { GoverningLookup } from './sides'
import { explainPair, explainWithoutPorts } from './explain'
import type { AnsweringMemory } from './memory'
import { kindsOfPairs, type Pair } from './pair-kinds'
import { isMoreOpen } from './trust'
import type { Party, World } from './world'

/**
 * Answers a question about two endpoints: one answer per kind of pod pair, the most open first. A pod with itself is
 * asked about only where both ends are that one pod.
 */
export function answer(
  world: World,
  otherEngine: World | undefined,
  question: Question,
  memory: AnsweringMemory,
  some?: Choice,
): SomeAnswers {
  const { lookup, near } = memory
  const pairs = pairsOf(memory, question)
  const chosen = some && pairs.length > some.most ? choose(memory, pairs, question, some) : undefined
  const explained = chosen ?? pairs
  const answers = explained.flatMap(({ from, to, pairs }): PairAnswer[] => {
    const views = waysBetween(from, to).map(way => viewPair(world, from, to, way, lookup, question.dial))
    const [first] = views
    if (question.protocol === 'ICMP' || question.protocol === 'ICMPv6')
      return first ? [{ explanation: explainWithoutPorts(first, question.protocol), pairs }] : []
    const { protocol } = question
    const ports = portsAsked(question, to, views, protocol).filter(port =>
      canBeDialled(views, protocol, port),
    )
    return ports.map(port => {
      const view = mostOpen(views, protocol, port)
      const beyond = {
        alike: portsAlike(views, view, protocol, port),
        engineDependent:
          otherEngine !== undefined &&
          hangsOn(otherEngine, view, protocol, port, { lookup, dial: question.dial }),
      }
      return { explanation: explainPair(world, near, view, protocol, port, beyond), pairs }
    })
  })
  answers.sort((a, b) =>
    isMoreOpen(a.explanation, b.explanation) ? -1 : isMoreOpen(b.explanation, a.explanation) ? 1 : 0,
  )
  // A name can mean no port, or several ports, of a pod.
  return { kinds: chosen ? pairs.length : answers.length, answers }
}

/** Of how many kinds of pairs, and of which ones. */
interface Choice {
  readonly most: number
  readonly those: 'most-open' | 'different'
}

/** The most open ones; or pairs with different answers before pairs with the same, each sort by how open they are. */
function choose(
  { openness }: AnsweringMemory,
  pairs: readonly Pair[],
  { protocol, port }: Question,
  { most, those }: Choice,
): Pair[] {
  const ordered = pairs
    .map(pair => ({ pair, ...openness(pair.from, pair.to, protocol, port) }))
    .sort((a, b) => a.rank - b.rank)
  const seen = new Map<number, number>()
  return ordered
    .map(each => {
      const before = seen.get(each.answer) ?? 0
      seen.set(each.answer, before + 1)
      return { ...each, before }
    })
    .sort((a, b) => (those === 'different' ? a.before - b.before : 0))
    .slice(0, most)
    .map(({ pair }) => pair)
}

/** The kinds of pairs behind two endpoints. Pairs that share a node stand apart, because policies do not meet them. */
function pairsOf(memory: AnsweringMemory, { from, to }: Question): Pair[] {
  const sources = partiesOf(memory, from)
  const targets = partiesOf(memory, to)
  const onePodEach = [...sources, ...targets].flat().length === 2
  return sources.flatMap(source => targets.flatMap(target => kindsOfPairs(source, target, onePodEach)))
}

/** Groups of parties that no policy tells apart. */
function partiesOf({ relevance, holderOf }: AnsweringMemory, endpoint: Endpoint): Party[][] {
  const asParties = (pods: readonly Pod[]): Party[] => pods.map(pod => ({ kind: 'pod', pod }))
  switch (endpoint.kind) {
    case 'pods':
    case 'anyone':
      return groupAlike(endpoint.pods, relevance).map(asParties)
    case 'node':
      return [[{ kind: 'node', name: endpoint.node, addresses: endpoint.addresses.map(rangeOf) }]]
    case 'internet':
      return relevance.atoms.map(range => [{ kind: 'outside', range }])
    case 'block':
      return relevance.atoms.flatMap(atom => {
        const range = overlapOf(atom, endpoint.range)
        return range ? [[{ kind: 'outside', range }]] : []
      })
    case 'address':
      return [[holderOf(endpoint.address)]]
  }
}

/** The number asked for, the numbers behind a port name at the destination, or the most open port where none is asked. */
function portsAsked({ port }: Question, to: Party, views: readonly PairView[], protocol: Protocol): number[] {
  if (typeof port === 'number') return [port]
  if (typeof port === 'string')
    return to.kind === 'pod'
      ? to.pod.ports.filter(each => each.name === port && each.protocol === protocol).map(each => each.port)
      : []
  const runs = cutPorts(views.flatMap(portBorders)).filter(
    run => run.protocol === protocol && canBeDialled(views, protocol, run.first),
  )
  const facts = runs.map(run => ({
    port: run.first,
    fact: judge(mostOpen(views, protocol, run.first), protocol, run.first),
  }))
  return facts
    .slice(0, 1)
    .map(first => facts.reduce((a, b) => (isMoreOpen(b.fact, a.fact) ? b : a), first).port)
}

/** A Service that does not lead to the port is no way to it; meshes are asked about TCP alone. */
const canBeDialled = (views: readonly PairView[], protocol: Protocol, port: number): boolean =>
  protocol !== 'TCP' || views.every(({ legs }) => legs?.leadsTo(port) ?? true)

/** Of several ways to talk, the one with the widest verdict, then the worst class. */
function mostOpen(views: readonly PairView[], protocol: Protocol, port: number): PairView {
  return views.reduce((a, b) => (isMoreOpen(judge(b, protocol, port), judge(a, protocol, port)) ? b : a))
}

/** All ports for which the same is true, over the most open way of each. */
function portsAlike(
  views: readonly PairView[],
  view: PairView,
  protocol: Protocol,
  port: number,
): PortRange[] {
  const fact = JSON.stringify(judge(view, protocol, port))
  const runs = cutPorts(views.flatMap(portBorders))
  return joinPorts(
    runs.filter(run => {
      if (!canBeDialled(views, run.protocol, run.first)) return false
      const widest = mostOpen(views, run.protocol, run.first)
      return JSON.stringify(judge(widest, run.protocol, run.first)) === fact
    }),
  )
}

/** Whether another engine would give this port another verdict. */
function hangsOn(
  other: World,
  view: PairView,
  protocol: Protocol,
  port: number,
  { lookup, dial }: { readonly lookup: GoverningLookup; readonly dial: Question['dial'] },
): boolean {
  const { from, to } = view
  const views = waysBetween(from, to).map(way => viewPair(other, from, to, way, lookup, dial))
  return (
    judge(mostOpen(views, protocol, port), protocol, port).verdict !== judge(view, protocol, port).verdict
  )
}
