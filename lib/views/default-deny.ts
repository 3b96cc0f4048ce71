import type { Namespace } from '../model/inventory'
import type { Direction, NamespaceScope, Policy, Rule } from '../model/rule'
import { hidden, selects, selectsAll } from '../model/selector'
import { and, type Tri } from '../model/tri'

/**
 * Whether one of these policies limits every pod of the namespace on the network, present and future, in one direction:
 * what a checklist calls default deny (checklist-security.md 1.1). Says nothing about any verdict; workloads may be
 * limited one by one without it.
 */
export function defaultDeny(policies: readonly Policy[], namespace: Namespace, direction: Direction): Tri {
  let answer: Tri = 'no'
  for (const policy of policies) {
    const covers = policy.direction === direction ? coversAll(policy, namespace) : 'no'
    if (covers === 'yes') return 'yes'
    if (covers === 'maybe') answer = 'maybe'
  }
  return answer
}

function coversAll(policy: Policy, namespace: Namespace): Tri {
  const { subject } = policy
  if (policy.tier.plane !== 'network' || policy.rules.some(allowsEverything)) return 'no'
  if (subject.kind === 'unreadable') return and(inScope(subject.namespaces, namespace), 'maybe')
  if (!selectsAll(subject.pods) || subject.serviceAccounts !== undefined) return 'no'
  const stands = policy.refused || policy.unread ? 'maybe' : policy.isolates
  return and(inScope(subject.namespaces, namespace), stands)
}

const allowsEverything = (rule: Rule): boolean =>
  rule.action === 'allow' &&
  rule.request === undefined &&
  rule.peers.some(({ kind }) => kind === 'anyone') &&
  rule.ports.some(({ kind }) => kind === 'every')

/** Whether pods of the namespace are meant. */
export function inScope(scope: NamespaceScope, namespace: Namespace): Tri {
  switch (scope.kind) {
    case 'all':
      return 'yes'
    case 'named':
      return scope.namespace === namespace.name ? 'yes' : 'no'
    case 'selected':
      return selects(
        scope.selector,
        key => namespace.labels.get(key) ?? (namespace.labelsKnown ? undefined : hidden),
      )
  }
}
