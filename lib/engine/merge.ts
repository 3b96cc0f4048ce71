import type { Connection, Side } from '../model/connection'
import type { Workload } from '../model/inventory'
import { cutPorts, joinPorts, type PortRange } from '../model/port'
import type { Verdict } from '../model/verdict'
import type { Judgement } from './evaluate'
import { widerVerdict, worseAccepts, worseClass, worsePillars, worseTransport } from './trust'

/** What is true of a run of ports of one pair. */
export interface Piece {
  readonly ports: PortRange
  readonly fact: Judgement
  readonly engineDependent: boolean
}

/** One kind of pod pair: how many pairs it stands for, and all their ports. */
export interface Part {
  readonly of: number
  readonly pieces: readonly Piece[]
}

/** Sums up the pod pairs of two endpoints: ports are those that some pair may use (contract.md section 1). */
export function mergeParts(parts: readonly Part[]): Merged[] {
  const of = sum(parts.map(part => part.of))
  const runs = cutPorts(parts.flatMap(({ pieces }) => pieces.map(({ ports }) => ports))).flatMap(
    (ports): Run[] => {
      const open = parts.flatMap(part => {
        const piece = part.pieces.find(({ ports: run }) => covers(run, ports))
        return piece && piece.fact.verdict !== 'deny' ? [{ piece, pairs: part.of }] : []
      })
      if (open.length === 0) return []
      const pods = { allowed: sum(open.map(({ pairs }) => pairs)), of }
      return [{ ports, pods, ...sumUp(open.map(({ piece }) => piece)) }]
    },
  )
  return group(runs)
}

export const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, number) => total + number, 0)

const covers = (run: PortRange, ports: PortRange): boolean =>
  run.protocol === ports.protocol && run.first <= ports.first && ports.last <= run.last

/** Class, pillars and transport are the worst over the pod pairs that are not denied (contract.md section 1). */
function sumUp(pieces: readonly Piece[]): Pick<Piece, 'fact' | 'engineDependent'> {
  return {
    fact: pieces.map(piece => piece.fact).reduce(mergeFacts),
    engineDependent: pieces.some(piece => piece.engineDependent),
  }
}

/** What is true of two pod pairs that are not denied, in whichever order they come. */
export const mergeFacts = (a: Judgement, b: Judgement): Judgement => ({
  ...a,
  verdict: widerVerdict<Verdict>(a.verdict, b.verdict),
  trustClass: worseClass(a.trustClass, b.trustClass),
  pillars: worsePillars(a.pillars, b.pillars),
  transport: worseTransport(a.transport, b.transport),
  ...(a.serverAccepts &&
    b.serverAccepts && { serverAccepts: worseAccepts(a.serverAccepts, b.serverAccepts) }),
  ...ways(a, b),
})

/** The way of either, where they differ: the last in an order of texts, so that no order of pairs shows. */
function ways(a: Judgement, b: Judgement): Pick<Judgement, 'address' | 'through'> {
  const address = later(a.address, b.address, text => text)
  const through = later(a.through, b.through, keys => keys.join())
  return { ...(address && { address }), ...(through && { through }) }
}

function later<T>(a: T | undefined, b: T | undefined, text: (value: T) => string): T | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return text(a) < text(b) ? b : a
}

export interface Run {
  readonly ports: PortRange
  readonly fact: Judgement
  readonly engineDependent: boolean
  readonly pods: Connection['pods']
}

/** One connection per verdict, class, pillars and transport: maximal sets of ports. */
function group(runs: readonly Run[]): Merged[] {
  const groups = new Map<string, Run[]>()
  for (const run of runs) {
    const key = JSON.stringify([run.fact, run.engineDependent])
    groups.set(key, [...(groups.get(key) ?? []), run])
  }
  return [...groups.values()].flatMap(members => {
    const [first] = members
    if (!first) return []
    const most = members.reduce((a, b) => (b.pods.allowed > a.pods.allowed ? b : a))
    return [{ ...first, pods: most.pods, ports: joinPorts(members.map(({ ports }) => ports)) }]
  })
}

/** A connection without its ends. */
export type Merged = Omit<Run, 'ports'> & { readonly ports: PortRange[] }

export const sideOf = ({ key }: Pick<Workload, 'key'>): Side => ({ kind: 'workload', key })

/** Puts ends to what was summed up between them. */
export function connection(
  { from, to }: { readonly from: Side; readonly to: Side },
  ports: readonly PortRange[],
  { fact, engineDependent, pods }: Omit<Run, 'ports'>,
): Connection {
  const { verdict, trustClass, pillars, transport, serverAccepts, address, through } = fact
  // INVARIANT: mergeParts keeps open pairs only.
  if (verdict === 'deny') throw new Error('a denied port is no connection')
  return {
    from,
    to,
    ports,
    verdict,
    trustClass,
    pillars,
    transport,
    pods,
    engineDependent,
    ...(serverAccepts && { serverAccepts }),
    ...(address && { address }),
    ...(through && { through }),
  }
}
