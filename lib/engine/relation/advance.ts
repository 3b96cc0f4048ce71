import type { Fragment } from '../../model/rule'
import { relevanceOf } from '../classes'
import { changeBetween, type Change } from './change'
import { Transition, type DeltaRectangles } from './delta'
import { LiveRelation } from './live-relation'
import { Relation, type Worlds } from './relation'
import type { RowId } from './rows'
import { Slots } from './slots'
import { newStores } from './stores'

/** A relation after a change, and what the change did, in terms of its slots. */
export interface Advance {
  readonly relation: LiveRelation
  readonly delta: DeltaRectangles
}

/**
 * Takes a relation to another world. Where its slots hold, it follows in place; where the change tells apart what
 * shares a slot, both worlds are told in terms of new slots, which costs as much as making two relations.
 */
export function advance(
  relation: LiveRelation,
  after: Worlds,
  change: Change | undefined = changeBetween(relation.judged, after),
): Advance {
  const before = relation.judged
  const delta = change && relation.apply(change)
  return delta ? { relation, delta } : advanceApart(before, after)
}

/** The difference of any two worlds. */
export function advanceApart(before: Worlds, after: Worlds, dense?: number): Advance {
  const stores = newStores(dense)
  const [old, now] = Slots.shared(
    [before.world.inventory, after.world.inventory],
    relevanceOf(together(before.world.compiled, after.world.compiled), before.world.wire, after.world.wire),
  )
  const was = new Relation(stores, old, before)
  const relation = new LiveRelation(stores, now, after)
  const live = stores.sets.or(was.live, relation.live)
  const rows = { egress: was.rows.egress.slice(), ingress: was.rows.ingress.slice() }
  const transition = new Transition(stores, rows, () => live)
  const delta: number[] = []
  for (const direction of ['ingress', 'egress'] as const) {
    const changed = new Map<number, RowId>()
    relation.rows[direction].forEach((row, slot) => {
      if (row !== rows[direction][slot]) changed.set(slot, row)
    })
    transition.move(direction, changed, delta)
  }
  return { relation, delta }
}

const together = (a: Fragment, b: Fragment): Fragment => ({
  policies: [...a.policies, ...b.policies],
  transports: [...a.transports, ...b.transports],
})
