import type { ConnectionFacts } from '@/lib/api/connection-contract'
import type { LensName } from '@/lib/model/filter'

type LitBy = Pick<ConnectionFacts, 'from' | 'to' | 'trustClass' | 'pillars' | 'serverAccepts'>

/** Whether a lens lights a row, as the server counts it (lib/views/lenses.ts; lit.test.ts holds the two together). */
export function isLit(
  lens: LensName | null,
  { from, to, trustClass, pillars, serverAccepts }: LitBy,
): boolean {
  switch (lens) {
    case null:
      return true
    case 'implicit':
    case 'unknown':
      return trustClass === lens
    case 'plaintext':
      return serverAccepts === 'any'
    case 'no-identity':
      return pillars.authenticated === 'no'
    case 'crosses':
      return from.kind === 'workload' && to.kind === 'workload' && from.namespace !== to.namespace
    case 'internet':
      return from.kind === 'outside' || to.kind === 'outside'
  }
}
