import { quote, type JsonMap } from '../../model/json'
import { annotationsOf, type KubeObject } from '../../model/object'
import { present, type Reading } from '../reading'

export type PolicyAction = (typeof actions)[number]
const actions = ['ALLOW', 'DENY', 'CUSTOM', 'AUDIT'] as const

/** ALLOW where nothing is said; undefined where it does not parse. */
export function readAction(reading: Reading, body: JsonMap): PolicyAction | undefined {
  const value = present(body, 'action') ?? 'ALLOW'
  const action = actions.find(known => known === value)
  if (!action)
    reading.refuse(
      'bad-action',
      ['spec', 'action'],
      `${quote(value)} is no action`,
      'write ALLOW, DENY, CUSTOM or AUDIT',
    )
  return action
}

const dryRun = 'istio.io/dry-run'
/** What Istio reads as true there. */
const truths: readonly string[] = ['1', 't', 'T', 'true', 'TRUE', 'True']
const falsehoods: readonly string[] = ['0', 'f', 'F', 'false', 'FALSE', 'False']

/** Whether the policy is only tried out, so that it decides nothing (istio.md section 5). */
export function isDryRun(reading: Reading, object: KubeObject): boolean {
  const value = annotationsOf(object).get(dryRun)
  if (value !== undefined && !truths.includes(value) && !falsehoods.includes(value))
    reading.refuse(
      'bad-dry-run',
      ['metadata', 'annotations', dryRun],
      `${quote(value)} is neither true nor false`,
      'write `"true"` or remove the annotation',
    )
  return value !== undefined && truths.includes(value)
}
