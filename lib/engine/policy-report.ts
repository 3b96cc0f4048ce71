import { compareRefs, compareText, pathText } from '../model/object'
import type { Enforcement, PolicyNote, PolicyReport, Selected } from '../model/policy-report'
import type { Policy, Rule } from '../model/rule'
import { selectorText } from '../model/selector'
import { broadPeers } from './broad'
import { byObject, governsNobody, type ObjectPolicies } from './findings'
import type { GovernedClasses } from './governed-classes'
import type { PodQuestions } from './pod-questions'
import { Shadows } from './shadow'
import { silentParts } from './silent'
import type { World } from './world'

/** Near workloads that a note names. */
const mostNear = 5

/**
 * Every policy object in evaluation order: network before authorization, tiers by their order, first-match tiers by
 * precedence; where order means nothing, by namespace and name.
 */
export function policyReports(world: World, governed: GovernedClasses, ask: PodQuestions): PolicyReport[] {
  const objects = byObject(world.compiled.policies)
    .map(each => ({ ...each, first: inOrder(each.policies) }))
    .sort((a, b) => comparePlace(a.first, b.first))
  const shadows = new Shadows(objects.flatMap(({ policies }) => policies))
  return objects.map(({ first, ...each }) => reportOf({ world, governed, ask, shadows }, each, first))
}

/** The policy of an object that is asked first. */
function inOrder(policies: readonly Policy[]): Policy {
  const [first, ...others] = policies
  // INVARIANT: byObject makes no empty groups.
  if (!first) throw new Error('an object without policies is no policy object')
  return others.reduce((a, b) => (compareTier(b, a) < 0 ? b : a), first)
}

function compareTier(a: Policy, b: Policy): number {
  if (a.tier.plane !== b.tier.plane) return a.tier.plane === 'network' ? -1 : 1
  return a.tier.order - b.tier.order || compareText(a.tier.name, b.tier.name) || a.precedence - b.precedence
}

const comparePlace = (a: Policy, b: Policy): number => compareTier(a, b) || compareRefs(a.object, b.object)

/** What reports are made of. */
interface Sources {
  readonly world: World
  readonly governed: GovernedClasses
  readonly ask: PodQuestions
  readonly shadows: Shadows
}

function reportOf(
  { world, governed, ask, shadows }: Sources,
  { object, policies }: ObjectPolicies,
  first: Policy,
): PolicyReport {
  const enforcement = enforcementOf(world, first)
  const directions = (['ingress', 'egress'] as const).filter(direction =>
    policies.some(policy => policy.direction === direction),
  )
  return {
    object,
    dialect: first.dialect,
    tier: first.tier,
    directions,
    enforcement,
    ...selection(governed, policies),
    notes: [
      ...unreadNote(first),
      ...(policies.some(({ refused, unread }) => refused && !unread) ? [{ kind: 'refused' as const }] : []),
      ...(enforcement === 'enforced' ? [] : [{ kind: 'not-enforced' as const, why: enforcement }]),
      ...nobodyNote(ask, policies),
      ...servicesNote(policies),
      ...distinct(policies.flatMap(policy => silentParts(ask, policy))),
      ...distinct(shadowNotes(policies, shadows)),
      ...distinct(policies.flatMap(policy => broadPeers(policy))),
    ],
  }
}

/** Whether anybody acts by the object: as it says itself, then as the plane has it. */
function enforcementOf(world: World, { enforcement, tier }: Policy): Enforcement {
  if (enforcement !== 'enforced') return enforcement
  if (tier.plane === 'network') return world.enforced ? 'enforced' : 'engine'
  return world.mesh ? 'enforced' : 'plane'
}

const unreadNote = ({ unread, subject }: Policy): PolicyNote[] =>
  unread && subject.kind === 'unreadable' ? [{ kind: 'unread', reason: subject.reason }] : []

function nobodyNote(ask: PodQuestions, policies: readonly Policy[]): PolicyNote[] {
  const nobody = governsNobody(policies, ask)
  if (!nobody) return []
  const { subject, why } = nobody
  const near = why === 'no-pod' ? ask.near(subject) : []
  return [
    {
      kind: 'selects-nobody',
      path: near[0]?.slip.path ?? subject.path,
      selector: selectorText(subject.pods),
      why,
      near: near
        .slice(0, mostNear)
        .map(({ pod, slip: { wants, has } }) => ({ workload: pod.workload, wants, has })),
    },
  ]
}

function servicesNote(policies: readonly Policy[]): PolicyNote[] {
  const bound = policies.flatMap(({ service }) => (service ? [`${service.namespace}/${service.name}`] : []))
  if (bound.length === 0) return []
  return [
    {
      kind: 'bound-to-services',
      services: [...new Set(bound)].sort(compareText),
      whole: bound.length === policies.length,
    },
  ]
}

function shadowNotes(policies: readonly Policy[], shadows: Shadows): PolicyNote[] {
  const found = policies.map(policy => ({ policy, shadowed: shadows.of(policy) }))
  // Without the object its pods must be as closed as before, so a policy without rules is never superfluous.
  const whole = found.every(
    ({ policy, shadowed }) =>
      policy.rules.length > 0 &&
      policy.rules.every((rule: Rule) => shadowed.some(each => each.rule === rule && !each.own)),
  )
  return found.flatMap(({ shadowed }) =>
    shadowed.map(({ rule, by }) => ({
      kind: 'shadowed' as const,
      path: rule.path,
      by: by.object,
      byPath: by.path,
      whole,
    })),
  )
}

/** Both directions of one object can say the same of one field, and so can what it is for several proxies. */
const distinct = (notes: readonly PolicyNote[]): PolicyNote[] => [
  ...new Map(notes.map(note => [`${note.kind} ${'path' in note ? pathText(note.path) : ''}`, note])).values(),
]

function selection(
  governed: GovernedClasses,
  policies: readonly Policy[],
): Pick<PolicyReport, 'selected' | 'pods'> {
  const classes = new Map<number, { readonly workload: string; readonly pods: number; certain: boolean }>()
  for (const { subject, refused } of policies)
    for (const { slot, workload, pods, governs } of governed(subject)) {
      const certain = governs === 'yes' && !refused
      const known = classes.get(slot)
      if (known) known.certain ||= certain
      else classes.set(slot, { workload, pods, certain })
    }
  const workloads = new Map<string, boolean>()
  const pods = { surely: 0, possibly: 0 }
  for (const { workload, pods: count, certain } of classes.values()) {
    if (certain) pods.surely += count
    pods.possibly += count
    workloads.set(workload, workloads.get(workload) === true || certain)
  }
  const selected = [...workloads].map(([workload, certain]): Selected => ({ workload, certain }))
  return { selected, pods }
}
