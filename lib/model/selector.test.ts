import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  hidden,
  meets,
  requirementText,
  requiresLabel,
  selectorText,
  selects,
  selectsAll,
  type LabelLookup,
  type Operator,
  type Requirement,
  type Selector,
} from './selector'
import { and, or, type Tri } from './tri'

const requirement = (operator: Operator, ...values: readonly string[]): Requirement => ({
  key: 'tier',
  operator,
  values,
  path: [],
})
const selector = (
  requirements: readonly Requirement[],
  unreadable: Selector['unreadable'] = [],
): Selector => ({ requirements, unreadable })

/** A lookup in which `tier` has this value. */
const tier =
  (value: string | undefined | typeof hidden): LabelLookup =>
  key =>
    key === 'tier' ? value : undefined

describe('one condition', () => {
  const rows: readonly [condition: Requirement, web: Tri, db: Tri, absent: Tri, empty: Tri][] = [
    [requirement('In', 'web'), 'yes', 'no', 'no', 'no'],
    [requirement('In', 'web', 'db'), 'yes', 'yes', 'no', 'no'],
    [requirement('In', ''), 'no', 'no', 'no', 'yes'],
    [requirement('NotIn', 'web'), 'no', 'yes', 'yes', 'yes'],
    [requirement('Exists'), 'yes', 'yes', 'no', 'yes'],
    [requirement('DoesNotExist'), 'no', 'no', 'yes', 'no'],
  ]
  it.each(rows)('%j', (condition, ...expected) => {
    expect(['web', 'db', undefined, ''].map(value => meets(condition, tier(value)))).toEqual(expected)
    expect(meets(condition, tier(hidden))).toBe('maybe')
  })
})

describe('a selector', () => {
  const yes = requirement('In', 'web')
  const no = requirement('In', 'db')
  it('without conditions selects everything', () => {
    expect(selects(selector([]), tier(undefined))).toBe('yes')
    expect(selectsAll(selector([]))).toBe(true)
    expect(selectsAll(selector([yes]))).toBe(false)
    expect(selectsAll(selector([], [['x']]))).toBe(false)
  })
  it('needs all its conditions', () => {
    expect(selects(selector([yes, requirement('Exists')]), tier('web'))).toBe('yes')
    expect(selects(selector([yes, no]), tier('web'))).toBe('no')
  })
  it('is in doubt where a part does not parse, unless another part rules it out', () => {
    expect(selects(selector([], [['x']]), tier('web'))).toBe('maybe')
    expect(selects(selector([yes], [['x']]), tier('web'))).toBe('maybe')
    expect(selects(selector([no], [['x']]), tier('web'))).toBe('no')
  })
  it('is in doubt over hidden labels, unless a seen one rules it out', () => {
    const mixed: LabelLookup = key => (key === 'tier' ? hidden : 'shop')
    const app: Requirement = { key: 'app', operator: 'In', values: ['other'], path: [] }
    expect(selects(selector([yes]), mixed)).toBe('maybe')
    expect(selects(selector([yes, app]), mixed)).toBe('no')
  })

  const anySelector = fc
    .tuple(
      fc.array(
        fc.record({
          key: fc.constantFrom('a', 'b'),
          operator: fc.constantFrom<Operator>('In', 'NotIn', 'Exists', 'DoesNotExist'),
          values: fc.subarray(['x', 'y', 'z'], { minLength: 1 }),
          path: fc.constant([]),
        }),
        { maxLength: 3 },
      ),
      fc.boolean(),
    )
    .map(([requirements, broken]) => selector(requirements, broken ? [['x']] : []))
  const label = fc.constantFrom<string | undefined>('x', 'y', 'w', undefined)

  it('is sure over hidden labels only where every value would be answered alike', () => {
    fc.assert(
      fc.property(anySelector, label, (each, b) => {
        const with_ = (a: string | undefined | typeof hidden): Tri =>
          selects(each, key => (key === 'a' ? a : b))
        const readings = ['x', 'y', 'z', 'w', undefined].map(with_)
        const unseen = with_(hidden)
        return unseen === 'maybe' || readings.every(reading => reading === unseen)
      }),
      { seed: 5, numRuns: 400 },
    )
  })
  it('narrows with every condition more', () => {
    const rank: Record<Tri, number> = { no: 0, maybe: 1, yes: 2 }
    fc.assert(
      fc.property(anySelector, anySelector, label, label, (one, other, a, b) => {
        const lookup: LabelLookup = key => (key === 'a' ? a : b)
        const both = selector(
          [...one.requirements, ...other.requirements],
          [...one.unreadable, ...other.unreadable],
        )
        const met = selects(both, lookup)
        return (
          met === and(selects(one, lookup), selects(other, lookup)) && rank[met] <= rank[selects(one, lookup)]
        )
      }),
      { seed: 6, numRuns: 400 },
    )
  })
})

describe('a selector in words', () => {
  const rows: readonly [Requirement, text: string, names: boolean][] = [
    [requirement('In', 'web'), 'tier=web', true],
    [requirement('In', 'a', 'b'), 'tier in (a, b)', true],
    [requirement('NotIn', 'web'), 'tier!=web', false],
    [requirement('NotIn', 'a', 'b'), 'tier not in (a, b)', false],
    [requirement('Exists'), 'tier', true],
    [requirement('DoesNotExist'), '!tier', false],
  ]
  it.each(rows)('%j', (each, text, names) => {
    expect(requirementText(each)).toBe(text)
    expect(selectorText(selector([each]))).toBe(text)
    expect(requiresLabel(selector([each]))).toBe(names)
  })
  it('any, and several', () => {
    expect(selectorText(selector([]))).toBe('any')
    expect(requiresLabel(selector([]))).toBe(false)
    expect(selectorText(selector([requirement('Exists'), requirement('NotIn', 'x')]))).toBe('tier, tier!=x')
    expect(requiresLabel(selector([requirement('NotIn', 'x'), requirement('Exists')]))).toBe(true)
  })
})

describe('yes, no and maybe', () => {
  const all: readonly Tri[] = ['no', 'maybe', 'yes']
  it('and is the lesser, or is the greater', () => {
    all.forEach((a, i) =>
      all.forEach((b, j) => {
        expect(and(a, b)).toBe(all[Math.min(i, j)])
        expect(or(a, b)).toBe(all[Math.max(i, j)])
      }),
    )
  })
})
