import type { Headline } from '../api/overview-contract'
import { refKey, type ObjectRef } from '../model/object'
import type { Policy } from '../model/rule'
import { isolationOf, limited } from './isolation'
import type { Survey } from './survey'
import { total } from './tally'

/** The one sentence that the page opens with, as facts. */
export function headline(survey: Survey): Headline {
  const { session, policies } = survey
  const { inventory, tally } = session
  const { workloads } = inventory
  if (workloads.length === 0) return { kind: 'no-workloads' }
  const { implicit, unknown } = tally.counts
  if (policies.length === 0) return { kind: 'no-policies', workloads: workloads.length, implicit }
  return (
    selfBlocked(survey) ??
    nearlyOpen(survey) ?? { kind: 'counts', total: total(tally.counts), implicit, unknown }
  )
}

/** From this share of open workloads on, the few that are closed are the exception. */
const nearly = 0.9

/** By workloads, not by connections: what policies deny is no connection, so the rest may be all implicit and yet little. */
function nearlyOpen({ session, namespaces }: Survey): Headline | undefined {
  const workloads = session.inventory.workloads.length
  const open = [...namespaces.values()].reduce((sum, namespace) => sum + namespace.open, 0)
  const { implicit } = session.tally.counts
  if (implicit === 0 || open < nearly * workloads) return undefined
  return { kind: 'nearly-open', workloads, open, total: total(session.tally.counts), implicit }
}

/** Wherever policies limit anything, they let nothing through: rules that were meant to connect connect nobody. */
function selfBlocked({ session, enforced }: Survey): Headline | undefined {
  const members = session.inventory.workloads.filter(({ key }) => limited(isolationOf(session, key)))
  const namespaces = new Set(members.map(({ namespace }) => namespace))
  const talk = session.inventory.workloads.some(({ key, namespace }) => {
    const counts = session.tally.byWorkload.get(key)
    return namespaces.has(namespace) && counts && total(counts.incoming) + total(counts.outgoing) > 0
  })
  if (namespaces.size === 0 || talk) return undefined
  const governing = new Set(
    members.flatMap(({ key }) => session.policiesOf(key).map(({ object }) => refKey(object))),
  )
  const bearing = enforced.filter(({ object }) => governing.has(refKey(object)))
  return {
    kind: 'nothing-allowed',
    namespaces: [...namespaces],
    isolatedBy: isolators(bearing),
    egressRules: bearing.some(
      ({ direction, rules }) => direction === 'egress' && rules.some(({ action }) => action === 'allow'),
    ),
  }
}

/** The objects that isolate or deny and open nothing, else all that isolate or deny. */
function isolators(policies: readonly Policy[]): ObjectRef[] {
  const isolating = policies.filter(
    ({ isolates, rules, unread }) =>
      !unread && (isolates === 'yes' || rules.some(({ action }) => action === 'deny')),
  )
  const opening = new Set(
    isolating
      .filter(({ rules }) => rules.some(({ action }) => action !== 'deny'))
      .map(({ object }) => refKey(object)),
  )
  const pure = isolating.filter(({ object }) => !opening.has(refKey(object)))
  const objects = (pure.length > 0 ? pure : isolating).map(({ object }) => [refKey(object), object] as const)
  return [...new Map(objects).values()]
}
