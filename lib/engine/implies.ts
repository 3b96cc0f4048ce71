import { contains, overlaps } from '../model/address'
import { portCount } from '../model/port'
import type { NamespaceScope, Peer, PodSet, PortMatch } from '../model/rule'
import type { Requirement, Selector } from '../model/selector'
import { nameLabel } from './inventory'

/**
 * Whether one part of a rule lies within another whatever pods and namespaces there are. `false` also where that
 * cannot be told, so that nothing is called shadowed that is not; what does not parse lies within nothing.
 */

/** Every pod of `inner` is one of `outer`. */
export const podsWithin = (inner: PodSet, outer: PodSet): boolean =>
  scopeWithin(inner.namespaces, outer.namespaces) &&
  selectorWithin(inner.pods, outer.pods) &&
  (outer.serviceAccounts === undefined ||
    (inner.serviceAccounts?.every(name => outer.serviceAccounts?.includes(name)) ?? false)) &&
  (outer.proxies === undefined || (inner.proxies?.every(proxy => outer.proxies?.includes(proxy)) ?? false))

function scopeWithin(inner: NamespaceScope, outer: NamespaceScope): boolean {
  if (outer.kind === 'all') return true
  if (inner.kind === 'all') return outer.kind === 'selected' && selectorWithin(noConditions, outer.selector)
  return selectorWithin(asSelector(inner), asSelector(outer))
}

const noConditions: Selector = { requirements: [], unreadable: [] }

/** A namespace by its name is a namespace with the label that the API server gives it. */
const asSelector = (scope: Exclude<NamespaceScope, { kind: 'all' }>): Selector =>
  scope.kind === 'selected'
    ? scope.selector
    : {
        requirements: [{ key: nameLabel, operator: 'In', values: [scope.namespace], path: [] }],
        unreadable: [],
      }

const selectorWithin = (inner: Selector, outer: Selector): boolean =>
  inner.unreadable.length === 0 &&
  outer.unreadable.length === 0 &&
  outer.requirements.every(wanted => inner.requirements.some(given => implies(given, wanted)))

/** Whoever meets `given` meets `wanted`. */
function implies(given: Requirement, wanted: Requirement): boolean {
  if (given.key !== wanted.key) return false
  const subset = (a: readonly string[], b: readonly string[]): boolean => a.every(value => b.includes(value))
  switch (wanted.operator) {
    case 'In':
      return given.operator === 'In' && subset(given.values, wanted.values)
    case 'Exists':
      return given.operator === 'Exists' || given.operator === 'In'
    case 'DoesNotExist':
      return given.operator === 'DoesNotExist'
    case 'NotIn':
      // Objects without the key meet NotIn (networkpolicy.md 4, rule 15).
      return (
        given.operator === 'DoesNotExist' ||
        (given.operator === 'NotIn' && subset(wanted.values, given.values)) ||
        (given.operator === 'In' && !given.values.some(value => wanted.values.includes(value)))
      )
  }
}

/** Everybody whom `inner` names is named by `outer`. */
export function peerWithin(inner: Peer, outer: Peer): boolean {
  if (inner.kind === 'unreadable') return false
  if (inner.kind === 'pods' && inner.pods.unreadable.length > 0) return false
  if (outer.kind === 'anyone') return true
  if (inner.kind === 'pods' && outer.kind === 'pods') return podsWithin(inner, outer)
  if (inner.kind !== 'addresses' || outer.kind !== 'addresses') return false
  return (
    contains(outer.block, inner.block) &&
    outer.except.every(
      hole => !overlaps(hole, inner.block) || inner.except.some(left => contains(left, hole)),
    )
  )
}

/** Every port that `inner` means is meant by `outer`, on any destination. */
export function portWithin(inner: PortMatch, outer: PortMatch): boolean {
  if (inner.kind === 'unreadable') return false
  if (outer.kind === 'every') return true
  if (inner.kind === 'named' && outer.kind === 'named')
    return inner.name === outer.name && inner.protocol === outer.protocol
  if (inner.kind !== 'range' || outer.kind !== 'range' || inner.protocol !== outer.protocol) return false
  return portCount(inner) > 0 && outer.first <= inner.first && inner.last <= outer.last
}
