import type { Policy } from '../model/rule'
import type { Candidate, Governing } from './sides'

/** A rule that matches a port, or may; `certain` where it does in every reading. */
export interface RuleHit {
  readonly governing: Governing
  readonly candidate: Candidate
  readonly certain: boolean
}

/** Whose turn comes on a side, in some reading, before somebody decides for good. */
export interface Asked {
  readonly policies: ReadonlySet<Policy>
  readonly hits: readonly RuleHit[]
  /** Policies without an order among them whose rules want different things. */
  readonly ties: readonly (readonly Policy[])[]
}

/** What one tier asks; `goesOn` where some reading leaves it to the next. */
interface Turn extends Asked {
  readonly goesOn: boolean
}

export const isCertain = ({ policy, governs }: Governing): boolean => governs === 'yes' && !policy.refused

/** Follows the tiers in their order (networkpolicy.md 3.2): what an earlier one decides, no later one is asked about. */
export function whoIsAsked(found: readonly Governing[], hits: readonly RuleHit[]): Asked {
  const tiers = [...new Set(found.map(({ policy }) => policy.tier.name))]
  const turns: Turn[] = []
  for (const name of tiers) {
    const members = found.filter(({ policy }) => policy.tier.name === name)
    const inOrder = members.some(({ policy }) => policy.tier.resolution === 'first-match')
    const turn = inOrder ? askInOrder(members, hits) : askAll(members, hits)
    turns.push(turn)
    if (!turn.goesOn) break
  }
  return {
    policies: new Set(turns.flatMap(({ policies }) => [...policies])),
    hits: turns.flatMap(turn => turn.hits),
    ties: turns.flatMap(({ ties }) => ties),
  }
}

const ofPolicy = (hits: readonly RuleHit[], policy: Policy): RuleHit[] =>
  hits.filter(hit => hit.governing.policy === policy)

/** Where denies override, everybody is heard; a policy that isolates, and a rule that denies, decide for good. */
function askAll(members: readonly Governing[], hits: readonly RuleHit[]): Turn {
  const heard = members.flatMap(({ policy }) => ofPolicy(hits, policy))
  const decides =
    members.some(member => isCertain(member) && member.policy.isolates === 'yes') ||
    heard.some(({ candidate, certain }) => certain && candidate.rule.action === 'deny')
  return { policies: new Set(members.map(({ policy }) => policy)), hits: heard, ties: [], goesOn: !decides }
}

/** Where the first match decides, nobody behind a sure match is asked; whoever ties with it may come first. */
function askInOrder(members: readonly Governing[], hits: readonly RuleHit[]): Turn {
  const series = [...new Set(members.map(({ policy }) => policy.series))].map(name =>
    askSeries(
      members.filter(({ policy }) => policy.series === name),
      hits,
    ),
  )
  const heard = series.flatMap(each => each.hits)
  const stopped = series.some(each => !each.goesOn)
  return {
    policies: new Set(series.flatMap(each => [...each.policies])),
    hits: heard,
    ties: [...series.flatMap(({ ties }) => ties), ...(series.length > 1 ? disagreements(heard) : [])],
    goesOn: !stopped || heard.some(({ candidate }) => candidate.rule.action === 'pass'),
  }
}

function askSeries(members: readonly Governing[], hits: readonly RuleHit[]): Turn {
  const policies = new Set<Policy>()
  const heard: RuleHit[] = []
  const ties: (readonly Policy[])[] = []
  const precedences = [...new Set(members.map(({ policy }) => policy.precedence))].sort((a, b) => a - b)
  for (const precedence of precedences) {
    const tied = members.filter(({ policy }) => policy.precedence === precedence)
    const heardNow = tied.flatMap(({ policy }) => upToFirstSure(ofPolicy(hits, policy)))
    for (const { policy } of tied) policies.add(policy)
    heard.push(...heardNow)
    ties.push(...disagreements(heardNow))
    if (heardNow.some(({ certain }) => certain)) return { policies, hits: heard, ties, goesOn: false }
  }
  return { policies, hits: heard, ties, goesOn: true }
}

function upToFirstSure(hits: readonly RuleHit[]): readonly RuleHit[] {
  const first = hits.findIndex(({ certain }) => certain)
  if (first < 0) return hits
  const rule = hits[first]?.candidate.rule
  // The other peer and port entries of the rule match at the same time.
  return hits.filter((hit, i) => i <= first || hit.candidate.rule === rule)
}

/** The policies behind these hits, where several of them want different things. */
function disagreements(hits: readonly RuleHit[]): (readonly Policy[])[] {
  const policies = [...new Set(hits.map(({ governing }) => governing.policy))]
  const actions = new Set(hits.map(({ candidate }) => candidate.rule.action))
  return policies.length > 1 && actions.size > 1 ? [policies] : []
}
