import type { ScopeAnswer } from '../api/scope-contract'
import type { Workload } from '../model/inventory'
import type { Stepwise } from '../model/stepwise'
import type { Tally } from '../model/summary'
import { namesWith } from './query/meaning'
import { parseQuery } from './query/parse'
import { selectionOf, type Filter } from './selection'
import type { Survey } from './survey'
import { entry, noCounts, sumCounts, total } from './tally'

/** Workloads of one namespace that an answer holds, those with most gaps first. */
const mostWorkloads = 500

/** The namespaces and workloads that a filter leaves something of, with what it leaves; all of them where it is empty. */
export function* scopeView(
  survey: Survey,
  { open, ...filter }: Filter & { readonly open: readonly string[] },
): Stepwise<ScopeAnswer> {
  const { session, namespaces } = survey
  const { workloads } = session.inventory
  const everything = filter.class.length === 0 && filter.hide.length === 0 && filter.q.trim() === ''
  const tally = everything ? session.tally : yield* session.tallyOf(selectionOf(survey, filter))
  const query = parseQuery(filter.q)
  const named = query?.kind === 'name' ? namesWith({ workloads }, query.part) : undefined
  const left = workloads.filter(
    ({ key }) => everything || named?.has(key) === true || hasConnections(tally, key),
  )
  const members = new Map<string, Workload[]>()
  for (const workload of left) entry(members, workload.namespace, () => [] as Workload[]).push(workload)
  const owned = ({ key }: Workload) => tally.byWorkload.get(key)?.owned ?? noCounts()
  return {
    total: everything ? namespaces.size : members.size,
    of: namespaces.size,
    namespaces: [...namespaces.keys()]
      .filter(name => everything || members.has(name))
      .map(name => {
        const own = members.get(name) ?? []
        return { name, workloads: own.length, counts: sumCounts(own.map(owned)) }
      }),
    outside: { anyone: tally.anyone, internet: tally.internet },
    open: open.flatMap(name => {
      const own = members.get(name)
      if (!own) return []
      const items = own
        .map(workload => ({ ...nameOf(workload), counts: owned(workload) }))
        .sort((a, b) => b.counts.implicit - a.counts.implicit || b.counts.unknown - a.counts.unknown)
      return [{ namespace: name, total: items.length, items: items.slice(0, mostWorkloads) }]
    }),
  }
}

const nameOf = ({ key, name, kind }: Workload) => ({ key, name, kind })

/** Whether anything of a workload is left, at whichever end it stands. */
function hasConnections({ byWorkload }: Tally, key: string): boolean {
  const counted = byWorkload.get(key)
  return counted !== undefined && total(counted.incoming) + total(counted.outgoing) > 0
}
