import type { Isolation } from '../model/connection'
import type { Session } from '../model/session'

export const isolationOf = ({ isolation }: Pick<Session, 'isolation'>, key: string): Isolation =>
  isolation.get(key) ?? { ingress: 'unknown', egress: 'unknown' }

/** Limited by some policy, in some direction, at least for some pods. */
export const limited = ({ ingress, egress }: Isolation): boolean =>
  [ingress, egress].some(side => side === 'yes' || side === 'partly')
