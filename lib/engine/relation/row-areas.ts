import type { PortRange } from '../../model/port'
import { internet, SelectionTooFine, type RowSelection, type RowTest } from '../../model/table'
import { trustClasses } from '../../model/verdict'
import { always, ConditionStore, never, type ConditionId } from './conditions'
import { implicitPlace, type Kind } from './kinds'
import { everything, nothing, type SetId } from './sets'
import type { RelationView } from './view'

/** Which pairs of an area count: all of them, those within one namespace, or those of two. */
export type Lie = 'any' | 'within' | 'across'

/** Pairs for which a selection comes down to one condition on what holds between them. */
export interface Area {
  readonly from: SetId
  readonly to: SetId
  readonly lie: Lie
  /** Areas with the same number keep the same kinds. */
  readonly test: number
  keeps(kind: Kind): boolean
}

/** Conditions that a selection may be made of, and areas that it may come to. */
const mostConditions = 20_000
const mostAreas = 4_096

const tooFine = (): SelectionTooFine =>
  new SelectionTooFine('this filter tells too many ends apart: use fewer terms, or join them with `in (…)`')

/** The slot that stands for all addresses outside; no workload has it. */
export const internetSlot = ({ relation }: RelationView): number => relation.slots.size

/**
 * A selection as areas that share no pair. Conditions on the sources are settled first, then those on the destinations:
 * what is left is a condition on kinds, the same for all pairs of an area. The work follows from the ends that the
 * selection tells apart, never from pairs.
 */
export function areasOf(view: RelationView, selection: RowSelection): Area[] {
  return new Settler(view, selection).areas()
}

type Question =
  | { readonly kind: 'end'; readonly side: 'from' | 'to'; readonly set: SetId }
  | { readonly kind: 'crosses' }
  | { readonly kind: 'kind'; readonly holds: (kind: Kind) => boolean }

class Settler {
  private readonly conditions = new ConditionStore(mostConditions, tooFine)
  private readonly questions: Question[] = []
  private readonly numbers = new Map<string, number>()
  private readonly root: ConditionId
  private readonly universe: SetId
  private readonly tests = new Map<ConditionId, Area['keeps']>()
  private readonly settled = new Map<RowTest, ConditionId>()

  constructor(
    private readonly view: RelationView,
    selection: RowSelection,
  ) {
    const { sets } = view.relation.stores
    this.universe = sets.or(view.pairs.inside, sets.one(internetSlot(view)))
    const test = testOf(view, selection)
    // Ends are asked about before kinds, and sources before destinations: numbers give the order.
    for (const turn of ['from', 'to', 'crosses', 'kind'] as const) this.number(test, turn, new Set())
    this.root = this.conditionOf(test)
  }

  areas(): Area[] {
    const found: Area[] = []
    const enter = (from: SetId, to: SetId, lie: Lie, test: ConditionId): void => {
      if (test === never) return
      if (found.length === mostAreas) throw tooFine()
      found.push({ from: this.open(from), to: this.open(to), lie, test, keeps: this.testOf(test) })
    }
    for (const [bySource, from] of this.settle(this.root, 'from'))
      for (const [left, to] of this.settle(bySource, 'to')) {
        const node = this.conditions.nodeOf(left)
        if (node && this.questions[node.question]?.kind === 'crosses') {
          enter(from, to, 'within', node.no)
          enter(from, to, 'across', node.yes)
        } else enter(from, to, 'any', left)
      }
    return found
  }

  /** All ends as the set that no other set has to be met with. */
  private open(set: SetId): SetId {
    return set === this.universe ? everything : set
  }

  /** What is left of a condition for each set of ends of one side. */
  private settle(condition: ConditionId, side: 'from' | 'to'): Map<ConditionId, SetId> {
    const { sets } = this.view.relation.stores
    const found = new Map<ConditionId, SetId>()
    const walk = (left: ConditionId, set: SetId): void => {
      if (set === nothing || left === never) return
      const node = this.conditions.nodeOf(left)
      const question = node && this.questions[node.question]
      if (node && question?.kind === 'end' && question.side === side) {
        walk(node.no, sets.minus(set, question.set))
        walk(node.yes, sets.and(set, question.set))
      } else found.set(left, sets.or(found.get(left) ?? nothing, set))
    }
    walk(condition, this.universe)
    return found
  }

  private testOf(test: ConditionId): Area['keeps'] {
    let keeps = this.tests.get(test)
    if (!keeps)
      this.tests.set(
        test,
        (keeps = kind => {
          let left = test
          for (;;) {
            const node = this.conditions.nodeOf(left)
            if (!node) return left === always
            const question = this.questions[node.question]
            left = question?.kind === 'kind' && question.holds(kind) ? node.yes : node.no
          }
        }),
      )
    return keeps
  }

