import type { Session } from '../model/session'
import type { Counts } from '../model/summary'
import { isolationOf, limited } from './isolation'
import { entry, noCounts } from './tally'
import { trustClasses } from '../model/verdict'

/** What the workloads of one namespace, or of another group, come to. */
export interface NamespaceSums {
  readonly workloads: readonly string[]
  /** Workloads that some policy limits in some direction. */
  readonly isolated: number
  /** Workloads that no policy limits for ingress, each and every pod. */
  readonly open: number
  readonly owned: Counts
  readonly incoming: Counts
  readonly fromInternet: Counts
  readonly toInternet: Counts
  /** Workloads that take in whoever comes, where somebody does, and how many pairs that makes. */
  readonly doors: number
  readonly throughDoors: number
}

/** By namespace, in the order of the inventory; those without workloads too. */
export function sumNamespaces(
  session: Pick<Session, 'inventory' | 'isolation' | 'tally'>,
): ReadonlyMap<string, NamespaceSums> {
  const { workloads, namespaces } = session.inventory
  const members = new Map([...namespaces.keys()].map(name => [name, [] as string[]]))
  for (const { key, namespace } of workloads) entry(members, namespace, () => [] as string[]).push(key)
  return new Map([...members].map(([name, keys]) => [name, sumMembers(session, keys)]))
}

/** What some workloads come to, by key. */
export function sumMembers(
  { isolation, tally }: Pick<Session, 'isolation' | 'tally'>,
  workloads: readonly string[],
): NamespaceSums {
  const sum = { ...nothing(), workloads }
  for (const key of workloads) {
    const own = isolationOf({ isolation }, key)
    if (limited(own)) sum.isolated++
    if (own.ingress === 'no') sum.open++
    const counted = tally.byWorkload.get(key)
    if (!counted) continue
    for (const trustClass of trustClasses)
      for (const part of ['owned', 'incoming', 'fromInternet', 'toInternet'] as const)
        sum[part][trustClass] += counted[part][trustClass]
    if (counted.throughDoor > 0) sum.doors++
    sum.throughDoors += counted.throughDoor
  }
  return sum
}

const nothing = () => ({
  isolated: 0,
  open: 0,
  owned: noCounts(),
  incoming: noCounts(),
  fromInternet: noCounts(),
  toInternet: noCounts(),
  doors: 0,
  throughDoors: 0,
})
