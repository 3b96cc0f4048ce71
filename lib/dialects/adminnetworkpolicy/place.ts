import { quote, type JsonMap } from '../../model/json'
import { refKey, type ObjectRef } from '../../model/object'
import { tiers } from '../../model/policy-kinds'
import type { Tier } from '../../model/rule'
import { present, type Reading } from '../reading'
import type { Api } from './api'

/** Where a policy stands: its tier, and its turn in it. */
export interface Place {
  readonly tier: Tier
  readonly precedence: number
  /** Rule 8: the kinds of v1alpha1 and v1alpha2 know no order among each other. */
  readonly series: string
}

const lastPriority = 1000

/** Rules 6 to 8: several places where the tier does not parse, a place of no known turn where the priority does not. */
export function readPlaces(
  reading: Reading,
  body: JsonMap | undefined,
  ref: ObjectRef,
  api: Api,
): readonly Place[] {
  const nowhere = { precedence: 0, series: refKey(ref) }
  if (api.place === 'baseline') {
    if (ref.name !== 'default')
      reading.refuse(
        'bad-name',
        ['metadata', 'name'],
        `${quote(ref.name)} is no name for a BaselineAdminNetworkPolicy`,
        'call it `default`; there is one in a cluster',
      )
    return [
      {
        tier: tiers.baseline,
        ...(ref.name === 'default' ? { precedence: 0, series: api.version } : nowhere),
      },
    ]
  }
  const found = body && api.place === 'written' ? readTier(reading, body) : undefined
  const among = api.place === 'admin' ? [tiers.admin] : found ? [found] : [tiers.admin, tiers.baseline]
  const precedence = body && readPriority(reading, body)
  return among.map(tier => ({
    tier,
    ...(precedence === undefined ? nowhere : { precedence, series: api.version }),
  }))
}

function readTier(reading: Reading, body: JsonMap): Tier | undefined {
  const value = present(body, 'tier')
  if (value === 'Admin') return tiers.admin
  if (value === 'Baseline') return tiers.baseline
  reading.refuse(
    'bad-tier',
    ['spec', 'tier'],
    value === undefined ? 'is missing' : `${quote(value)} is no tier`,
    'write Admin or Baseline',
  )
  return undefined
}

function readPriority(reading: Reading, body: JsonMap): number | undefined {
  const value = present(body, 'priority')
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= lastPriority)
    return value
  reading.refuse(
    'bad-priority',
    ['spec', 'priority'],
    value === undefined ? 'is missing' : `${quote(value)} is no priority`,
    `use a whole number from 0 to ${lastPriority}; the lowest comes first`,
  )
  return undefined
}
