import type { Namespace } from '../model/inventory'
import type { Direction, NamespaceScope, Policy, Rule } from '../model/rule'
import { hidden, selects, selectsAll } from '../model/selector'
import { and, type Tri } from '../model/tri'
import { entry } from './tally'

/** `defaultDeny` of every namespace in both directions, by its name. */
export function defaultDenies(
  policies: readonly Policy[],
  namespaces: Iterable<Namespace>,
): Map<string, Readonly<Record<Direction, Tri>>> {
  // A policy for one namespace says nothing about the others.
  const own = new Map<string, Policy[]>()
  const wide: Policy[] = []
  for (const policy of policies) {
    const { namespaces: scope } = policy.subject
    if (scope.kind === 'named') entry(own, scope.namespace, () => []).push(policy)
    else wide.push(policy)
  }
  return new Map(
    [...namespaces].map(namespace => {
      const some = [...(own.get(namespace.name) ?? []), ...wide]
      return [
        namespace.name,
        { ingress: defaultDeny(some, namespace, 'ingress'), egress: defaultDeny(some, namespace, 'egress') },
      ]
    }),
  )
}

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
function inScope(scope: NamespaceScope, namespace: Namespace): Tri {
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
