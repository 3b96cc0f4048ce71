import type { Action, Policy, Tier } from '../model/rule'
import type { Tri } from '../model/tri'
import { everyNaming, type Naming } from '../model/verdict'

/**
 * What a side may answer for one port: a set of outcomes, one per reading of what could not be read, as bits. Outcome 0
 * denies, outcome 1 + n allows as the naming n says (n = 0: by default). A side without doubts has exactly one bit.
 */
export type Outcomes = number

export const denied: Outcomes = 1
export const allowedByDefault: Outcomes = 1 << 1

export const mayDeny = (outcomes: Outcomes): boolean => (outcomes & denied) !== 0
export const mayAllow = (outcomes: Outcomes): boolean => (outcomes & ~denied) !== 0

/** The namings of all readings that let the port through; 0 stands for "by default". */
export function namingsAllowed(outcomes: Outcomes): Naming[] {
  const namings: Naming[] = []
  for (let n = 0; n <= everyNaming; n++) if (outcomes & (1 << (n + 1))) namings.push(n)
  return namings
}

/** A rule that matches, or may match, this pair on this port. */
export interface Hit {
  readonly action: Action
  readonly match: Exclude<Tri, 'no'>
  /** The kinds of allow rule that it may be. */
  readonly namings: readonly Naming[]
}

/** A policy that governs, or may govern, the side, with its rules that match. */
export interface Bearing {
  readonly policy: Pick<Policy, 'isolates' | 'refused' | 'precedence' | 'series'>
  readonly governs: Exclude<Tri, 'no'>
  readonly hits: readonly Hit[]
}

/** The policies of one tier that bear on a side. */
export interface TierBearings {
  readonly tier: Tier
  readonly bearings: readonly Bearing[]
}

/**
 * One reading on its way through the tiers: what is decided with all rules, and what would be decided without the
 * allow rules. A rule counts as the reason only where its plane would deny without allow rules (contract.md section 1).
 */
export interface State {
  readonly decided: 'open' | 'passed' | 'deny' | Naming
  readonly without: 'open' | 'passed' | 'deny'
}

/** Where every reading begins: nothing is decided. */
export const open: State = { decided: 'open', without: 'open' }

/** All readings that are still apart, by their text. */
class States {
  private readonly byText = new Map<string, State>()

  static of(states: Iterable<State>): States {
    const set = new States()
    for (const state of states) set.byText.set(`${state.decided}/${state.without}`, state)
    return set
  }

  flatMap(next: (state: State) => readonly State[]): States {
    return States.of([...this.byText.values()].flatMap(next))
  }

  toArray(): State[] {
    return [...this.byText.values()]
  }
}

/** Runs a plane's tiers in order; what the last one leaves open is allowed by default (networkpolicy.md 3.2). */
export function foldTiers(tiers: readonly TierBearings[]): Outcomes {
  let states = States.of([open])
  for (const { tier, bearings } of tiers) {
    if (bearings.length === 0) continue
    states =
      tier.resolution === 'deny-overrides' ? denyOverrides(states, bearings) : firstMatch(states, bearings)
    states = states.flatMap(state => [leaveTier(state)])
  }
  return states.toArray().reduce((outcomes, state) => outcomes | outcomeOf(state), 0)
}

/** A pass leaves the tier, nothing more. */
export const leaveTier = ({ decided, without }: State): State => ({
  decided: decided === 'passed' ? 'open' : decided,
  without: without === 'passed' ? 'open' : without,
})

/** What a reading comes to once the last tier is behind it. */
export function outcomeOf({ decided, without }: State): Outcomes {
  if (decided === 'deny') return denied
  const counts = typeof decided === 'number' && without === 'deny'
  return 1 << (1 + (counts ? decided : 0))
}

/** Union of a tier's policies in one reading, as bits: isolated, denied, and from bit 2 on the naming. */
export type Union = number
export const isolated: Union = 1
const refusedByRule = 2
const namingShift = 2

/** Any matching deny beats any allow; else an allow; else an isolating policy denies; else the tier leaves the side open. */
function denyOverrides(states: States, bearings: readonly Bearing[]): States {
  let unions = new Set<Union>([0])
  for (const bearing of bearings) {
    const parts = unionsOf(bearing)
    unions = new Set([...unions].flatMap(union => parts.map(part => union | part)))
  }
  return states.flatMap(state => [...unions].map(union => settle(state, union)))
}

