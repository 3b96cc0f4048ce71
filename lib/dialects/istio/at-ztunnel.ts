import type { Clause, ReadRule } from './term'
import { termsOf } from './term'

/**
 * What ztunnel is handed of a rule (istio.md section 5, "L7 fields at ztunnel"); undefined: nothing, so that the rule
 * does nothing there.
 */
export function atZtunnel(rule: ReadRule, action: 'allow' | 'deny'): ReadRule | undefined {
  // An ALLOW rule that looks at anything of L7 is dropped as a whole.
  if (action === 'allow' && termsOf(rule).some(term => term.atZtunnel === 'request')) return undefined
  const from = rule.from && rest(rule.from)
  const to = rule.to && rest(rule.to)
  const when = rest(rule.when)
  // Every condition must match, and one that is left empty never does. The same of `from` or `to` leaves no alternative.
  if (when.length < rule.when.length) return undefined
  return { ...rule, ...(from && { from }), ...(to && { to }), when }
}

/** What is left empty never matches. */
const rest = (clauses: readonly Clause[]): readonly Clause[] =>
  clauses
    .map(({ path, terms }) => ({ path, terms: terms.filter(term => term.atZtunnel === 'read') }))
    .filter(({ terms }) => terms.length > 0)
