/** What the engine concludes for one connection; `unknown` is never shown, counted or scored as safe. */
export type Verdict = (typeof verdicts)[number]
export const verdicts = ['allow', 'deny', 'conditional', 'unknown'] as const

/** Why one side decided as it did (contract.md section 1). */
export type Cause = (typeof causes)[number]
export const causes = [
  'explicit-allow',
  'broad-allow',
  'default-allow',
  'explicit-deny',
  'default-deny',
  'not-enforced',
  'handshake',
  'bypass',
  'delegated',
  'unread',
] as const

/**
 * How a side allows a port: a set of the kinds of allow rules that decide, as bits; 0 means allowed by default.
 * A rule names its peer, its port, both or neither (contract.md section 1, "How a side allows").
 */
export type Naming = number

export const naming = { peerAndPort: 1, peer: 2, port: 4, neither: 8 } as const

export const everyNaming = 15

export type PillarValue = (typeof pillarValues)[number]
export const pillarValues = ['yes', 'partial', 'no', 'unknown'] as const

export interface Pillars {
  readonly authenticated: PillarValue
  readonly authorized: PillarValue
  readonly encrypted: PillarValue
}

export type TrustClass = (typeof trustClasses)[number]

/** Worst first (contract.md section 1): the order in which pod pairs, ways and members are summed up. */
export const trustClasses = ['implicit', 'unknown', 'partial', 'verified'] as const

/** What this client's bytes would be on the wire to this server. */
export type Transport = (typeof transports)[number]
export const transports = ['mtls', 'encrypted', 'app-tls', 'plaintext', 'fail', 'unknown'] as const

/** What the server's port takes at the handshake; absent where that is not ours to know (outside addresses). */
export type ServerAccepts = (typeof serverAcceptances)[number]
export const serverAcceptances = ['mtls-only', 'any', 'plaintext-only', 'unknown'] as const
