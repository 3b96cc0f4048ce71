import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Action, Policy, Tier } from '../model/rule'
import { naming, type Naming } from '../model/verdict'
import {
  allowedByDefault,
  denied,
  foldTiers,
  mayAllow,
  mayDeny,
  namingsAllowed,
  type Bearing,
  type Hit,
  type TierBearings,
} from './readings'

const { peerAndPort, peer, port } = naming

const tier = (name: string, order: number, resolution: Tier['resolution']): Tier => ({
  plane: 'network',
  name,
  order,
  resolution,
})

const admin = tier('admin', 100, 'first-match')
const middle = tier('networkpolicy', 200, 'deny-overrides')
const baseline = tier('baseline', 300, 'first-match')

const hit = (action: Action, named: Naming = peerAndPort, match: Hit['match'] = 'yes'): Hit => ({
  action,
  match,
  namings: [named],
})
const maybe = (action: Action, named: Naming = peerAndPort): Hit => hit(action, named, 'maybe')

const bearing = (
  hits: readonly Hit[],
  policy: Partial<Policy> = {},
  governs: Bearing['governs'] = 'yes',
): Bearing => ({
  policy: { isolates: 'yes', refused: false, precedence: 0, ...policy },
  governs,
  hits,
})

/** `deny`, `default`, or the bits of the naming; one word per reading. */
function fold(...tiers: readonly (readonly [Tier, ...Bearing[]])[]): string {
  const outcomes = foldTiers(tiers.map(([at, ...bearings]): TierBearings => ({ tier: at, bearings })))
  return [
    ...(mayDeny(outcomes) ? ['deny'] : []),
    ...namingsAllowed(outcomes).map(n => (n === 0 ? 'default' : String(n))),
  ].join(' ')
}

describe('outcomes', () => {
  it('are bits: denied, allowed by default, or allowed by rules', () => {
    expect([mayDeny(denied), mayAllow(denied)]).toEqual([true, false])
    expect([mayDeny(allowedByDefault), mayAllow(allowedByDefault)]).toEqual([false, true])
    expect(namingsAllowed(denied | allowedByDefault)).toEqual([0])
  })
  it('are the default where no policy bears on the side', () => {
    expect(fold()).toBe('default')
    expect(fold([admin], [middle])).toBe('default')
  })
})

describe('a tier where denies override', () => {
  const rows: readonly [title: string, bearings: readonly Bearing[], outcomes: string][] = [
    ['isolated, and nothing matches', [bearing([])], 'deny'],
    ['isolated, and a rule allows', [bearing([hit('allow')])], '1'],
    ['two rules allow: both count', [bearing([hit('allow', peer), hit('allow', port)])], String(peer | port)],
    [
      'two policies allow: both count',
      [bearing([hit('allow', peer)]), bearing([hit('allow', port)])],
      String(peer | port),
    ],
    ['one policy isolates, another allows', [bearing([]), bearing([hit('allow')])], '1'],
    ['a deny beats an allow', [bearing([hit('allow'), hit('deny')])], 'deny'],
    ['a deny beats the allow of another', [bearing([hit('deny')]), bearing([hit('allow')])], 'deny'],
    ['not isolating: an allow is no reason', [bearing([hit('allow')], { isolates: 'no' })], 'default'],
    ['not isolating: a deny still bites', [bearing([hit('deny')], { isolates: 'no' })], 'deny'],
    [
      'not isolating beside an isolating one',
      [bearing([hit('allow')], { isolates: 'no' }), bearing([])],
      '1',
    ],
    ['a pass says nothing here', [bearing([hit('pass')])], 'deny'],
    [
      'delegated: denied, or left to the others',
      [bearing([hit('delegate')], { isolates: 'no' })],
      'deny default',
    ],
    ['delegated, and nobody else allows', [bearing([hit('delegate')])], 'deny'],

    ['an allow that may match', [bearing([maybe('allow')])], 'deny 1'],
    ['a deny that may match', [bearing([hit('allow'), maybe('deny')])], 'deny 1'],
    [
      'an allow of which the naming is in doubt',
      [bearing([{ action: 'allow', match: 'yes', namings: [peerAndPort, port] }])],
      '1 4',
    ],
    ['may isolate', [bearing([], { isolates: 'maybe' })], 'deny default'],
    ['may govern', [bearing([], {}, 'maybe')], 'deny default'],
    ['may govern, and allows', [bearing([hit('allow')], {}, 'maybe')], 'default 1'],
    ['refused: it may be absent', [bearing([], { refused: true })], 'deny default'],
    ['refused, and allows: open either way', [bearing([hit('allow')], { refused: true })], 'default 1'],
    [
      'refused, beside a sound one that isolates',
      [bearing([hit('allow')], { refused: true }), bearing([])],
      'deny 1',
    ],
    [
      'a doubtful allow beside a sure one',
      [bearing([hit('allow', peer), maybe('allow', port)])],
      `${peer} ${peer | port}`,
    ],
    [
      'what may govern cannot close what another opens',
      [bearing([hit('allow')]), bearing([], {}, 'maybe')],
      '1',
    ],
  ]
  it.each(rows)('%s', (_, bearings, outcomes) => {
    expect(fold([middle, ...bearings])).toBe(outcomes)
  })
})

