import type { Counts } from '../api/contract'
import type { Side } from '../model/connection'
import type { Session } from '../model/session'
import { trustClasses, type TrustClass } from '../model/verdict'
import { isolationOf, openDoor } from './isolation'

/** One class that one ordered pair has; what the page counts (contract.md section 1, "Counts count (pair, class)"). */
export interface PairClass {
  /** Workload key, or `internet`: all outside addresses are one endpoint. */
  readonly from: string
  readonly to: string
  readonly trustClass: TrustClass
  /** A workload lets the other one in because no policy limits its ingress: drawn from Anyone, never pair by pair. */
  readonly openDoor: boolean
}

/** `owned` are its connections as destination, and as source of one that leaves the cluster: each counts once. */
export interface WorkloadTally {
  readonly owned: Counts
  readonly incoming: Counts
  readonly outgoing: Counts
}

/** Everything the page counts, worked out once per session. */
export interface Tally {
  readonly pairs: readonly PairClass[]
  readonly counts: Counts
  /** Of all of these, those that come through an open door. */
  readonly anyone: Counts
  /** Of all of these, those with an end outside. */
  readonly internet: Counts
  /** Workloads that the internet may reach, and that may reach it. */
  readonly reach: { readonly incoming: number; readonly outgoing: number }
  readonly byWorkload: ReadonlyMap<string, WorkloadTally>
  /** Namespace of each workload key. */
  readonly namespaceOf: ReadonlyMap<string, string>
}

export const internet = 'internet'
export const anyone = 'anyone'

export type OpenCounts = { -readonly [K in TrustClass]: number }

export const noCounts = (): OpenCounts => ({ implicit: 0, unknown: 0, partial: 0, verified: 0 })

export const total = (counts: Counts): number =>
  trustClasses.reduce((sum, trustClass) => sum + counts[trustClass], 0)

/** The worst class that occurs; absent where nothing does. */
export const worst = (counts: Counts): TrustClass | undefined =>
  trustClasses.find(trustClass => counts[trustClass] > 0)

export function sumCounts(parts: Iterable<Counts | undefined>): Counts {
  const sum = noCounts()
  for (const part of parts) for (const trustClass of trustClasses) sum[trustClass] += part?.[trustClass] ?? 0
  return sum
}

export const endpointOf = (side: Side): string => (side.kind === 'workload' ? side.key : internet)

export function tally(session: Session): Tally {
  const { workloads } = session.inventory
  const byWorkload = new Map(
    workloads.map(({ key }) => [key, { owned: noCounts(), incoming: noCounts(), outgoing: noCounts() }]),
  )
  const counts = noCounts()
  const fromAnyone = noCounts()
  const withInternet = noCounts()
  const reached = new Set<string>()
  const reaching = new Set<string>()
  const pairs = pairClasses(session)
  for (const { from, to, trustClass, openDoor } of pairs) {
    const source = byWorkload.get(from)
    const destination = byWorkload.get(to)
    counts[trustClass]++
    if (openDoor) fromAnyone[trustClass]++
    if (from === internet) reached.add(to)
    if (to === internet) reaching.add(from)
    if (from === internet || to === internet) withInternet[trustClass]++
    if (source) source.outgoing[trustClass]++
    if (destination) destination.incoming[trustClass]++
    const owner = destination ?? source
    if (owner) owner.owned[trustClass]++
  }
  return {
    pairs,
    counts,
    anyone: fromAnyone,
    internet: withInternet,
    reach: { incoming: reached.size, outgoing: reaching.size },
    byWorkload,
    namespaceOf: new Map(workloads.map(({ key, namespace }) => [key, namespace])),
  }
}

function pairClasses(session: Session): PairClass[] {
  const seen = new Map<string, Map<string, Set<TrustClass>>>()
  for (const { from, to, trustClass } of session.connections) {
    const targets = entry(seen, endpointOf(from), () => new Map<string, Set<TrustClass>>())
    entry(targets, endpointOf(to), () => new Set<TrustClass>()).add(trustClass)
  }
  return [...seen].flatMap(([from, targets]) =>
    [...targets].flatMap(([to, classes]) =>
      trustClasses
        .filter(trustClass => classes.has(trustClass))
        .map(trustClass => ({
          from,
          to,
          trustClass,
          openDoor: comesThroughDoor(session, from, to, trustClass),
        })),
    ),
  )
}

/** Whether a workload of the cluster gets in at another one because no policy limits the ingress there. */
export const comesThroughDoor = (
  session: Session,
  from: string,
  to: string,
  trustClass: TrustClass,
): boolean =>
  trustClass === 'implicit' && from !== internet && to !== internet && openDoor(isolationOf(session, to))

/** The value of a key, made on first use. */
export function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key)
  if (found !== undefined) return found
  const made = make()
  map.set(key, made)
  return made
}
