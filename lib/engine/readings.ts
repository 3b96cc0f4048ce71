import type { RequestMatch } from '../model/request'
import type { Action, Policy, Tier } from '../model/rule'
import type { Tri } from '../model/tri'
import { everyNaming, type Naming } from '../model/verdict'
import {
  allowUnion,
  decidedBy,
  denyUnion,
  emptyUnion,
  isolatedUnion,
  joinUnions,
  shuts,
  unionText,
  type Union,
} from './unions'

/**
 * What a side may answer for one port: a set of outcomes, one per reading of what could not be read, as bits. Outcome 0
 * denies, outcome 1 + n allows as the naming n says (n = 0: by default). A side without doubts has exactly one bit. Two
 * more bits tell whether what is allowed are some requests only, and whether readings differ in which.
 */
export type Outcomes = number

const someRequests: Outcomes = 1 << (everyNaming + 2)
const otherRequests: Outcomes = 1 << (everyNaming + 3)
const requestBits = someRequests | otherRequests

export const denied: Outcomes = 1
export const allowedByDefault: Outcomes = 1 << 1

export const mayDeny = (outcomes: Outcomes): boolean => (outcomes & denied) !== 0
export const mayAllow = (outcomes: Outcomes): boolean => (outcomes & ~(denied | requestBits)) !== 0
/** Only some requests are let through, the same ones in every reading that lets any through. */
export const allowsSome = (outcomes: Outcomes): boolean => (outcomes & requestBits) === someRequests
/** Readings that let requests through differ in which. */
export const differsInRequests = (outcomes: Outcomes): boolean => (outcomes & otherRequests) !== 0

/** The namings of all readings that let the port through; 0 stands for "by default". */
export function namingsAllowed(outcomes: Outcomes): Naming[] {
  const namings: Naming[] = []
  for (let n = 0; n <= everyNaming; n++) if (outcomes & (1 << (n + 1))) namings.push(n)
  return namings
}

/** What a side may answer that is asked in one of two ways, and nobody knows which. */
export function eitherOf(a: Outcomes, b: Outcomes): Outcomes {
  const differ = a !== b && ((a | b) & requestBits) !== 0 && mayAllow(a) && mayAllow(b)
  return a | b | (differ ? requestBits : 0)
}

/**
 * What a side may answer for somebody else than it was asked about, whom nobody sees: where it decides anything, it may decide
 * otherwise there.
 */
export const ofUnseen = (outcomes: Outcomes): Outcomes =>
  outcomes === allowedByDefault ? outcomes : eitherOf(outcomes, denied | allowedByDefault)

/** A rule that matches, or may match, this pair on this port. */
export interface Hit {
  readonly action: Action
  readonly match: Exclude<Tri, 'no'>
  /** The kinds of allow rule that it may be. */
  readonly namings: readonly Naming[]
  /** The requests that it is about; absent = all. */
  readonly request?: RequestMatch
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
  /** Which requests come through, of those that some rule tells apart; empty: all of them. */
  readonly requests: string
}

/** Where every reading begins: nothing is decided. */
export const open: State = { decided: 'open', without: 'open', requests: '' }

/** Tells states apart. */
export const stateText = ({ decided, without, requests }: State): string =>
  `${decided}/${without}/${requests}`

/** All readings that are still apart, by their text. */
class States {
  private readonly byText = new Map<string, State>()