describe('a tier where the first match decides', () => {
  const isolated = bearing([])
  const at = (precedence: number, ...hits: readonly Hit[]): Bearing => bearing(hits, { precedence })
  const of = (series: string, precedence: number, ...hits: readonly Hit[]): Bearing =>
    bearing(hits, { precedence, series })
  const rows: readonly [title: string, bearings: readonly Bearing[], outcomes: string][] = [
    ['nothing matches: the next tier decides', [at(0)], 'deny'],
    ['an allow decides, against the tier that would deny', [at(0, hit('allow'))], '1'],
    ['a deny decides', [at(0, hit('deny'))], 'deny'],
    ['the first of two rules', [at(0, hit('deny'), hit('allow'))], 'deny'],
    ['the first of two rules, the other way round', [at(0, hit('allow', peer), hit('deny'))], '2'],
    [
      'the lower precedence comes first, in whatever order they stand',
      [at(2, hit('deny')), at(1, hit('allow', peer))],
      '2',
    ],
    ['a pass leaves the tier', [at(0, hit('pass'), hit('allow'))], 'deny'],
    ['a pass leaves the tier for all policies of it', [at(0, hit('pass')), at(1, hit('allow'))], 'deny'],
    ['delegated: denied, or left to the next', [at(0, hit('delegate')), at(1, hit('allow'))], 'deny 1'],
    ['a first rule that may match', [at(0, maybe('allow'), hit('deny'))], 'deny 1'],
    ['a pass that may match', [at(0, maybe('pass'), hit('allow'))], 'deny 1'],
    ['a tie of two that agree', [at(0, hit('allow', peer)), at(0, hit('allow', port))], `${peer} ${port}`],
    ['a tie of two that disagree', [at(0, hit('allow')), at(0, hit('deny'))], 'deny 1'],
    ['a tie of a decision and of nothing', [at(0, hit('allow')), at(0)], '1'],
    ['a tie of three', [at(0), at(0, hit('pass')), at(0, hit('allow'))], 'deny 1'],
    [
      'series have no order, whatever their precedence',
      [of('a', 0, hit('allow')), of('b', 9, hit('deny'))],
      'deny 1',
    ],
    [
      'within a series the precedence decides',
      [of('a', 0, hit('allow')), of('a', 1, hit('deny')), of('b', 0)],
      '1',
    ],
    ['series that agree', [of('a', 3, hit('allow')), of('b', 1, hit('allow'))], '1'],
    ['refused: it may be absent', [bearing([hit('allow')], { refused: true })], 'deny 1'],
    ['may govern', [bearing([hit('allow')], {}, 'maybe')], 'deny 1'],
  ]
  it.each(rows)('%s', (_, bearings, outcomes) => {
    expect(fold([admin, ...bearings], [middle, isolated])).toBe(outcomes)
  })
})

