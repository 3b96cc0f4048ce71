import type { Counts, Tally, WorkloadTally } from '../../model/summary'
import type { Direction } from '../../model/rule'
import { trustClasses } from '../../model/verdict'
import { classPlace, implicitPlace } from './kinds'
import type { PortMapId } from './port-maps'
import { forEachBase, forEachException } from './rectangles'
import type { SetId } from './sets'
import type { RelationView } from './view'

const width = trustClasses.length

/**
 * Counts pairs of workloads by class, from rectangles: what each adds to a workload is the number of workloads at its far
 * end. The work is that of walking every set of workloads once, never that of walking pairs.
 */
export function tally(view: RelationView): Tally {
  const outgoing = sums(view, 0)
  const incoming = sums(view, 1)
  const { sets } = view.relation.stores
  const byWorkload = new Map<string, WorkloadTally>()
  const counts = noCounts()
  const anyone = noCounts()
  const internet = noCounts()
  const reach = { incoming: 0, outgoing: 0 }
  for (const { key } of view.relation.world.inventory.workloads) byWorkload.set(key, nothingAt)
  for (const slot of view.order) {
    const fromInternet = outsideClasses(view, slot, 'ingress')
    const toInternet = outsideClasses(view, slot, 'egress')
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
function sums(view: RelationView, near: 0 | 1): Float64Array {
  const { relation, pairs, kinds } = view
  const { sets } = relation.stores
  const bySet = new Map<SetId, Float64Array>()
  const enter = (ends: readonly [SetId, SetId], facts: PortMapId, sign: 1 | -1): void => {
    const { classes } = kinds.of(facts)
    if (classes.length === 0) return
    let sum = bySet.get(ends[near])
    if (!sum) bySet.set(ends[near], (sum = new Float64Array(width)))
    const far = sets.count(ends[near === 0 ? 1 : 0])
    for (const place of classes) sum[place] = (sum[place] ?? 0) + sign * far
  }
  forEachBase(pairs.rectangles, (from, to, facts) => enter([from, to], facts, 1))
  forEachException(pairs.rectangles, (from, to, facts, replaced) => {
    enter([from, to], facts, 1)
    enter([from, to], replaced, -1)
  })
  const numbers = new Float64Array(relation.slots.size * width)
  for (const [set, sum] of bySet)
    sets.forEach(set, slot => {
      for (let place = 0; place < width; place++)
        numbers[slot * width + place] = (numbers[slot * width + place] ?? 0) + (sum[place] ?? 0)
    })
  // Nobody is a pair with itself.
  for (const slot of view.order)
    for (const place of kinds.of(pairs.itself(slot)).classes)
      numbers[slot * width + place] = (numbers[slot * width + place] ?? 0) - 1
  return numbers
}

/** All addresses outside are one end: it has each class that some of them have, once. */
function outsideClasses(view: RelationView, slot: number, direction: Direction): Counts {
  const counts = noCounts()
  for (const { kind } of view.outside(slot, direction)) counts[kind.fact.trustClass] = 1
  return counts
}
