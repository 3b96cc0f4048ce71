import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile } from '../analyze'
import { sameRef } from '../model/object'
import type { Policy, Rule } from '../model/rule'
import { captureOfObjects } from '../../test/kit/random-capture'
import { randomCase } from '../../test/third-opinion/random-cluster'
import { casts, comparable, Shadows, type Shadow } from './shadow'

const clusters = Number(process.env['PODTRUST_SEEDS'] ?? 500)
const seed = Number(process.env['PODTRUST_SEED'] ?? 20261110)

/** By holding every rule against every other: those of the policy's own namespace first. */
function everyShadow(policies: readonly Policy[], policy: Policy): Shadow[] {
  const order = new Map<Rule, number>()
  for (const { rules } of policies) for (const rule of rules) order.set(rule, order.size)
  const placeOf = ({ subject: { namespaces }, tier, direction }: Policy, wide = false): string =>
    JSON.stringify([tier, direction, !wide && namespaces.kind === 'named' ? namespaces.namespace : null])
  const others = [...new Set([placeOf(policy), placeOf(policy, true)])].flatMap(place =>
    policies.filter(other => placeOf(other) === place && comparable(other)),
  )
  if (!comparable(policy)) return []
  return policy.rules.flatMap(rule => {
    const shadows = others.flatMap(other =>
      other.rules
        .filter(cover => casts({ policy: other, rule: cover }, policy, rule, order))
        .map(({ path }): Shadow => ({
          rule,
          by: { object: other.object, path },
          own: sameRef(other.object, policy.object),
        })),
    )
    return shadows.find(({ own }) => !own) ?? shadows[0] ?? []
  })
}

describe('shadows', () => {
  it(`are found by conditions as by holding every rule against every other, in ${clusters} pairs of random clusters`, () => {
    let found = 0
    fc.assert(
      // The policies of two clusters in one: more rules that are alike.
      fc.property(randomCase, randomCase, (one, two) => {
        const policies = [...compile(captureOfObjects(one.objects)).policies]
        for (const policy of compile(captureOfObjects(two.objects)).policies)
          policies.push({ ...policy, object: { ...policy.object, name: `${policy.object.name}-too` } })
        const shadows = new Shadows(policies)
        for (const policy of policies) {
          const wanted = everyShadow(policies, policy)
          expect(shadows.of(policy)).toEqual(wanted)
          found += wanted.length
        }
      }),
      { numRuns: clusters, seed },
    )
    expect(found).toBeGreaterThan(100)
  }, 600_000)
})
