import type { TraceStep } from '../model/explanation'
import { pathText, refText } from '../model/object'
import { tiers } from '../model/policy-kinds'
import type { Direction } from '../model/rule'
import { isCertain, type RuleHit } from './asked'
import { carries, type Decided } from './decided'
import { peerText, portMatchText } from './describe'
import { requestText } from './requests'
import { governing, type Governing, type SideView, type Ends } from './sides'
import type { Party, World } from './world'

/** What was put to one side for one port, in the order of evaluation, and what came of it. */
export function stepsOf(world: World, side: SideView, pair: Ends, decided: Decided): TraceStep[] {
  if (side.policed !== 'yes' && side.policed !== 'outside')
    return [{ role: 'decided', certain: true, detail: { kind: 'cannot-police', why: side.policed } }]
  const self = side.direction === 'egress' ? pair.from : pair.to
  const steps = [
    ...otherDirection(world, side, self, decided),
    ...side.governing.flatMap(each => policySteps(each, decided)),
    ...tieSteps(decided),
  ]
  if (steps.length > 0 && decided.cause !== 'default-allow') return steps
  if (steps.some(({ certain }) => certain))
    return [
      ...steps,
      {
        role: 'decided',
        certain: true,
        detail: { kind: 'default-allow', ...(decided.verdict === 'conditional' && { others: true }) },
      },
    ]
  return [
    ...steps,
    {
      role: decided.cause === 'default-allow' ? 'decided' : 'considered',
      certain: true,
      detail: { kind: 'nothing-selects', namespace: self.kind === 'pod' ? self.pod.namespace : '' },
    },
  ]
}

function policySteps(each: Governing, decided: Decided): TraceStep[] {
  const { policy } = each
  const hits = decided.asked.hits.filter(hit => hit.governing.policy === policy)
  if (policy.unread)
    return [
      {
        role: decided.cause === 'unread' ? 'decided' : 'considered',
        object: policy.object,
        certain: false,
        detail: {
          kind: 'unread',
          reason: policy.subject.kind === 'unreadable' ? policy.subject.reason : '',
        },
      },
    ]
  if (hits.length > 0) return ruleSteps(hits, decided)
  const place = { object: policy.object, path: policy.path, certain: isCertain(each) }
  if (!decided.asked.policies.has(policy))
    return [{ ...place, role: 'considered', detail: { kind: 'not-asked', tier: policy.tier.name } }]
  const rules = policy.rules.length
  return [
    {
      ...place,
      role: carries(decided, undefined, policy) ? 'decided' : 'considered',
      detail: policy.isolates === 'no' ? { kind: 'no-match', rules } : { kind: 'isolates', rules },
    },
  ]
}

function ruleSteps(hits: readonly RuleHit[], decided: Decided): TraceStep[] {
  const byRule = new Map(hits.map(hit => [pathText(hit.candidate.rule.path), hit]))
  return [...byRule.values()].map(hit => ({
    role: carries(decided, hit, hit.governing.policy) || takesSome(decided, hit) ? 'decided' : 'considered',
    object: hit.governing.policy.object,
    path: hit.candidate.rule.path,
    certain: hit.certain,
    detail: {
      kind: 'rule-matches',
      action: hit.candidate.rule.action,
      peer: peerText(hit.candidate.peer),
      ports: portMatchText(hit.candidate.rule.ports),
      ...(hit.candidate.rule.request && { request: requestText(hit.candidate.rule.request) }),
    },
  }))
}

/** Of what the side lets through, the rule takes some requests away, or has somebody else judge them. */
const takesSome = ({ verdict }: Decided, { candidate, certain }: RuleHit): boolean =>
  verdict === 'conditional' &&
  certain &&
  candidate.request !== undefined &&
  (candidate.rule.action === 'deny' || candidate.rule.action === 'delegate')

/** Policies without an order among them that want different things: either may come first. */
const tieSteps = ({ asked, verdict }: Decided): TraceStep[] =>
  asked.ties.flatMap(([first, ...others]): TraceStep[] =>
    first
      ? [
          {
            role: verdict === 'unknown' ? 'decided' : 'considered',
            object: first.object,
            certain: true,
            detail: { kind: 'tie', with: others.map(({ object }) => refText(object)) },
          },
        ]
      : [],
  )

/**
 * "Selected by a NetworkPolicy" is read per direction: one that selects the pod for the other direction alone leaves this
 * one to the baseline tier. Another engine stops at any NetworkPolicy (networkpolicy.md 3.4), so it is told where it matters.
 */
function otherDirection(world: World, side: SideView, self: Party, { asked }: Decided): TraceStep[] {
  const ofTier = ({ policy }: Governing, name: string): boolean => policy.tier.name === name
  if (side.plane !== 'network' || self.kind !== 'pod') return []
  if (side.governing.some(each => ofTier(each, tiers.networkPolicy.name))) return []
  if (![...asked.policies].some(({ tier }) => tier.name === tiers.baseline.name)) return []
  const other: Direction = side.direction === 'egress' ? 'ingress' : 'egress'
  return governing(world, 'network', other, self.pod)
    .filter(each => ofTier(each, tiers.networkPolicy.name))
    .map(each => ({
      role: 'considered',
      object: each.policy.object,
      path: each.policy.path,
      certain: isCertain(each),
      detail: { kind: 'other-direction', selects: other },
    }))
}
