import type { StartingPoint } from '../api/overview-contract'
import { nearSubjects } from './near-subject'
import type { Survey } from './survey'

/** As many as somebody reads. */
const most = 12

/**
 * Where most is gained for least: namespaces without a default deny, and policies that miss their workload by a label;
 * the heaviest first. `implicit` is what comes in at the namespace or workload, or leaves the cluster from there.
 */
export function startingPoints(survey: Survey): StartingPoint[] {
  const points: StartingPoint[] = [
    ...[...survey.namespaces].flatMap(
      ([
        namespace,
        {
          incoming: { implicit },
        },
      ]) =>
        implicit > 0 && survey.defaultDeny.get(namespace)?.ingress === 'no'
          ? [{ kind: 'no-default-deny' as const, namespace, implicit }]
          : [],
    ),
    ...[...survey.namespaces].flatMap(
      ([
        namespace,
        {
          toInternet: { implicit },
        },
      ]) =>
        implicit > 0 && survey.defaultDeny.get(namespace)?.egress === 'no'
          ? [{ kind: 'open-egress' as const, namespace, implicit }]
          : [],
    ),
    ...nearSubjects(survey).map(point => ({ kind: 'near-miss' as const, ...point })),
  ]
  return points.sort((a, b) => b.implicit - a.implicit).slice(0, most)
}
