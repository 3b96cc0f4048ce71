import type { JsonMap } from '../../model/json'
import { present, type Reading } from '../reading'
import type { PolicyAction } from './action'
import { isLegible, type Illegible } from './rules'
import { termsOf, type ReadRule, type Term } from './term'

export interface WrittenPolicy {
  readonly action: PolicyAction | undefined
  readonly rules: readonly (ReadRule | Illegible)[] | undefined
  readonly isTried: boolean
}

/** What Istio's validation asks of a policy as a whole (istio.md section 5, "Evaluation order"). */
export function validate(reading: Reading, body: JsonMap, { action, rules, isTried }: WrittenPolicy): void {
  if ((action === 'DENY' || action === 'CUSTOM') && rules === undefined) refuseNoRules(reading, action)
  if (action === 'CUSTOM') checkCustom(reading, rules ?? [], isTried)
  else if (action !== undefined && present(body, 'provider') !== undefined) refuseProvider(reading)
}

function checkCustom(reading: Reading, rules: readonly (ReadRule | Illegible)[], isDryRun: boolean): void {
  for (const term of rules.filter(isLegible).flatMap(termsOf))
    if (isUnsupported(term))
      reading.refuse(
        'unsupported-in-custom',
        term.path,
        'is not supported in a policy whose action is CUSTOM',
        'ask by address, port, method, path, host or header',
      )
  if (isDryRun)
    reading.refuse(
      'unsupported-in-custom',
      ['metadata', 'annotations', 'istio.io/dry-run'],
      'is not supported in a policy whose action is CUSTOM',
      'remove the annotation',
    )
}

const ofTokens: readonly string[] = ['request-principal', 'audience', 'presenter', 'claim']

const isUnsupported = (term: Term): boolean =>
  (term.kind === 'identity' && (term.part === 'principal' || term.part === 'namespace')) ||
  (term.kind === 'request' && ofTokens.includes(term.field.kind))

/** Without rules such a policy never matches. */
const refuseNoRules = (reading: Reading, action: PolicyAction): void =>
  reading.refuse(
    'no-rules',
    ['spec', 'rules'],
    `is missing, and ${action} without rules never matches`,
    'write the rules, or `rules: [{}]` to match everything',
  )

const refuseProvider = (reading: Reading): void =>
  reading.refuse(
    'bad-provider',
    ['spec', 'provider'],
    'stands in a policy whose action is not CUSTOM',
    'remove it, or write `action: CUSTOM`',
  )
