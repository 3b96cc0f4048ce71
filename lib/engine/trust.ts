import {
  naming,
  trustClasses,
  type Naming,
  type PillarValue,
  type Pillars,
  type TrustClass,
  type Verdict,
} from '../model/verdict'
import { mayAllow, mayDeny, namingsAllowed, type Outcomes } from './readings'

/**
 * The verdict of sides that are all needed: shut if any side shuts in every reading, open if none may shut, unknown
 * otherwise (contract.md section 1).
 */
export function verdictOf(sides: readonly Outcomes[]): Verdict {
  if (!sides.every(mayAllow)) return 'deny'
  return sides.some(mayDeny) ? 'unknown' : 'allow'
}

/**
 * Whether the judged planes together name the peer and the port: one matching rule per plane can be picked so that
 * some of them names the peer and some the port. Unknown when readings that let the connection through differ.
 */
export function authorizedBy(planes: readonly Outcomes[]): PillarValue {
  const values = new Set(combinations(planes.map(namingsAllowed)).map(authorizedIn))
  const [value = 'no'] = values
  return values.size > 1 ? 'unknown' : value
}

/** One reading: the namings of the deciding rules of each plane, 0 where a plane allows by default. */
function authorizedIn(planes: readonly Naming[]): 'yes' | 'partial' | 'no' {
  const ruled = planes.filter(namings => namings > 0)
  if (ruled.length === 0) return 'no'
  const picks = combinations(ruled.map(namings => named.filter(({ bit }) => namings & bit)))
  return picks.some(pick => pick.some(({ peer }) => peer) && pick.some(({ port }) => port))
    ? 'yes'
    : 'partial'
}

const named: readonly { bit: Naming; peer: boolean; port: boolean }[] = [
  { bit: naming.peerAndPort, peer: true, port: true },
  { bit: naming.peer, peer: true, port: false },
  { bit: naming.port, peer: false, port: true },
  { bit: naming.neither, peer: false, port: false },
]

function combinations<T>(choices: readonly (readonly T[])[]): T[][] {
  return choices.reduce<T[][]>(
    (lists, options) => lists.flatMap(list => options.map(option => [...list, option])),
    [[]],
  )
}

/** The one function that gives a connection its class (contract.md section 1, Trust class). */
export function trustClassOf(verdict: Verdict, pillars: Pillars): TrustClass {
  const values = [pillars.authenticated, pillars.authorized, pillars.encrypted]
  if (pillars.authorized === 'no') return 'implicit'
  if (verdict === 'unknown' || values.includes('unknown')) return 'unknown'
  return values.every(value => value === 'yes') ? 'verified' : 'partial'
}

const worst = <T>(order: readonly T[], a: T, b: T): T => (order.indexOf(a) <= order.indexOf(b) ? a : b)

const pillarOrder: readonly PillarValue[] = ['no', 'unknown', 'partial', 'yes']
const verdictOrder: readonly Verdict[] = ['allow', 'conditional', 'unknown', 'deny']

/** Worst first: implicit, unknown, partial, verified. */
export const worseClass = (a: TrustClass, b: TrustClass): TrustClass => worst(trustClasses, a, b)

export const worsePillars = (a: Pillars, b: Pillars): Pillars => ({
  authenticated: worst(pillarOrder, a.authenticated, b.authenticated),
  authorized: worst(pillarOrder, a.authorized, b.authorized),
  encrypted: worst(pillarOrder, a.encrypted, b.encrypted),
})

/** Widest first: a pair of workloads is as open as its most open pair of pods, or way to dial. */
export const widerVerdict = <V extends Verdict>(a: V, b: V): V =>
  worst<Verdict>(verdictOrder, a, b) === a ? a : b

/** Whether `a` is the more open of two answers: by verdict, then by the worse class. */
export function isMoreOpen(a: Open, b: Open): boolean {
  if (a.verdict !== b.verdict) return verdictOrder.indexOf(a.verdict) < verdictOrder.indexOf(b.verdict)
  return classRank(a.trustClass) < classRank(b.trustClass)
}

interface Open {
  readonly verdict: Verdict
  readonly trustClass?: TrustClass
}

const classRank = (trustClass: TrustClass | undefined): number =>
  trustClass === undefined ? trustClasses.length : trustClasses.indexOf(trustClass)