  static of(states: Iterable<State>): States {
    const set = new States()
    for (const state of states) set.byText.set(stateText(state), state)
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
export const foldTiers = (tiers: readonly TierBearings[]): Outcomes => foldEither([tiers])

/** The same where it is one of several lists of tiers that counts, and nobody knows which. */
export const foldEither = (lists: readonly (readonly TierBearings[])[]): Outcomes =>
  outcomesOf(lists.flatMap(run))

function run(tiers: readonly TierBearings[]): State[] {
  let states = States.of([open])
  for (const { tier, bearings } of tiers) {
    if (bearings.length === 0) continue
    states =
      tier.resolution === 'deny-overrides' ? denyOverrides(states, bearings) : firstMatch(states, bearings)
    states = states.flatMap(state => [leaveTier(state)])
  }
  return states.toArray()
}

/** A pass leaves the tier, nothing more. */
export const leaveTier = ({ decided, without, requests }: State): State => ({
  decided: decided === 'passed' ? 'open' : decided,
  without: without === 'passed' ? 'open' : without,
  requests,
})

/** What the readings come to once the last tier is behind them. */
export function outcomesOf(states: readonly State[]): Outcomes {
  let outcomes = 0
  const requests = new Set<string>()
  for (const state of states) {
    outcomes |= outcomeOf(state)
    if (state.decided !== 'deny') requests.add(state.requests)
  }
  if (requests.size > 1) return outcomes | requestBits
  return requests.size === 0 || requests.has('') ? outcomes : outcomes | someRequests
}

function outcomeOf({ decided, without }: State): Outcomes {
  if (decided === 'deny') return denied
  const counts = typeof decided === 'number' && without === 'deny'
  return 1 << (1 + (counts ? decided : 0))
}

/** Any matching deny beats any allow; else an allow; else an isolating policy denies; else the tier leaves the side open. */
function denyOverrides(states: States, bearings: readonly Bearing[]): States {
  let unions: readonly Union[] = [emptyUnion]
  for (const bearing of bearings) unions = product(unions, unionsOf(bearing))
  return states.flatMap(state => unions.map(union => settle(state, union)))
}

/** What the union of a tier's policies does to a reading; acts on either part by itself, where that is still open. */
export function settle(state: State, union: Union): State {
  const { decided, requests } = decidedBy(union)
  const mine = state.decided === 'open'
  return {
    decided: mine ? decided : state.decided,
    without: state.without === 'open' ? (shuts(union) ? 'deny' : 'open') : state.without,
    requests: mine && requests !== '' ? `${state.requests}${requests}` : state.requests,
  }
}

/** The readings of one object: absent where that is possible, and every doubtful rule matching or not. */
function unionsOf({ policy, governs, hits }: Bearing): readonly Union[] {
  let unions = isolation(policy.isolates)
  for (const hit of hits) unions = product(unions, effectsOf(hit))
  return governs === 'maybe' || policy.refused ? distinct([...unions, emptyUnion]) : unions
}

/** What a policy says by governing alone. */
export const isolation = (isolates: Policy['isolates']): readonly Union[] =>
  isolates === 'yes' ? [isolatedUnion] : isolates === 'no' ? [emptyUnion] : [emptyUnion, isolatedUnion]

const product = (a: readonly Union[], b: readonly Union[]): readonly Union[] =>
  distinct(a.flatMap(one => b.map(other => joinUnions(one, other))))

const distinct = (unions: readonly Union[]): readonly Union[] =>
  unions.length < 2 ? unions : [...new Map(unions.map(union => [unionText(union), union])).values()]

/** What one rule adds to the union of a tier, in each of its readings. */
export function effectsOf({ action, match, namings, request }: Hit): readonly Union[] {
  const denies = denyUnion(request)
  const effects: Union[] =
    action === 'pass'
      ? [emptyUnion]
      : action === 'deny'
        ? [denies]
        : action === 'delegate'
          ? [denies, emptyUnion]
          : namings.map(naming => allowUnion(naming, request))
  return match === 'maybe' ? [...effects, emptyUnion] : effects
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
  return pick('decided').flatMap(decided =>
    pick('without').map(without => ({ decided, without, requests: '' })),
  )
}

function inOrder(start: State, { policy, governs, hits }: Bearing): State[] {
  const states = hits.reduce((at, hit) => at.flatMap(state => apply(state, hit)), States.of([start]))
  return governs === 'maybe' || policy.refused ? [start, ...states.toArray()] : states.toArray()
}

/**
 * What one rule of an ordered tier makes of a reading; acts on either part by itself, where that is still open. Of a rule
 * about some requests only, no more is said there than that it may match.
 */
export function apply(state: State, { action, match, namings, request }: Hit): State[] {
  const untouched = match === 'maybe' || request ? [state] : []
  const allowed = namings.map(naming => (state.decided === 'open' ? { ...state, decided: naming } : state))
  const closed: State = {
    ...state,
    decided: state.decided === 'open' ? 'deny' : state.decided,
    without: state.without === 'open' ? 'deny' : state.without,
  }
  switch (action) {
    case 'allow':
      return [...untouched, ...allowed]
    case 'deny':
      return [...untouched, closed]
    case 'delegate':
      return [state, closed]
    case 'pass':
      return [
        ...untouched,
        {
          ...state,
          decided: state.decided === 'open' ? 'passed' : state.decided,
          without: state.without === 'open' ? 'passed' : state.without,
        },
      ]
  }
}
