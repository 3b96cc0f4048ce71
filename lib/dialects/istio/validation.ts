import type { JsonMap } from '../../model/json'
import type { Path } from '../../model/object'
import { present, type Reading } from '../reading'
import { isLegible, type Illegible } from './rules'
import { termsOf, type ReadRule, type Term } from './term'

/** What Istio's validation refuses in CUSTOM policies (istio.md section 5, "Evaluation order"). */
export function checkCustom(
  reading: Reading,
  rules: readonly (ReadRule | Illegible)[],
  isDryRun: boolean,
): void {
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

/** Without rules such a policy never matches, and validation refuses it. */
export function refuseNoRules(reading: Reading, action: 'DENY' | 'CUSTOM', missing: boolean): void {
  if (missing)
    reading.refuse(
      'no-rules',
      ['spec', 'rules'],
      `is missing, and ${action} without rules never matches`,
      'write the rules, or `rules: [{}]` to match everything',
    )
}

export function refuseProvider(reading: Reading, body: JsonMap): void {
  const path: Path = ['spec', 'provider']
  if (present(body, 'provider') !== undefined)
    reading.refuse(
      'bad-provider',
      path,
      'stands in a policy whose action is not CUSTOM',
      'remove it, or write `action: CUSTOM`',
    )
}
