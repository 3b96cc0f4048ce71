import type { ReachAnswer } from '@/lib/api/contract'
import { count } from '@/lib/words/count'

/** `If taken over, it can reach 12 workloads directly, 31 within 3 hops`, and what of that is not certain. */
export function reachSentence({ hops, internet }: ReachAnswer): string {
  const direct = hops[0]?.workloads ?? 0
  const all = hops.reduce((sum, { workloads }) => sum + workloads, 0)
  const unknown = hops.reduce((sum, hop) => sum + hop.unknown, 0)
  const within = hops.length > 1 ? `, ${all.toLocaleString('en-US')} within ${hops.length} hops` : ''
  const doubt = unknown > 0 ? `; ${unknown.toLocaleString('en-US')} of them by way of what is unknown` : ''
  return `If taken over, it can reach ${count(direct, 'workload')} directly${within}${doubt}. ${outside(internet)}`
}

function outside(internet: ReachAnswer['internet']): string {
  if (!internet) return 'It does not reach the internet.'
  const how = internet.hop === 1 ? 'directly' : `in ${internet.hop} hops`
  return internet.certain
    ? `It reaches the internet ${how}.`
    : `Whether it reaches the internet ${how} is not known.`
}
