import { describe, expect, it } from 'vitest'
import { answerAt, authorizationPolicy, cart, compiledOf, problemsOf } from '../kit/istio'
import { authorizationRows } from './authorization-policy-rows'

/**
 * AuthorizationPolicies that Istio or the API server would refuse, or that say little. Such an object never widens anything
 * that another one shuts, and never shuts in every reading what it would shut in one.
 */
const policy = (spec: string): string => authorizationPolicy('x/p', spec)
const arrival = { identity: cart }

describe('55: AuthorizationPolicies', () => {
  it.each(authorizationRows)('%s', (spec, problems, effect) => {
    expect(problemsOf([policy(spec)])).toEqual(problems)
    expect(answerAt([policy(spec)], arrival)).toBe(effect)
    const [compiled] = compiledOf([policy(spec)])
    expect(compiled?.policies.every(({ refused }) => refused === problems.length > 0)).toBe(true)
    expect(compiled?.problems.every(problem => problem.effect === 'unknown')).toBe(true)
  })

  it.each(authorizationRows)('%s: never widens what another policy shuts', spec => {
    const shut = authorizationPolicy('x/shut', '{action: DENY, rules: [{}]}')
    expect(answerAt([policy(spec), shut], arrival)).toBe('deny')
  })

  it('several defects are all told, each at its place', () => {
    const spec =
      '{selector: {matchLabels: {app: 1}}, action: NO, rules: [{from: [{source: {}}], to: [{operation: {ports: ["0"]}}]}]}'
    expect(compiledOf([policy(spec)])[0]?.problems.map(({ path }) => path?.join('.'))).toEqual([
      'spec.selector.matchLabels.app',
      'spec.action',
      'spec.rules.0.from.0.source',
      'spec.rules.0.to.0.operation.ports.0',
    ])
  })

  it('a defect in one rule leaves what every reading denies denied', () => {
    const shut = authorizationPolicy('x/q', '{rules: []}')
    const spec = '{action: DENY, rules: [{from: [{source: {}}]}]}'
    expect(answerAt([policy(spec), shut], arrival)).toBe('deny')
    expect(answerAt([policy('{rules: [{from: [{source: {}}]}]}'), shut], arrival)).toBe('unknown')
  })
})
