import { describe, expect, it } from 'vitest'
import { tiers } from '../model/policy-kinds'
import type { Action, Policy, Tier } from '../model/rule'
import type { OwnedBearing } from './sides'
import { allowsAtSide, isDoubtful, keepsShut } from './part-played'

const ref = (name: string) => ({ group: 'g', kind: 'K', name })

interface Odd {
  readonly precedence?: number
  readonly match?: 'yes' | 'maybe'
  readonly governs?: 'yes' | 'maybe'
  readonly isolates?: Policy['isolates']
}

/** An object of one tier whose rule with this action matches; without an action none does. */
const bearing = (name: string, tier: Tier, action?: Action, odd: Odd = {}): OwnedBearing => ({
  policy: {
    dialect: 'test',
    object: ref(name),
    path: [],
    tier,
    direction: 'ingress',
    precedence: odd.precedence ?? 0,
    subject: { kind: 'unreadable', path: [], namespaces: { kind: 'all' }, reason: '' },
    isolates: odd.isolates ?? (tier.resolution === 'deny-overrides' ? 'yes' : 'no'),
    enforcement: 'enforced',
    refused: false,
    unread: false,
    rules: [],
  },
  governs: odd.governs ?? 'yes',
  hits: action ? [{ action, match: odd.match ?? 'yes', namings: [1] }] : [],
})

const { admin, networkPolicy, baseline } = tiers
const me = ref('me')

describe('who allows', () => {
  const rows: readonly [title: string, bearings: OwnedBearing[], expected: string][] = [
    ['the only rule', [bearing('me', networkPolicy, 'allow')], 'sole'],
    ['one of two', [bearing('me', networkPolicy, 'allow'), bearing('b', networkPolicy, 'allow')], 'shared'],
    [
      'an isolating object without a rule',
      [bearing('me', networkPolicy), bearing('b', networkPolicy, 'allow')],
      'no',
    ],
    [
      'a rule beside a deny',
      [bearing('me', networkPolicy, 'allow'), bearing('b', networkPolicy, 'deny')],
      'no',
    ],
    [
      'an Accept before a policy that would deny',
      [bearing('me', admin, 'allow'), bearing('b', networkPolicy)],
      'sole',
    ],
    [
      'an Accept before a policy that allows too',
      [bearing('me', admin, 'allow'), bearing('b', networkPolicy, 'allow')],
      'shared',
    ],
    ['an Accept where nothing would deny is no reason', [bearing('me', admin, 'allow')], 'no'],
    [
      'a rule that an Accept comes before',
      [bearing('b', admin, 'allow'), bearing('me', networkPolicy, 'allow')],
      'no',
    ],
    [
      'the second of two in order',
      [
        bearing('b', admin, 'allow', { precedence: 1 }),
        bearing('me', admin, 'allow', { precedence: 2 }),
        bearing('c', networkPolicy),
      ],
      'no',
    ],
    ['a rule that may not match', [bearing('me', networkPolicy, 'allow', { match: 'maybe' })], 'no'],
    [
      'a rule of an object that may not govern',
      [bearing('me', networkPolicy, 'allow', { governs: 'maybe' })],
      'no',
    ],
  ]
  it.each(rows)('%s', (_, bearings, expected) => {
    expect(allowsAtSide(bearings, me)).toBe(expected)
  })
})

describe('who keeps a side shut', () => {
  const rows: readonly [title: string, bearings: OwnedBearing[], expected: boolean][] = [
    ['whoever isolates', [bearing('me', networkPolicy)], true],
    ['each of two that isolate', [bearing('me', networkPolicy), bearing('b', networkPolicy)], true],
    [
      'not one whose own rule would let it through, beside a deny',
      [bearing('me', networkPolicy, 'allow'), bearing('b', networkPolicy, 'deny')],
      false,
    ],
    [
      'a deny beside an allow',
      [bearing('me', networkPolicy, 'deny'), bearing('b', networkPolicy, 'allow')],
      true,
    ],
    ['not one that a Deny comes before', [bearing('b', admin, 'deny'), bearing('me', networkPolicy)], false],
    ['a Deny before others', [bearing('me', admin, 'deny'), bearing('b', networkPolicy)], true],
    ['one that a Pass leads to', [bearing('b', admin, 'pass'), bearing('me', networkPolicy)], true],
    [
      'not a baseline that is not asked',
      [bearing('b', networkPolicy), bearing('me', baseline, 'deny')],
      false,
    ],
    ['a baseline that is', [bearing('me', baseline, 'deny')], true],
    [
      'not the second Deny in order',
      [bearing('b', admin, 'deny', { precedence: 1 }), bearing('me', admin, 'deny', { precedence: 2 })],
      false,
    ],
    [
      'not one that may not govern',
      [bearing('me', networkPolicy, undefined, { governs: 'maybe' }), bearing('b', networkPolicy)],
      false,
    ],
    [
      'not one that does not isolate',
      [bearing('me', networkPolicy, undefined, { isolates: 'no' }), bearing('b', networkPolicy)],
      false,
    ],
  ]
  it.each(rows)('%s', (_, bearings, expected) => {
    expect(keepsShut(bearings, me)).toBe(expected)
  })
})

describe('whose doubt it is', () => {
  const rows: readonly [title: string, bearings: OwnedBearing[], expected: boolean][] = [
    ['a rule that may match', [bearing('me', networkPolicy, 'allow', { match: 'maybe' })], true],
    ['an object that may govern', [bearing('me', networkPolicy, undefined, { governs: 'maybe' })], true],
    ['an external authorizer', [bearing('me', networkPolicy, 'delegate', { isolates: 'no' })], true],
    ['nobody where all is certain', [bearing('me', networkPolicy, 'allow')], false],
    [
      'not an object that is certain beside a doubtful one',
      [bearing('me', networkPolicy), bearing('b', networkPolicy, 'allow', { match: 'maybe' })],
      false,
    ],
    [
      'not one whose doubt changes nothing beside another',
      [
        bearing('me', networkPolicy, undefined, { governs: 'maybe' }),
        bearing('a', networkPolicy),
        bearing('b', networkPolicy, 'allow', { match: 'maybe' }),
      ],
      false,
    ],
    [
      'each of two',
      [
        bearing('me', networkPolicy, 'allow', { match: 'maybe' }),
        bearing('b', networkPolicy, 'allow', { match: 'maybe' }),
      ],
      true,
    ],
    [
      'one of whose rules a single one would open',
      [
        {
          ...bearing('me', admin, 'deny', { match: 'maybe' }),
          hits: (['deny', 'allow', 'deny'] as const).map(action => ({
            action,
            match: 'maybe',
            namings: [1],
          })),
        },
        bearing('b', networkPolicy),
      ],
      true,
    ],
  ]
  it.each(rows)('%s', (_, bearings, expected) => {
    expect(isDoubtful(bearings, me)).toBe(expected)
  })
})
