import type { StartingPoint } from '../api/contract'
import { nearSubjects } from './near-subject'
import type { Survey } from './survey'
import { internet } from './tally'

/** As many as somebody reads. */
const most = 12

/**
 * Where most is gained for least: namespaces without a default deny, and policies that miss their workload by a label;
 * the heaviest first. `implicit` is what comes in at the namespace or workload, or leaves the cluster from there.
 */
export function startingPoints(survey: Survey): StartingPoint[] {
  const into = new Map<string, number>()
  const outward = new Map<string, number>()
  for (const { from, to, trustClass } of survey.tally.pairs) {
    if (trustClass !== 'implicit') continue
    const [counts, inside] = to === internet ? [outward, from] : [into, to]
    const namespace = survey.tally.namespaceOf.get(inside)
    if (namespace !== undefined) counts.set(namespace, (counts.get(namespace) ?? 0) + 1)
  }
  const points: StartingPoint[] = [
    ...[...into].flatMap(([namespace, implicit]) =>
      survey.defaultDeny.get(namespace)?.ingress === 'no'
        ? [{ kind: 'no-default-deny' as const, namespace, implicit }]
        : [],
    ),
    ...[...outward].flatMap(([namespace, implicit]) =>
      survey.defaultDeny.get(namespace)?.egress === 'no'
        ? [{ kind: 'open-egress' as const, namespace, implicit }]
        : [],
    ),
    ...nearSubjects(survey).map(point => ({ kind: 'near-miss' as const, ...point })),
  ]
  return points.sort((a, b) => b.implicit - a.implicit).slice(0, most)
}