  private number(test: RowTest, turn: 'from' | 'to' | 'crosses' | 'kind', seen: Set<RowTest>): void {
    if (seen.has(test)) return
    seen.add(test)
    if (test.kind === 'all' || test.kind === 'any') for (const each of test.of) this.number(each, turn, seen)
    else if (test.kind === 'not') this.number(test.of, turn, seen)
    else {
      const question = this.questionOf(test)
      if ((question.kind === 'end' ? question.side : question.kind) !== turn) return
      const key = keyOf(test, question)
      if (!this.numbers.has(key)) this.numbers.set(key, this.questions.push(question) - 1)
    }
  }

  /** A part that stands in several places is worked out once. */
  private conditionOf(test: RowTest): ConditionId {
    let made = this.settled.get(test)
    if (made === undefined) this.settled.set(test, (made = this.conditionFor(test)))
    return made
  }

  private conditionFor(test: RowTest): ConditionId {
    const { conditions } = this
    switch (test.kind) {
      case 'all':
        return test.of.map(each => this.conditionOf(each)).reduce((a, b) => conditions.and(a, b), always)
      case 'any':
        return test.of.map(each => this.conditionOf(each)).reduce((a, b) => conditions.or(a, b), never)
      case 'not':
        return conditions.not(this.conditionOf(test.of))
      default:
        return conditions.question(this.numbers.get(keyOf(test, this.questionOf(test))) ?? -1)
    }
  }

  private questionOf(test: Exclude<RowTest, { kind: 'all' | 'any' | 'not' }>): Question {
    switch (test.kind) {
      case 'end':
        return { kind: 'end', side: test.side, set: this.slotsOf(test.names) }
      case 'crosses-namespaces':
        return { kind: 'crosses' }
      case 'class':
        return { kind: 'kind', holds: ({ fact }) => test.classes.includes(fact.trustClass) }
      case 'verdict':
        return { kind: 'kind', holds: ({ fact }) => test.verdicts.includes(fact.verdict) }
      case 'pillar':
        return { kind: 'kind', holds: ({ fact }) => test.values.includes(fact.pillars[test.pillar]) }
      case 'transport':
        return { kind: 'kind', holds: ({ fact }) => test.transports.includes(fact.transport) }
      case 'accepts':
        return {
          kind: 'kind',
          holds: ({ fact: { serverAccepts } }) =>
            serverAccepts !== undefined && test.accepts.includes(serverAccepts),
        }
      case 'some-port':
        return {
          kind: 'kind',
          holds: ({ open }) => open.some(run => test.ranges.some(range => meet(run, range))),
        }
      case 'only-ports':
        return {
          kind: 'kind',
          holds: ({ open }) => open.every(run => test.ranges.some(range => isIn(run, range))),
        }
    }
  }

  private slotsOf(names: ReadonlySet<string>): SetId {
    const slots = [...names].flatMap(name =>
      name === internet ? internetSlot(this.view) : (this.view.slotOf(name) ?? []),
    )
    return this.view.relation.stores.sets.of(slots.sort((a, b) => a - b))
  }
}

const keyOf = (test: RowTest, question: Question): string =>
  question.kind === 'end' ? `${question.side} ${question.set}` : JSON.stringify(test)

const meet = (run: PortRange, range: PortRange): boolean =>
  run.protocol === range.protocol && run.first <= range.last && range.first <= run.last

/** Ranges that touch are joined before they come here. */
const isIn = (run: PortRange, range: PortRange): boolean =>
  run.protocol === range.protocol && range.first <= run.first && run.last <= range.last

/** Everything that a selection says, as one condition. */
function testOf(view: RelationView, selection: RowSelection): RowTest {
  const { from, to, ends = [], throughDoors = false, classes = [], where } = selection
  const end = (side: 'from' | 'to', names: ReadonlySet<string>): RowTest => ({ kind: 'end', side, names })
  const tests: RowTest[] = [
    ...(from ? [end('from', from)] : []),
    ...(to ? [end('to', to)] : []),
    ...ends.map((names): RowTest => ({ kind: 'any', of: [end('from', names), end('to', names)] })),
    ...(classes.length > 0 ? [{ kind: 'class', classes } as const] : []),
    ...(where ? [where] : []),
  ]
  if (throughDoors) {
    const { sets } = view.relation.stores
    const open = new Set(sets.toArray(view.doors).map(slot => view.keyOf(slot)))
    tests.push({ kind: 'not', of: end('from', new Set([internet])) }, end('to', open), {
      kind: 'class',
      classes: trustClasses.slice(implicitPlace, implicitPlace + 1),
    })
  }
  return { kind: 'all', of: tests }
}
