import {
  naming,
  trustClasses,
  type Naming,
  type PillarValue,
  type Pillars,
  type ServerAccepts,
  type Transport,
  type TrustClass,
  type Verdict,
} from '../model/verdict'
import { allowsSome, differsInRequests, mayAllow, mayDeny, namingsAllowed, type Outcomes } from './readings'

/**
 * The verdict of sides that are all needed: shut if any side shuts in every reading, unknown where readings differ, else
 * conditional if some side lets only some requests through (contract.md section 1). Two sides that let different requests
 * through may have none in common, which is not looked into: the bound errs outwards.
 */
export function verdictOf(sides: readonly Outcomes[]): Verdict {
  if (!sides.every(mayAllow)) return 'deny'
  if (sides.some(side => mayDeny(side) || differsInRequests(side))) return 'unknown'
  return sides.some(allowsSome) ? 'conditional' : 'allow'
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

/** What is known of the bytes on one stretch of the way, and what the authorization there says to somebody without identity. */
interface OnTheWire {
  readonly transport: Transport
  readonly accepts?: ServerAccepts
  readonly anonymous: Outcomes
}

/**
 * Whether the peer is authenticated and the bytes are encrypted. Where the same request would be denied without a workload
 * identity, plaintext is closed, whatever the handshake takes (contract.md section 1, pillars).
 */
export function wirePillars({ transport, accepts, anonymous }: OnTheWire): Omit<Pillars, 'authorized'> {
  switch (transport) {
    case 'mtls': {
      const closed: PillarValue = !mayAllow(anonymous) ? 'yes' : mayDeny(anonymous) ? 'unknown' : 'partial'
      const value =
        accepts === 'mtls-only' ? 'yes' : accepts === 'unknown' && closed !== 'yes' ? 'unknown' : closed
      return { authenticated: value, encrypted: value }
    }
    case 'encrypted':
    case 'app-tls':
      return { authenticated: 'no', encrypted: 'yes' }
    case 'plaintext':
      return { authenticated: 'no', encrypted: 'no' }
    case 'fail':
    case 'unknown':
      return { authenticated: 'unknown', encrypted: 'unknown' }
  }
}

const transportOrder: readonly Transport[] = ['plaintext', 'unknown', 'app-tls', 'encrypted', 'mtls', 'fail']
const acceptsOrder: readonly ServerAccepts[] = ['plaintext-only', 'unknown', 'any', 'mtls-only']

/** Over hops and pod pairs that are not denied, the worst counts (contract.md section 1). */
export const worseTransport = (a: Transport, b: Transport): Transport => worst(transportOrder, a, b)
export const worseAccepts = (a: ServerAccepts, b: ServerAccepts): ServerAccepts => worst(acceptsOrder, a, b)

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

/** What two in a row let through. */
export const narrowerVerdict = <V extends Verdict>(a: V, b: V): V => (widerVerdict(a, b) === a ? b : a)

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
