import type { WorkloadDetail, WorkloadsPage, WorkloadsQuery, WorkloadSummary } from '../api/contract'
import type { Workload } from '../model/inventory'
import { isolationOf } from './isolation'
import type { Survey } from './survey'
import { noCounts } from './tally'

/** Workloads by namespace and part of a name, those with most gaps first. */
export function workloadsView(survey: Survey, { namespace, q, limit }: WorkloadsQuery): WorkloadsPage {
  const wanted = q.toLowerCase()
  const found = survey.session.inventory.workloads
    .filter(one => namespace === undefined || one.namespace === namespace)
    .filter(({ key }) => key.toLowerCase().includes(wanted))
    .map(workload => summaryOf(survey, workload))
    .sort((a, b) => b.counts.implicit - a.counts.implicit || b.counts.unknown - a.counts.unknown)
  return { total: found.length, items: found.slice(0, limit) }
}

/** One workload by its key; undefined where there is none. */
export function workloadView(survey: Survey, key: string): WorkloadDetail | undefined {
  const workload = survey.workloads.get(key)
  if (!workload) return undefined
  const { incoming, outgoing } = survey.tally.byWorkload.get(key) ?? {
    incoming: noCounts(),
    outgoing: noCounts(),
  }
  return {
    workload: summaryOf(survey, workload),
    incoming,
    outgoing,
    policies: [...survey.session.policiesOf(key)],
  }
}

const summaryOf = ({ session, tally }: Survey, workload: Workload): WorkloadSummary => {
  const { key, namespace, name, kind, pods, predicted } = workload
  return {
    key,
    namespace,
    name,
    kind,
    pods: pods.length,
    predicted,
    isolation: isolationOf(session, key),
    counts: tally.byWorkload.get(key)?.owned ?? noCounts(),
  }
}
