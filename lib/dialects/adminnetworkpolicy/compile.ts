import { isMap, quote, type JsonMap } from '../../model/json'
import type { Compiled } from '../../model/dialect'
import { spec, type KubeObject, type Path } from '../../model/object'
import type { Direction, Policy, Rule, Subject } from '../../model/rule'
import { Reading } from '../reading'
import type { Api } from './api'
import { readPlaces, type Place } from './place'
import { doubtfulRules, readRules } from './rule'
import { readSubject, unreadableSubject } from './subject'

const directions = ['ingress', 'egress'] as const

/**
 * Compiles one AdminNetworkPolicy, BaselineAdminNetworkPolicy or ClusterNetworkPolicy. Rule numbers are those of the
 * README beside this file, where each has its source.
 */
export function compileWith(api: Api, object: KubeObject): Compiled {
  const reading = new Reading(object)
  const body = readSpec(reading, object, api)
  const places = readPlaces(reading, body, object.ref, api)
  const subject = body ? readSubject(reading, body, api) : unreadableSubject(['spec'])
  const policies = directions.flatMap(direction => {
    const rules = body
      ? readRules(reading, body, direction, api)
      : doubtfulRules(['spec'], 'the spec does not parse')
    // Rule 3: without rules for a direction a policy does not touch it.
    return rules.length === 0 ? [] : places.map(place => policyAt(object, place, direction, subject, rules))
  })
  if (policies.length === 0 && !reading.refused)
    reading.warn(
      'no-rules',
      ['spec'],
      'has neither `ingress` nor `egress` rules, so the policy decides nothing',
      'write the rules that were meant, or delete the policy',
    )
  return {
    policies: reading.refused ? policies.map(policy => ({ ...policy, refused: true })) : policies,
    transports: [],
    problems: reading.problems,
    dependsOn: [],
  }
}

const policyAt = (
  object: KubeObject,
  { tier, precedence, series }: Place,
  direction: Direction,
  subject: Subject,
  rules: readonly Rule[],
): Policy => ({
  dialect: 'adminnetworkpolicy',
  object: object.ref,
  path: ['spec', direction],
  tier,
  direction,
  precedence,
  series,
  subject,
  // Rule 3: nothing is denied but by a rule.
  isolates: 'no',
  enforcement: 'enforced',
  refused: false,
  unread: false,
  rules,
})

function readSpec(reading: Reading, object: KubeObject, api: Api): JsonMap | undefined {
  const value = spec(object) ?? undefined
  const path: Path = ['spec']
  if (isMap(value)) {
    reading.onlyKeys(value, path, api.specFields)
    return value
  }
  reading.refuse(
    'bad-type',
    path,
    value === undefined ? 'is missing' : `${quote(value)} is no map`,
    `write ${api.specFields.map(field => `\`${field}\``).join(', ')}`,
  )
  return undefined
}