describe('tiers in order', () => {
  const allow = bearing([hit('allow')])
  const deny = bearing([hit('deny')])
  const pass = bearing([hit('pass')])
  const open = bearing([hit('allow', peer)])
  const shut = bearing([])
  const rows: readonly [
    title: string,
    tiers: readonly (readonly [Tier, ...Bearing[]])[],
    outcomes: string,
  ][] = [
    [
      'an admin deny is final',
      [
        [admin, deny],
        [middle, open],
        [baseline, allow],
      ],
      'deny',
    ],
    [
      'an admin allow is final',
      [
        [admin, allow],
        [middle, shut],
      ],
      '1',
    ],
    [
      'an admin allow that nothing would have denied is no reason',
      [
        [admin, allow],
        [baseline, allow],
      ],
      'default',
    ],
    [
      'an admin allow before a policy that isolates is the reason, whatever that allows',
      [
        [admin, allow],
        [middle, open],
      ],
      '1',
    ],
    [
      'an admin allow before a baseline deny is the reason',
      [
        [admin, allow],
        [baseline, deny],
      ],
      '1',
    ],
    [
      'an admin pass hands over',
      [
        [admin, pass],
        [middle, open],
      ],
      '2',
    ],
    ['an admin pass before nothing', [[admin, pass]], 'default'],
    [
      'the middle tier, where it governs, is final',
      [
        [middle, shut],
        [baseline, allow],
      ],
      'deny',
    ],
    [
      'the middle tier, where it allows, is final',
      [
        [middle, open],
        [baseline, deny],
      ],
      '2',
    ],
    ['the baseline decides what nobody did', [[baseline, deny]], 'deny'],
    ['a baseline pass is the default', [[baseline, pass]], 'default'],
    [
      'doubt in one tier meets what the next one says',
      [
        [admin, bearing([maybe('deny')])],
        [middle, open],
      ],
      'deny 2',
    ],
    [
      'doubt that makes no difference is none',
      [
        [admin, bearing([maybe('deny')])],
        [middle, shut],
      ],
      'deny',
    ],
    [
      'a middle tier that may be absent falls through',
      [
        [middle, bearing([hit('allow', peer)], { refused: true })],
        [baseline, deny],
      ],
      'deny 2',
    ],
  ]
  it.each(rows)('%s', (_, tiers, outcomes) => {
    expect(fold(...tiers)).toBe(outcomes)
  })
})

describe('doubt', () => {
  const anyHit: fc.Arbitrary<Hit> = fc.record({
    action: fc.constantFrom<Action>('allow', 'deny', 'pass'),
    match: fc.constantFrom<Hit['match']>('yes', 'maybe'),
    namings: fc.constantFrom([peerAndPort], [peer], [port]),
  })
  const anyBearing: fc.Arbitrary<Bearing> = fc.record({
    policy: fc.record({
      isolates: fc.constantFrom<Policy['isolates']>('yes', 'no', 'maybe'),
      refused: fc.boolean(),
      precedence: fc.constantFrom(0, 1),
    }),
    governs: fc.constantFrom<Bearing['governs']>('yes', 'maybe'),
    hits: fc.array(anyHit, { maxLength: 3 }),
  })
  const anyTiers = fc.record({
    admin: fc.array(anyBearing, { maxLength: 2 }),
    middle: fc.array(anyBearing, { maxLength: 3 }),
    baseline: fc.array(anyBearing, { maxLength: 1 }),
  })
  const outcomesOf = (tiers: { admin: Bearing[]; middle: Bearing[]; baseline: Bearing[] }): number =>
    foldTiers([
      { tier: admin, bearings: tiers.admin },
      { tier: middle, bearings: tiers.middle },
      { tier: baseline, bearings: tiers.baseline },
    ])
  const sure = ({ policy, hits }: Bearing): Bearing => ({
    policy: { ...policy, refused: false, isolates: policy.isolates === 'maybe' ? 'yes' : policy.isolates },
    governs: 'yes',
    hits: hits.map(each => ({ ...each, match: 'yes' })),
  })

  it('always leaves some outcome, and the outcome of each certain reading is among them', () => {
    fc.assert(
      fc.property(anyTiers, tiers => {
        const outcomes = outcomesOf(tiers)
        const reading = outcomesOf({
          admin: tiers.admin.map(sure),
          middle: tiers.middle.map(sure),
          baseline: tiers.baseline.map(sure),
        })
        return outcomes !== 0 && (outcomes & reading) === reading
      }),
      { seed: 7, numRuns: 300 },
    )
  })

  it('is gone where nothing is doubtful and nothing ties', () => {
    fc.assert(
      fc.property(anyTiers, tiers => {
        const outcomes = outcomesOf({
          admin: tiers.admin.slice(0, 1).map(sure),
          middle: tiers.middle.map(sure),
          baseline: tiers.baseline.map(sure),
        })
        return (outcomes & (outcomes - 1)) === 0
      }),
      { seed: 11, numRuns: 300 },
    )
  })
})
