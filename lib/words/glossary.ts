import type { Explanation } from '../model/explanation'
import type { Direction, Plane } from '../model/rule'
import type {
  Cause,
  Pillars,
  PillarValue,
  ServerAccepts,
  Transport,
  TrustClass,
  Verdict,
} from '../model/verdict'

/** The contract's words and, beside each, what it means to somebody who reads it for the first time. */

export const className: Readonly<Record<TrustClass, string>> = {
  implicit: 'Implicit trust',
  unknown: 'Unknown',
  partial: 'Partial trust',
  verified: 'Verified',
}

export const classGloss: Readonly<Record<TrustClass, string>> = {
  implicit: 'allowed because nobody forbids it',
  unknown: 'something that decides could not be read',
  partial: 'the rule or the proof is weak',
  verified: 'authenticated, authorized and encrypted',
}

export const verdictName: Readonly<Record<Verdict, string>> = {
  allow: 'Allowed',
  deny: 'Denied',
  conditional: 'Allowed for some requests',
  unknown: 'Unknown',
}

export const causeGloss: Readonly<Record<Cause, string>> = {
  'explicit-allow': 'a rule names this peer and this port',
  'broad-allow': 'rules match, but they leave the peer or the port open',
  'default-allow': 'nothing selects this side',
  'explicit-deny': 'a rule denies it',
  'default-deny': 'a policy governs this side and no rule lets it through',
  'not-enforced': 'nothing enforces the policy',
  handshake: 'the handshake cannot succeed',
  bypass: 'no policy reaches this side',
  delegated: 'an external authorizer decides',
  unread: 'what decides could not be read',
}

export const transportGloss: Readonly<Record<Transport, string>> = {
  mtls: 'mutual TLS between workload identities',
  encrypted: 'encrypted from node to node, without a workload identity',
  'app-tls': 'TLS of the application itself',
  plaintext: 'every byte may be plaintext',
  fail: 'the handshake cannot succeed',
  unknown: 'what is on the wire could not be read',
}

export const serverAcceptsGloss: Readonly<Record<ServerAccepts, string>> = {
  'mtls-only': 'the server takes mutual TLS only',
  any: 'the server takes mutual TLS and plaintext',
  'plaintext-only': 'the server takes plaintext only',
  unknown: 'what the server takes could not be read',
}

/** Whom the server sees, as a clause; identities stand for themselves. */
export function principalGloss({
  principal,
  originPrincipal,
}: Pick<Explanation, 'principal' | 'originPrincipal'>): string {
  if (principal === null) return 'nobody: no identity is presented'
  if (principal === 'unknown') return 'unknown: who presents an identity could not be read'
  return originPrincipal === principal || originPrincipal === null
    ? principal
    : `${principal}, for ${originPrincipal}`
}

export const planeName: Readonly<Record<Plane, string>> = { network: 'Network', authorization: 'Mesh' }

/** `Leaving shop/cart`, `Arriving at shop/db`. */
export const sideTitle = (direction: Direction, name: string): string =>
  direction === 'egress' ? `Leaving ${name}` : `Arriving at ${name}`

export type Pillar = keyof Pillars

export const pillarOrder: readonly Pillar[] = ['authenticated', 'authorized', 'encrypted']

export const pillarName: Readonly<Record<Pillar, string>> = {
  authenticated: 'Authenticated',
  authorized: 'Authorized',
  encrypted: 'Encrypted',
}

const pillarGlosses: Readonly<Record<Pillar, Readonly<Record<PillarValue, string>>>> = {
  authenticated: {
    yes: 'the server takes verified workload identities only',
    partial: 'an identity is presented, but anonymous callers are taken too',
    no: 'no identity on the wire',
    unknown: 'what the wire carries could not be read',
  },
  authorized: {
    yes: 'rules name this peer and this port',
    partial: 'rules match, but leave the peer or the port open',
    no: 'no allow rule',
    unknown: 'what allows it could not be read',
  },
  encrypted: {
    yes: 'always ciphertext',
    partial: 'ciphertext for some',
    no: 'every byte may be plaintext',
    unknown: 'what is on the wire could not be read',
  },
}

/** What a pillar's value means; `judgedAt` is the end whose rules were asked, `no allow rule at payments/ledger-db`. */
export function pillarGloss(pillar: Pillar, value: PillarValue, judgedAt?: string): string {
  const gloss = pillarGlosses[pillar][value]
  return pillar === 'authorized' && judgedAt !== undefined ? `${gloss} at ${judgedAt}` : gloss
}
