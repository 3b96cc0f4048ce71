import type { ConnectionFacts } from '@/lib/api/contract'
import type { LensName } from '@/lib/model/filter'

/** Whether a lens lights a row, as the server counts it (lib/views/lenses.ts; lit.test.ts holds the two together). */
export function isLit(
  lens: LensName | null,
  { from, to, trustClass }: Pick<ConnectionFacts, 'from' | 'to' | 'trustClass'>,
): boolean {
  switch (lens) {
    case null:
      return true
    case 'implicit':
    case 'unknown':
      return trustClass === lens
    case 'crosses':
      return from.kind === 'workload' && to.kind === 'workload' && from.namespace !== to.namespace
    case 'internet':
      return from.kind === 'outside' || to.kind === 'outside'
  }
}
