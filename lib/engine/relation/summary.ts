import type { Counts, Tally, WorkloadTally } from '../../model/summary'
import type { Direction } from '../../model/rule'
import type { Stepwise } from '../../model/stepwise'
import type { RowSelection } from '../../model/table'
import { trustClasses } from '../../model/verdict'
import { classPlace, implicitPlace } from './kinds'
import { RowFilter } from './row-filter'
import type { RelationView } from './view'

const width = trustClasses.length

/**
 * Counts pairs of workloads by class, of the rows that are selected, from rectangles: what each adds to a workload is the number of workloads at its far
 * end. The work is that of walking every set of workloads once, never that of walking pairs.
 */
export function* tally(view: RelationView, selection: RowSelection = {}): Stepwise<Tally> {
  const filter = new RowFilter(view, selection)
  const outgoing = sums(filter, 0)
  yield { done: 1, of: 3 }
  const incoming = sums(filter, 1)
  yield { done: 2, of: 3 }
  const { sets } = view.relation.stores
  const byWorkload = new Map<string, WorkloadTally>()
  const counts = noCounts()
  const anyone = noCounts()
  const internet = noCounts()
  const reach = { incoming: 0, outgoing: 0 }
  for (const { key } of view.relation.world.inventory.workloads) byWorkload.set(key, nothingAt)
  for (const slot of view.order) {
    const fromInternet = outsideClasses(filter, slot, 'ingress')
    const toInternet = outsideClasses(filter, slot, 'egress')
    const inside = countsAt(incoming, slot)
    const throughDoor = sets.has(view.doors, slot) ? inside.implicit : 0
    const into = add(inside, fromInternet)
    const owned = add(into, toInternet)
    byWorkload.set(view.keyOf(slot), {
      owned,
      incoming: into,
      outgoing: add(countsAt(outgoing, slot), toInternet),
      fromInternet,
      toInternet,
      throughDoor,
    })
    for (const trustClass of trustClasses) {
      counts[trustClass] += owned[trustClass]
      internet[trustClass] += fromInternet[trustClass] + toInternet[trustClass]
    }
    anyone.implicit += throughDoor
    if (hasAny(fromInternet)) reach.incoming++
    if (hasAny(toInternet)) reach.outgoing++
  }
  return { counts, anyone, internet, reach, byWorkload }
}

type OpenCounts = { -readonly [K in keyof Counts]: Counts[K] }

export const noCounts = (): OpenCounts => ({ implicit: 0, unknown: 0, partial: 0, verified: 0 })

const nothingAt: WorkloadTally = {
  owned: noCounts(),
  incoming: noCounts(),
  outgoing: noCounts(),
  fromInternet: noCounts(),
  toInternet: noCounts(),
  throughDoor: 0,
}

const hasAny = (counts: Counts): boolean => trustClasses.some(trustClass => counts[trustClass] > 0)

const add = (a: Counts, b: Counts): Counts => ({
  implicit: a.implicit + b.implicit,
  unknown: a.unknown + b.unknown,
  partial: a.partial + b.partial,
  verified: a.verified + b.verified,
})

const countsAt = (numbers: Float64Array, slot: number): Counts => {
  const at = (place: number): number => numbers[slot * width + place] ?? 0
  return {
    implicit: at(implicitPlace),
    unknown: at(classPlace('unknown')),
    partial: at(classPlace('partial')),
    verified: at(classPlace('verified')),
  }
}

/** By slot and class: with how many others a workload is paired, as source (`near` 0) or as destination. */
function sums(filter: RowFilter, near: 0 | 1): Float64Array {
  const known = new Map<readonly number[], readonly number[] | undefined>()
  return filter.sumBySlot(near, width, (map, area) => {
    const { classes } = filter.kept(map, area)
    if (!known.has(classes))
      known.set(
        classes,
        classes.length > 0 ? trustClasses.map((_, place) => Number(classes.includes(place))) : undefined,
      )
    return known.get(classes)
  })
}

/** All addresses outside are one end: it has each class that some of them have, once. */
function outsideClasses(filter: RowFilter, slot: number, direction: Direction): Counts {
  const counts = noCounts()
  for (const { kind } of filter.outside(slot, direction)) counts[kind.fact.trustClass] = 1
  return counts
}
