import type { Direction, Plane } from '../../model/rule'
import { mayAllow } from '../readings'
import { PairTable } from './pair-table'
import { part, partOver, unpoliced, waysOfPart } from './part-rows'
import { combineOperation, type CombineOperation, type PortMapId } from './port-maps'
import type { RowId } from './rows'
import type { Stores } from './stores'

/** What a side says to somebody on some port: it may let it through; it shuts it, and the object has its part in that. */
export const says = { open: 1, shut: 2, allows: 4, doubtful: 8 } as const

/** What comes of it at a pair of ends, on one port. */
export const effect = { allows: 1, sole: 2, unknown: 4 } as const

/** The answers of one side of one end, each with the part that an object has in it. */
export class NearRows {
  private readonly pairs = new PairTable()
  private readonly parts: number[] = []
  private readonly ends: number[] = []
  private readonly said: number[] = []
  private readonly saidByMap = new Map<PortMapId, number>()
  private readonly effectByMap = new Map<PortMapId, number>()

  constructor(
    private readonly stores: Pick<Stores, 'ports' | 'rows' | 'values'>,
    private readonly plane: Plane,
    private readonly direction: Direction,
  ) {}

  /** `parts`: a row of `PartRows`; `answers`: the end's row of the relation. */
  row(parts: RowId, answers: RowId): RowId {
    return this.stores.rows.combine(parts, answers, this.pair)
  }

  /** What is said on some port, as bits of `says`. */
  saidOf(map: PortMapId): number {
    return this.over(map, this.saidByMap, value => this.said[value] ?? 0)
  }

  /** What comes of it on some port, as bits of `effect`; of a map that `meet` made. */
  effectsOf(map: PortMapId): number {
    return this.over(map, this.effectByMap, value => value)
  }

  /** What comes of a near answer and a far one, port by port. */
  meet(near: PortMapId, far: PortMapId): PortMapId {
    return this.stores.ports.combine(near, far, this.effects)
  }

  private over(map: PortMapId, memo: Map<PortMapId, number>, bits: (value: number) => number): number {
    let known = memo.get(map)
    if (known === undefined) {
      known = this.stores.ports.values(map).reduce((all, value) => all | bits(value), 0)
      memo.set(map, known)
    }
    return known
  }

  private readonly pair: CombineOperation = combineOperation((value, end) => {
    const known = this.pairs.get(value, end)
    if (known >= 0) return known
    const made = this.parts.length
    this.parts.push(value)
    this.ends.push(end)
    this.said.push(this.say(value, end))
    this.pairs.set(value, end, made)
    return made
  })

  private say(value: number, end: number): number {
    const { values } = this.stores
    if (value === unpoliced || values.isExempt(end)) return 0
    const outcomes = values.outcomesOf(end, this.plane)
    let said = 0
    for (let way = 0; way < Math.max(outcomes.length, waysOfPart(value)); way++) {
      const bits = partOver(value, way)
      if (!mayAllow(outcomes[way] ?? outcomes[0] ?? 0)) {
        if (bits & part.shuts) said |= says.shut
        continue
      }
      said |= says.open
      if (bits & part.allows) said |= says.allows
      if (bits & part.doubtful) said |= says.doubtful
    }
    return said
  }

  private readonly effects: CombineOperation = combineOperation((near, far) => {
    const [value, end] = [this.parts[near] ?? 0, this.ends[near] ?? 0]
    if (value === unpoliced) return 0
    const { values } = this.stores
    const verdicts = this.direction === 'egress' ? values.verdicts(end, far) : values.verdicts(far, end)
    const [first] = verdicts
    if (first === undefined) return 0
    let found = 0
    for (let way = 0; way < Math.max(verdicts.length, waysOfPart(value)); way++) {
      const verdict = verdicts[way] ?? first
      if (verdict === 'deny') continue
      const bits = partOver(value, way)
      if (bits & part.allows) found |= effect.allows
      if (bits & part.sole) found |= effect.sole
      if (verdict === 'unknown' && bits & part.doubtful) found |= effect.unknown
    }
    return found
  })
}
