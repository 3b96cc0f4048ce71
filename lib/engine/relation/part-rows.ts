import type { Direction, Plane, PortMatch, Rule } from '../../model/rule'
import type { Tri } from '../../model/tri'
import { matchesPeer } from '../matching'
import { answerOf, isBefore, isBeside, ours } from '../part-played'
import { mayAllow, namingsAllowed, type Outcomes } from '../readings'
import { isLegible, isMet, wayOn } from '../sides'
import { verdictOf } from '../trust'
import type { Way } from '../world'
import { combineOperation, mapOperation } from './port-maps'
import type { Relation } from './relation'
import type { RowId } from './rows'
import type { SideRows } from './side-rows'
import type { Holding } from './tier-rows'
import { nothing } from './sets'
import { Variants, type Spot } from './variants'

/**
 * What one object has to do with what a side answers for a port, as bits: an allow rule of it is among those that let
 * the port through, they alone do, what is doubtful in it makes the answer doubtful, it would shut the port on its own.
 */
export const part = { allows: 1, sole: 2, doubtful: 4, shuts: 8 } as const

const bitsOfWay = 4
const everyBit = (1 << bitsOfWay) - 1
const severalWays = 1 << (2 * bitsOfWay)
/** The plane has no say about the port at all. */
export const unpoliced = severalWays << 1

/** The bits for one way of talking. */
export const partOver = (value: number, way: number): number =>
  (value & severalWays) === 0 ? value & everyBit : (value >> (way * bitsOfWay)) & everyBit

export const waysOfPart = (value: number): number => ((value & severalWays) === 0 ? 1 : 2)

/** The part of single objects in what classes of pods answer to every slot, by the folds of `part-played.ts`. */
export class PartRows {
  private readonly sideRows: SideRows
  private readonly variants: Variants
  /** By policy and family: entries that may match or not. */
  private readonly spots = new Map<string, readonly Spot[]>()
  private readonly none: RowId
  private readonly shutting: RowId

  constructor(private readonly relation: Relation) {
    const { rows, ports } = relation.stores
    this.sideRows = relation.newSideRows()
    this.variants = new Variants(relation.governors.length)
    this.none = rows.constant(ports.all(0))
    this.shutting = rows.constant(ports.all(part.shuts))
  }

  /** Equal where `row` is. */
  keyOf(plane: Plane, direction: Direction, slot: number): string {
    const { familySets } = this.relation
    return this.sideRows.keyOf(direction, slot, this.relation.holdings(plane, direction, slot), familySets)
  }

  /** Bits for every slot and port, from the policies in `own` among those that govern the class. */
  row(own: ReadonlySet<number>, plane: Plane, direction: Direction, slot: number): RowId {
    const { relation, sideRows } = this
    const { rows, ports } = relation.stores
    const holdings = relation
      .holdings(plane, direction, slot)
      .filter(({ governor }) => isMet(governor.policy, {}))
    const asked: Asked = {
      direction,
      slot,
      holdings,
      own: holdings.filter(({ governor }) => own.has(governor.id)),
    }
    const at = (way: Way): RowId => this.at(asked, way)
    if (plane === 'network') return sideRows.overWays(slot, holdings, relation.familySets, at, this.withWay)
    return sideRows.onTcp(rows.constant(ports.all(unpoliced)), at(wayOn(relation.world, plane, {})))
  }

  private at(asked: Asked, way: Way): RowId {
    if (asked.own.length === 0) return this.none
    const { rows } = this.relation.stores
    return [this.allows(asked, way), this.doubts(asked, way)].reduce(
      (a, b) => (b === this.none ? a : rows.combine(a, b, this.both)),
      this.shuts(asked, way),
    )
  }

  private allows(asked: Asked, way: Way): RowId {
    const { variants } = this
    const { own, holdings } = asked
    if (!own.some(({ governor }) => governor.policy.rules.some(({ action }) => action === 'allow')))
      return this.none
    const isOwn = (holding: Holding): boolean => own.includes(holding)
    const marked = holdings.map(each => (isOwn(each) ? variants.ours(each) : variants.theirs(each)))
    const without = holdings.map(each => (isOwn(each) ? variants.withoutAllows(each) : each))
    return this.relation.stores.rows.combine(
      this.fold(asked, marked, way),
      this.fold(asked, without, way),
      this.allowing,
    )
  }

  private shuts(asked: Asked, way: Way): RowId {
    const { rows } = this.relation.stores
    return asked.own
      .map(own => this.shutsBy(asked, own, way))
      .reduce((a, b) => (a === b ? a : rows.combine(a, b, this.both)), this.none)
  }

  private shutsBy(asked: Asked, own: Holding, way: Way): RowId {
    const { rows } = this.relation.stores
    const before = asked.holdings.filter(other => isBefore(other.governor, own.governor))
    const beside = asked.holdings.filter(other => isBeside(other.governor, own.governor))
    // Where it surely isolates, and none beside it denies, what is shut is what it would shut on its own.
    if (
      before.length === 0 &&
      isolatesSurely(own) &&
      !beside.some(other => !asked.own.includes(other) && denies(other))
    )
      return this.shutting
    const alone = beside.map(other =>
      asked.own.includes(other) ? other : this.variants.withoutDenial(other),
    )
    return rows.combine(
      this.fold(asked, before, way),
      this.fold(asked, [...before, ...alone], way),
      this.keeping,
    )
  }

