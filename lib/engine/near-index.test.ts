import fc from 'fast-check'
import { expect, test } from 'vitest'
import { namespace, networkPolicy, pod } from '../../test/kit/manifests'
import { captureOf } from '../../test/kit/world'
import { compile } from '../analyze'
import { defaultSettings } from '../model/settings'
import { rememberForAnswers } from './memory'
import { inPodSet } from './matching'
import type { NearIndex } from './near-index'
import { answer } from './question'
import { openRelation } from './relation/open'
import type { World } from './world'
import { worldsOf } from './worlds'

/** Looks at every policy and every pod. */
const everywhere = (world: World): NearIndex => ({
  policiesNear: () => world.compiled.policies,
  selectsNobody: set =>
    !world.inventory.pods.some(each => !each.hostNetwork && inPodSet(world, set, each) !== 'no'),
})

const value = fc.constantFrom('frontend', 'front-end', 'backend', 'back')
const space = fc.constantFrom('red', 'blue')
const requirement = fc.oneof(
  value.map(wanted => `{key: app, operator: In, values: [${wanted}]}`),
  fc.tuple(value, value).map(([a, b]) => `{key: tier, operator: In, values: [${a}, ${b}]}`),
  fc.constantFrom(
    '{key: app, operator: Exists}',
    '{key: team, operator: Exists}',
    '{key: tier, operator: DoesNotExist}',
  ),
  value.map(wanted => `{key: app, operator: NotIn, values: [${wanted}]}`),
)
const selector = fc
  .array(requirement, { maxLength: 2 })
  .map(requirements => `{matchExpressions: [${requirements.join(', ')}]}`)
const policy = fc.tuple(space, selector, selector, fc.boolean()).map(([where, subject, peer, anywhere]) => ({
  where,
  spec: `{podSelector: ${subject}, ingress: [{from: [{podSelector: ${peer}${anywhere ? ', namespaceSelector: {}' : ''}}], ports: [{port: 80}]}]}`,
}))
const somePod = fc.record({
  where: space,
  app: value,
  tier: fc.option(value, { nil: undefined }),
  host: fc.nat(7),
})

test('near misses are found by index where looking everywhere finds them', () => {
  let found = 0
  fc.assert(
    fc.property(
      fc.array(somePod, { minLength: 2, maxLength: 4 }),
      fc.array(policy, { minLength: 1, maxLength: 5 }),
      (pods, policies) => {
        const capture = captureOf([
          namespace('red'),
          namespace('blue'),
          ...pods.map(({ where, app, tier, host }, at) =>
            pod(`${where}/p-${at}`, {
              labels: `app: ${app}${tier === undefined ? '' : `, tier: ${tier}`}`,
              ...(host === 0 && { hostNetwork: true, node: 'n1', ip: '192.0.2.1' }),
            }),
          ),
          ...policies.map(({ where, spec }, at) => networkPolicy(`${where}/np-${at}`, spec)),
        ])
        const worlds = worldsOf(capture, compile(capture), defaultSettings)
        const { world } = worlds
        const memory = rememberForAnswers(openRelation(worlds))
        const ends = world.inventory.pods.map(each => ({
          kind: 'pods' as const,
          label: each.name,
          pods: [each],
        }))
        for (const from of ends)
          for (const to of ends) {
            const question = { from, to, protocol: 'TCP' as const, port: 80 }
            const wanted = answer(world, worlds.other, question, { ...memory, near: everywhere(world) })
            expect(answer(world, worlds.other, question, memory)).toEqual(wanted)
            found +=
              JSON.stringify(wanted, (_, each: unknown) =>
                typeof each === 'bigint' ? String(each) : each,
              ).split('near-subject').length - 1
          }
      },
    ),
    { numRuns: 150, seed: 20261104 },
  )
  // Else nothing was tested.
  expect(found).toBeGreaterThan(100)
})
