import type { ReachAnswer } from '@/lib/api/reach-contract'
import { count } from '@/lib/words/count'
import { numberText } from '@/lib/words/number'
import { endText } from '../signs/EndName'

/** `If taken over, it can reach 12 workloads directly, 31 within 3 hops`, and what of that is not certain. */
export function reachSentence({ direction, hops, internet }: ReachAnswer): string {
  const direct = hops[0]?.workloads ?? 0
  const all = hops.reduce((sum, { workloads }) => sum + workloads, 0)
  const unknown = hops.reduce((sum, hop) => sum + hop.unknown, 0)
  const within = hops.length > 1 ? `, ${numberText(all)} within ${hops.length} hops` : ''
  const doubt = unknown > 0 ? `; ${numberText(unknown)} of them by way of what is unknown` : ''
  return direction === 'out'
    ? `If taken over, it can reach ${count(direct, 'workload')} directly${within}${doubt}. ${toInternet(internet)}`
    : `It can be reached from ${count(direct, 'workload')} directly${within}${doubt}. ${fromInternet(internet)}`
}

function toInternet(internet: ReachAnswer['internet']): string {
  if (!internet) return 'It does not reach the internet.'
  return internet.certain
    ? `It reaches the internet ${how(internet)}.`
    : `Whether it reaches the internet ${how(internet)} is not known.`
}

function fromInternet(internet: ReachAnswer['internet']): string {
  if (!internet) return 'The internet does not get here.'
  return internet.certain
    ? `The internet gets here ${how(internet)}.`
    : `Whether the internet gets here ${how(internet)} is not known.`
}

const how = ({ hop, via }: NonNullable<ReachAnswer['internet']>): string =>
  hop === 1 ? 'directly' : `in ${hop} hops (${viaText(via)})`

/** `via shop/api › data/db`: whom one passes on the way; empty where there is nobody. */
export const viaText = (via: readonly string[]): string =>
  via.length === 0 ? '' : `via ${via.map(endText).join(' › ')}`
