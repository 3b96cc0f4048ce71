import type { GroupAnswer } from '../api/matrix-contract'
import type { Stepwise } from '../model/stepwise'
import type { Counts } from '../model/summary'
import { trustClasses } from '../model/verdict'
import { readGroupName } from './group-name'
import { inGroup } from './grouping'
import { sumMembers } from './namespaces'
import type { Survey } from './survey'
import { noCounts, sumCounts } from './tally'

/** Members and namespaces that an answer names; all are counted. */
const mostNamed = 200

/**
 * The workloads of a group, by key: `namespace:NAME`, or `group:` and its name. Undefined where a text is no such name, or
 * names a namespace that is not there; a group that holds nobody is a group all the same, because labels come and go.
 */
export function membersOf(
  { session: { inventory }, namespaces }: Pick<Survey, 'session' | 'namespaces'>,
  text: string,
): readonly string[] | undefined {
  if (text.startsWith('namespace:')) return namespaces.get(text.slice('namespace:'.length))?.workloads
  const group = text.startsWith('group:') ? readGroupName(text.slice('group:'.length)) : undefined
  return (
    group &&
    inventory.workloads
      .filter(workload => inGroup(workload, inventory.namespaces, group))
      .map(({ key }) => key)
  )
}

/** One group as the panel shows it; undefined where nothing bears that name. */
export function* groupView(survey: Survey, name: string): Stepwise<GroupAnswer | undefined> {
  const members = membersOf(survey, name)
  if (!members) return undefined
  const { session, workloads } = survey
  const sums = sumMembers(session, members)
  const [cell] = yield* session.cells({}, [members], [members])
  const inside = cell?.counts ?? noCounts()
  const { byWorkload } = session.tally
  const spaces = new Map<string, number>()
  for (const key of members) {
    const space = workloads.get(key)?.namespace ?? ''
    spaces.set(space, (spaces.get(space) ?? 0) + 1)
  }
  const items = members
    .map(key => ({ key, counts: byWorkload.get(key)?.owned ?? noCounts() }))
    .sort((a, b) => b.counts.implicit - a.counts.implicit || b.counts.unknown - a.counts.unknown)
  return {
    name,
    workloads: { total: members.length, items: items.slice(0, mostNamed) },
    namespaces: {
      total: spaces.size,
      items: [...spaces].slice(0, mostNamed).map(([space, count]) => ({ name: space, workloads: count })),
    },
    isolated: sums.isolated,
    open: sums.open,
    incoming: less(sums.incoming, inside),
    outgoing: less(sumCounts(members.map(key => byWorkload.get(key)?.outgoing)), inside),
    inside,
  }
}

/** What is left of counts without a part of them. */
function less(all: Counts, part: Counts): Counts {
  const left = noCounts()
  for (const each of trustClasses) left[each] = all[each] - part[each]
  return left
}