/** What the union of a tier's policies does to a reading; acts on either part by itself, where that is still open. */
export function settle(state: State, union: Union): State {
  const shut = (union & refusedByRule) !== 0
  const closed = (union & isolated) !== 0
  const allowed: Naming = union >> namingShift
  const decided = shut ? 'deny' : closed ? (allowed > 0 ? allowed : 'deny') : 'open'
  return {
    decided: state.decided === 'open' ? decided : state.decided,
    without: state.without === 'open' ? (shut || closed ? 'deny' : 'open') : state.without,
  }
}

/** The readings of one object: absent where that is possible, and every doubtful rule matching or not. */
function unionsOf({ policy, governs, hits }: Bearing): Union[] {
  let unions = new Set<Union>(
    policy.isolates === 'yes' ? [isolated] : policy.isolates === 'no' ? [0] : [0, isolated],
  )
  for (const hit of hits) {
    const effects = effectsOf(hit)
    unions = new Set([...unions].flatMap(union => effects.map(effect => union | effect)))
  }
  if (governs === 'maybe' || policy.refused) unions.add(0)
  return [...unions]
}

/** What one rule adds to the union of a tier, in each of its readings. */
export function effectsOf({ action, match, namings }: Hit): Union[] {
  const allows = namings.map(naming => naming << namingShift)
  const effects: Union[] =
    action === 'pass'
      ? [0]
      : action === 'deny'
        ? [refusedByRule]
        : action === 'delegate'
          ? [refusedByRule, ...allows]
          : allows
  return match === 'maybe' ? [...effects, 0] : effects
}

/** The first rule in order that matches decides. Between series there is no order, so that every order is a reading. */
function firstMatch(states: States, bearings: readonly Bearing[]): States {
  const series = [...new Set(bearings.map(({ policy }) => policy.series))].map(name =>
    bearings.filter(({ policy }) => policy.series === name),
  )
  return states.flatMap(state => anyOrder(series.map(each => inSeries(state, each))))
}

/** Policies in the order of their precedence; those of equal precedence tie, and every order is a reading. */
function inSeries(start: State, bearings: readonly Bearing[]): State[] {
  const precedences = [...new Set(bearings.map(({ policy }) => policy.precedence))].sort((a, b) => a - b)
  return precedences
    .reduce(
      (states, precedence) => {
        const tied = bearings.filter(({ policy }) => policy.precedence === precedence)
        return states.flatMap(state => anyOrder(tied.map(bearing => inOrder(state, bearing))))
      },
      States.of([start]),
    )
    .toArray()
}

/**
 * Whoever comes first and decides wins, and anybody that decides can come first; the tie stays open only if all leave
 * it open. One result for each of those that tie: what it makes of the same state.
 */
export function anyOrder(results: readonly (readonly State[])[]): readonly State[] {
  if (results.length === 1) return results[0] ?? []
  const pick = <K extends keyof State>(key: K): State[K][] => {
    const settled = new Set(
      results.flatMap(result => result.map(each => each[key])).filter(value => value !== 'open'),
    )
    if (results.every(result => result.some(each => each[key] === 'open'))) settled.add('open')
    return [...settled]
  }
  return pick('decided').flatMap(decided => pick('without').map(without => ({ decided, without })))
}

function inOrder(start: State, { policy, governs, hits }: Bearing): State[] {
  const states = hits.reduce((at, hit) => at.flatMap(state => apply(state, hit)), States.of([start]))
  return governs === 'maybe' || policy.refused ? [start, ...states.toArray()] : states.toArray()
}

/** What one rule of an ordered tier makes of a reading; acts on either part by itself, where that is still open. */
export function apply(state: State, { action, match, namings }: Hit): State[] {
  const untouched = match === 'maybe' ? [state] : []
  const allowed = namings.map(naming => (state.decided === 'open' ? { ...state, decided: naming } : state))
  const closed: State = {
    decided: state.decided === 'open' ? 'deny' : state.decided,
    without: state.without === 'open' ? 'deny' : state.without,
  }
  switch (action) {
    case 'allow':
      return [...untouched, ...allowed]
    case 'deny':
      return [...untouched, closed]
    case 'delegate':
      return [...untouched, ...allowed, closed]
    case 'pass':
      return [
        ...untouched,
        {
          decided: state.decided === 'open' ? 'passed' : state.decided,
          without: state.without === 'open' ? 'passed' : state.without,
        },
      ]
  }
}
