import type { ReachAnswer, ReachQuery } from '../api/reach-contract'
import type { Session } from '../model/session'
import { internet } from '../model/table'

/** Names that an answer holds, the nearest first; all are counted. */
const maxNames = 500

/** Where one gets from an end, hop by hop, or from where one gets there; undefined where nobody is called so. */
export function reachView(
  session: Pick<Session, 'reach'>,
  { from, direction, hops }: ReachQuery,
): ReachAnswer | undefined {
  const found = session.reach(from, direction, hops)
  if (!found) return undefined
  let room = maxNames
  return {
    from,
    direction,
    hops: found.hops.map(reached => {
      const named = reached.slice(0, room).map(each => ({ ...each, via: [...found.via(each.key)] }))
      room -= named.length
      return {
        workloads: reached.length,
        unknown: reached.filter(({ certain }) => !certain).length,
        named,
      }
    }),
    ...(found.internet && {
      internet: { ...found.internet, via: [...found.via(internet)] },
    }),
  }
}
