import type { Explanation } from '@/lib/model/explanation'
import type { TrustClass } from '@/lib/model/verdict'

/** The sign of an answer. The platform's own traffic has no class; only what is denied may look so. */
export const markOf = ({
  trustClass,
  verdict,
}: Pick<Explanation, 'trustClass' | 'verdict'>): TrustClass | 'denied' =>
  trustClass ?? (verdict === 'deny' ? 'denied' : 'unknown')
