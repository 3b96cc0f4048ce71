import type { RowId } from './rows'
import { complement, isCofinite, nothing, type SetId } from './sets'
import type { Stores } from './stores'

/**
 * The ends of one direction by what they say of an end on the other: few bases, and the rows that say something of their
 * own of a slot. Holds for the state in which it was made.
 */
export class FarRows {
  private readonly byRow = new Map<RowId, number[]>()
  private readonly sets = new Map<RowId, SetId>()
  /** What the rows with one base have in common, and who they are; the largest holds all slots that stand for nobody. */
  private readonly bases: readonly { readonly base: number; readonly members: SetId }[]
  /** By slot: the rows that say something of their own of it. */
  private readonly speaking: (RowId[] | undefined)[] = []

  constructor(
    private readonly stores: Pick<Stores, 'sets' | 'rows'>,
    private readonly rowOf: ArrayLike<RowId>,
    live: SetId,
  ) {
    const { sets, rows } = stores
    const byBase = new Map<number, number[]>()
    sets.forEach(live, slot => {
      const row = rowOf[slot] ?? 0
      listed(this.byRow, row).push(slot)
      listed(byBase, rows.baseOf(row)).push(slot)
    })
    for (const row of this.byRow.keys()) {
      const special = rows.special(row)
      for (let at = 1; at < special.length; at += 2)
        sets.forEach(special[at] ?? nothing, slot => (this.speaking[slot] ??= []).push(row))
    }
    const bySize = [...byBase].sort(([, a], [, b]) => b.length - a.length)
    const [largest, ...smaller] = bySize.map(([base, slots]) => ({ base, members: sets.of(slots) }))
    const others = sets.unionOf(smaller.map(({ members }) => members))
    // As a complement: what is cut from most of all slots stays small.
    this.bases = largest ? [...smaller, { base: largest.base, members: complement(others) }] : []
  }

  /** What the ends in a set say of one slot; the set may be infinite, and dead slots may come with some answer. */
  forEach(set: SetId, slot: number, visit: (ends: SetId, says: number) => void): void {
    const { sets, rows } = this.stores
    if (set === nothing) return
    if (!isCofinite(set) && sets.count(set) <= this.bases.length) {
      sets.forEach(set, end => visit(sets.one(end), rows.at(this.rowOf[end] ?? 0, slot)))
      return
    }
    const speaking = this.speaking[slot] ?? []
    const own: SetId[] = []
    for (const row of speaking) {
      const ends = this.members(row)
      own.push(ends)
      const met = sets.and(ends, set)
      if (met !== nothing) visit(met, rows.at(row, slot))
    }
    const left = own.length === 0 ? set : sets.minus(set, sets.unionOf(own))
    for (const { base, members } of this.bases) {
      const met = sets.and(members, left)
      if (met !== nothing) visit(met, rows.baseAt(base, slot))
    }
  }

  private members(row: RowId): SetId {
    let known = this.sets.get(row)
    if (known === undefined) {
      known = this.stores.sets.of(this.byRow.get(row) ?? [])
      this.sets.set(row, known)
    }
    return known
  }
}

function listed(groups: Map<number, number[]>, key: number): number[] {
  const known = groups.get(key)
  if (known) return known
  const made: number[] = []
  groups.set(key, made)
  return made
}
