import type { WorkloadDetail, WorkloadsPage, WorkloadsQuery, WorkloadSummary } from '../api/workload-contract'
import type { SideExposure } from '../model/exposure'
import type { Workload } from '../model/inventory'
import { nearWorkloads } from '../model/near-names'
import type { KubeObject } from '../model/object'
import type { Session } from '../model/session'
import { entryFacts, entryReasonText, entryWayText } from '../words/entry-point'
import { exposedSentence } from '../words/exposure'
import { ownObjects, policyPart } from './own-objects'
import { isolationOf } from './isolation'
import type { Survey } from './survey'
import { noCounts } from './tally'

/** Workloads by namespace and part of a name, those with most gaps first. */
export function workloadsView(survey: Survey, { namespace, q, limit }: WorkloadsQuery): WorkloadsPage {
  const wanted = q.toLowerCase()
  const within = survey.session.inventory.workloads.filter(
    one => namespace === undefined || one.namespace === namespace,
  )
  const found = within
    .filter(({ key }) => key.toLowerCase().includes(wanted))
    .map(workload => summaryOf(survey, workload))
    .sort((a, b) => b.counts.implicit - a.counts.implicit || b.counts.unknown - a.counts.unknown)
  const near = found.length === 0 ? nearWorkloads(within, q).map(({ key }) => key) : []
  return { total: found.length, items: found.slice(0, limit), ...(near.length > 0 && { near }) }
}

/** One workload by its key; undefined where there is none. */
export function workloadView(
  survey: Survey,
  key: string,
  read: ReadonlyMap<string, KubeObject> = new Map(),
): WorkloadDetail | undefined {
  const workload = survey.workloads.get(key)
  if (!workload) return undefined
  const { incoming, outgoing } = survey.session.tally.byWorkload.get(key) ?? {
    incoming: noCounts(),
    outgoing: noCounts(),
  }
  const { session } = survey
  const exposure = session.exposure(key)
  const held = session.policiesOf(key)
  return {
    workload: summaryOf(survey, workload),
    incoming,
    outgoing,
    policies: held.map(({ object }) => object),
    objects: [...ownObjects(workload, read), ...held.map(each => policyPart(each, read))],
    wouldAccept: exposedTo(exposure?.ingress),
    couldReach: exposedTo(exposure?.egress),
    waysIn: waysInto(session, key),
  }
}

/** As many lines as a panel can show. */
const shown = 12

const exposedTo = (side: SideExposure | undefined): WorkloadDetail['wouldAccept'] => {
  const peers = side?.peers ?? []
  return { total: peers.length, items: peers.slice(0, shown).map(exposedSentence) }
}

/** The ports that each entry point leads to on this workload, those that are not shut first. */
function waysInto({ entryPoints }: Session, key: string): WorkloadDetail['waysIn'] {
  const found = entryPoints.flatMap(entry =>
    entry.targets
      .filter(({ workload }) => workload === key)
      .map(target => ({
        object: entry.object,
        via: entry.via,
        way: entryWayText(entry),
        service: target.service,
        protocol: target.protocol,
        port: target.port,
        verdict: target.verdict,
        reason: target.reason,
        why: entryReasonText(target),
        ...(entry.tls && { tls: entry.tls }),
        ...(entry.doors && { doors: entry.doors.map(door => ({ ...door, ports: [...door.ports] })) }),
        ...(target.transport && { transport: target.transport }),
        ...(target.principal !== undefined && { principal: target.principal }),
        facts: entryFacts(entry, target),
        doubts: [...entry.doubts],
      })),
  )
  found.sort((a, b) => Number(a.verdict === 'deny') - Number(b.verdict === 'deny'))
  return { total: found.length, items: found.slice(0, shown) }
}

const summaryOf = ({ session }: Survey, workload: Workload): WorkloadSummary => {
  const { key, namespace, name, kind, pods, predicted } = workload
  return {
    key,
    namespace,
    name,
    kind,
    pods: pods.length,
    predicted,
    isolation: isolationOf(session, key),
    counts: session.tally.byWorkload.get(key)?.owned ?? noCounts(),
  }
}
