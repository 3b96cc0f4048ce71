import { refText } from '../../../model/object'
import { selectorText } from '../../../model/selector'
import { keysOf } from './ground'
import { doubtOfPolicy, Governing, policyObjects } from './governing'
import { authorizationPolicies, pods, requestAuthentications } from './kinds'
import type { Pitfall } from './pitfall'
import { listed } from '../../../model/listed'

/**
 * A policy of the root namespace whose selector was meant for the pods of one namespace: it governs those of every
 * namespace that have the labels (istio.md section 8, pitfall 16). Without a selector it says plainly that the whole mesh is
 * meant. One that selects nobody is told with all others that do.
 */
export const rootNamespacePolicy: Pitfall = {
  code: 'istio-root-namespace-policy',
  reads: [authorizationPolicies, requestAuthentications, pods],
  *find(ground) {
    const { rootNamespace, unsure } = ground.read.outbound.config
    const isUnsure = unsure.has('rootNamespace')
    const governing = new Governing(ground)
    for (const { object, policies } of ['AuthorizationPolicy', 'RequestAuthentication'].flatMap(kind =>
      policyObjects(ground, kind),
    )) {
      const subject = policies[0]?.subject
      if (object.namespace !== rootNamespace || subject?.kind !== 'pods') continue
      // Where the settings are in doubt, the policy is for its own namespace and perhaps for all others.
      if (!isUnsure && subject.namespaces.kind !== 'all') continue
      if (subject.pods.requirements.length === 0) continue
      const governed = governing.by(policies)
      const elsewhere = [...new Set(governed.map(({ pod }) => pod.namespace))].filter(
        namespace => namespace !== rootNamespace,
      )
      const [only, ...others] = elsewhere
      if (only === undefined) continue
      const spread = others.length > 0
      const doubt = isUnsure ? undefined : doubtOfPolicy(governed)
      const closes = policies.some(({ isolates, rules }) => isolates !== 'no' || rules.length > 0)
      yield {
        severity: spread && closes ? 'medium' : 'low',
        about: { kind: 'object', object, path: subject.path },
        title: `${refText(object)} stands in the root namespace, so that ${selectorText(subject.pods)} means pods of every namespace: ${
          spread
            ? `those of ${listed(elsewhere)} are governed`
            : `those of ${only} are governed now, and any other one that gets the labels will be`
        }`,
        remedy: spread
          ? 'write it in each namespace that is meant, or leave it if the whole mesh is'
          : `move it to namespace ${only}, unless the whole mesh is meant`,
        workloads: keysOf(governed),
        evidence: [],
        ...(doubt !== undefined && { doubt }),
      }
    }
  },
}