  /** The object absent where that is possible, and there with its doubtful entries matching not at all, one by one, and all. */
  private doubts(asked: Asked, way: Way): RowId {
    const { rows } = this.relation.stores
    const { holdings, own } = asked
    const spots = own.flatMap(holding => this.doubtfulSpots(holding, asked, way))
    const canBeAbsent = own.some(
      ({ certain, governor: { policy } }) => !certain || policy.refused || policy.isolates === 'maybe',
    )
    if (spots.length === 0 && !canBeAbsent) return this.none
    const whole = this.fold(asked, holdings, way)
    const there = (matches: (spot: Spot) => boolean): RowId => {
      const changed = holdings.map(each => (own.includes(each) ? this.variants.settled(each, matches) : each))
      return rows.map(this.fold(asked, changed, way), this.answer)
    }
    const absent = holdings.filter(each => !own.includes(each))
    const answers = [
      ...(canBeAbsent ? [rows.map(this.fold(asked, absent, way), this.answer)] : []),
      there(() => false),
      ...spots.map(one => there(spot => isSameSpot(spot, one))),
      there(() => true),
    ].reduce((a, b) => rows.combine(a, b, this.both))
    return rows.combine(whole, answers, this.doubting)
  }

  private doubtfulSpots({ governor }: Holding, { slot }: Asked, way: Way): readonly Spot[] {
    const pod = this.relation.slots.pods[slot]
    const selfOf = ({ self }: Rule): Tri =>
      self && pod ? matchesPeer(this.relation.world, self, { kind: 'pod', pod }, way) : 'yes'
    const { id, demandsSelf, policy } = governor
    if (demandsSelf) return policy.rules.flatMap(rule => this.spotsOf(rule, selfOf(rule), way))
    const key = `${id} ${way.family ?? ''}`
    let known = this.spots.get(key)
    if (!known) {
      known = policy.rules.flatMap(rule => this.spotsOf(rule, 'yes', way))
      this.spots.set(key, known)
    }
    return known
  }

  private spotsOf(rule: Rule, self: Tri, way: Way): Spot[] {
    if (self === 'no') return []
    const doubtful = rule.present === 'maybe' || self === 'maybe' || isHalfway(rule)
    return rule.peers.flatMap(peer => {
      const open = doubtful || this.relation.peer(peer, way).maybe !== nothing
      return rule.ports
        .filter(port => open || isDoubtfulPort(port))
        .map((port): Spot => ({ rule, peer, port }))
    })
  }

  private fold({ direction, slot }: Asked, holdings: readonly Holding[], way: Way): RowId {
    return this.sideRows.outcomes(direction, slot, holdings, way)
  }

  private readonly both = combineOperation((a, b) => a | b)
  private readonly withWay = combineOperation((a, b) => (a === b ? a : a | (b << bitsOfWay) | severalWays))
  private readonly allowing = combineOperation((marked: Outcomes, without: Outcomes) =>
    namingsAllowed(marked).some(label => (label & ours) !== 0)
      ? mayAllow(without)
        ? part.allows
        : part.allows | part.sole
      : 0,
  )
  private readonly keeping = combineOperation((before: Outcomes, together: Outcomes) =>
    mayAllow(before) && !mayAllow(together) ? part.shuts : 0,
  )
  /** One bit for each of the answers that a side can give. */
  private readonly answer = mapOperation((outcomes: Outcomes) => 1 << answerOf(outcomes))
  private readonly doubting = combineOperation((whole: Outcomes, answers) =>
    verdictOf([whole]) === 'unknown' && (answers & (answers - 1)) !== 0 ? part.doubtful : 0,
  )
}

/** One class of pods, who governs it, and which of those belong to the object. */
interface Asked {
  readonly direction: Direction
  readonly slot: number
  readonly holdings: readonly Holding[]
  readonly own: readonly Holding[]
}

const isolatesSurely = ({ certain, governor: { policy } }: Holding): boolean =>
  certain && !policy.refused && policy.isolates === 'yes' && policy.tier.resolution === 'deny-overrides'

const denies = ({ governor }: Holding): boolean =>
  governor.policy.rules.some(({ action }) => action !== 'allow' && action !== 'pass')

/** Rules whose demands on requests do not parse, and those that ask somebody else. */
const isHalfway = (rule: Rule): boolean => !isLegible(rule) || rule.action === 'delegate'

const isDoubtfulPort = (port: PortMatch): boolean =>
  port.kind === 'unreadable' || (port.kind === 'except' && port.ports.some(isDoubtfulPort))

const isSameSpot = (a: Spot, b: Spot): boolean => a.rule === b.rule && a.peer === b.peer && a.port === b.port
