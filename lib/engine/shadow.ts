import { sameRef, type ObjectRef, type Path } from '../model/object'
import type { Peer, Policy, PortMatch, Rule } from '../model/rule'
import { peerWithin, podsWithin, portWithin } from './implies'
import { namesPeer, namesPort } from './matching'
import { ShadowIndex, type Placed } from './shadow-index'

/** An allow rule that adds nothing, and the rule beside which it adds nothing. */
export interface Shadow {
  readonly rule: Rule
  readonly by: { readonly object: ObjectRef; readonly path: Path }
  /** The other rule is one of the same object. */
  readonly own: boolean
}

/** Finds shadowed rules among policies; of rules that are alike, the first in the order given casts the shadow. */
export class Shadows {
  private readonly byPlace = new Map<string, ShadowIndex>()
  private readonly order = new Map<Rule, number>()

  constructor(policies: readonly Policy[]) {
    let place = 0
    for (const policy of policies) {
      for (const rule of policy.rules) this.order.set(rule, this.order.size)
      if (!comparable(policy)) continue
      const at = placeOf(policy)
      const there = this.byPlace.get(at) ?? new ShadowIndex()
      this.byPlace.set(at, there)
      for (const rule of policy.rules) there.add({ policy, rule, place: place++ })
    }
  }

  /** The shadowed rules of one policy. */
  of(policy: Policy): Shadow[] {
    if (!comparable(policy)) return []
    const places = new Set([placeOf(policy), everywhere(policy)])
    const others = [...places].flatMap(place => this.byPlace.get(place) ?? [])
    return policy.rules.flatMap(rule => this.shadowOf(policy, rule, others) ?? [])
  }

  /** The first rule of another object that casts a shadow, else the first of the same. */
  private shadowOf(policy: Policy, rule: Rule, others: readonly ShadowIndex[]): Shadow | undefined {
    let ofOwn: Placed | undefined
    for (const index of others) {
      let first: Placed | undefined
      let own: Placed | undefined
      for (const list of index.candidates(policy, rule))
        for (const placed of list) {
          if (first && placed.place >= first.place) break
          if (!casts(placed, policy, rule, this.order)) continue
          if (!sameRef(placed.policy.object, policy.object)) first = placed
          else if (!own || placed.place < own.place) own = placed
        }
      if (first) return shadow(rule, first, false)
      ofOwn ??= own
    }
    return ofOwn && shadow(rule, ofOwn, true)
  }
}

const shadow = (rule: Rule, { policy: { object }, rule: { path } }: Placed, own: boolean): Shadow => ({
  rule,
  by: { object, path },
  own,
})

/** Whether a rule adds nothing beside another; of two that are alike, the first in order casts the shadow. */
export function casts(
  { policy: other, rule: cover }: Pick<Placed, 'policy' | 'rule'>,
  policy: Policy,
  rule: Rule,
  order: ReadonlyMap<Rule, number>,
): boolean {
  if (cover === rule || !governsAllOf(other, policy) || !covers(cover, rule)) return false
  const alike = covers(rule, cover) && governsAllOf(policy, other)
  return !alike || (order.get(cover) ?? 0) < (order.get(rule) ?? 0)
}

/** Allow rules add up in a tier of this resolution, so that one of them can be superfluous. */
export const comparable = (policy: Policy): boolean =>
  policy.tier.resolution === 'deny-overrides' &&
  policy.enforcement === 'enforced' &&
  policy.isolates === 'yes' &&
  !policy.refused &&
  !policy.unread

const everywhere = ({ tier, direction }: Policy): string =>
  JSON.stringify([tier.plane, tier.name, direction, null])

/** Policies of one tier and direction; those of a namespace stand apart. */
function placeOf(policy: Policy): string {
  const { tier, direction, subject } = policy
  return subject.namespaces.kind === 'named'
    ? JSON.stringify([tier.plane, tier.name, direction, subject.namespaces.namespace])
    : everywhere(policy)
}

const governsAllOf = (outer: Policy, inner: Policy): boolean =>
  outer.subject.kind === 'pods' &&
  inner.subject.kind === 'pods' &&
  podsWithin(inner.subject, outer.subject) &&
  (outer.service === undefined ||
    (outer.service.name === inner.service?.name && outer.service.namespace === inner.service.namespace))

/** Every peer and port that `inner` allows is allowed by `outer` and named there as well or better. */
const covers = (outer: Rule, inner: Rule): boolean =>
  outer.action === 'allow' &&
  inner.action === 'allow' &&
  outer.present === 'yes' &&
  outer.self === undefined &&
  outer.request === undefined &&
  (outer.sees === undefined || outer.sees === inner.sees) &&
  inner.peers.every(peer => outer.peers.some(other => peerWithin(peer, other) && namesAsWell(other, peer))) &&
  inner.ports.every(port =>
    outer.ports.some(other => portWithin(port, other) && namesPortAsWell(other, port)),
  )

function namesAsWell(outer: Peer, inner: Peer): boolean {
  const [better, worse] = [namesOutside(outer), namesOutside(inner)]
  return better !== undefined && worse !== undefined && (better || !worse)
}

/** Whether a peer entry names whom it means, where addresses mean somebody outside. */
export const namesOutside = (peer: Peer): boolean | undefined =>
  namesPeer(peer, {
    kind: 'outside',
    range: peer.kind === 'addresses' ? peer.block : { family: 4, first: 0n, last: 0n },
  })

function namesPortAsWell(outer: PortMatch, inner: PortMatch): boolean {
  const [better, worse] = [namesPort(outer), namesPort(inner)]
  return better !== undefined && worse !== undefined && (better || !worse)
}
