import type { ObjectRef } from '../../model/object'
import { meshRootNamespace, type Reach } from '../../model/policy-kinds'
import type { Action, Fragment, NamespaceScope, Policy, Rule } from '../../model/rule'

/**
 * What an object that nobody could read may do to the verdicts in its reach: every rule of its kind may be there and
 * may match, or not (contract.md section 1: such an object is taken as absent, as matching nothing and as matching
 * everything). `namespace` is the one that it reaches, where the object itself does not say.
 */
export function unread(
  object: ObjectRef,
  reach: Reach,
  reason: string,
  namespace = object.namespace,
): Fragment {
  const namespaces = scopeOf(object.group, namespace, reach)
  const subject = { kind: 'unreadable', path: [], namespaces, reason } as const
  const actions = actionsOf[reach.power]
  return {
    policies: reach.directions.map((direction): Policy => ({
      dialect: 'unread',
      object,
      path: [],
      tier: reach.tier,
      direction,
      precedence: 0,
      subject,
      isolates: reach.power === 'deny' ? 'no' : 'yes',
      enforcement: 'enforced',
      refused: false,
      unread: true,
      rules: actions.map(action => doubtfulRule(action, reason)),
    })),
    transports: reach.transport
      ? reach.directions.map(direction => ({
          object,
          path: [],
          direction,
          subject,
          demand: 'unread' as const,
        }))
      : [],
  }
}

const actionsOf: Record<Reach['power'], readonly Action[]> = {
  add: ['allow'],
  deny: ['deny'],
  // The last one stands for a default deny of its own, against which an allow before it would be the reason.
  all: ['deny', 'allow', 'deny'],
}

const doubtfulRule = (action: Action, reason: string): Rule => ({
  action,
  path: [],
  peers: [{ kind: 'unreadable', path: [], reason }],
  ports: [{ kind: 'unreadable', path: [], reason }],
  present: 'maybe',
})

/** The namespace of the object; the whole cluster for cluster-scoped kinds and for Istio's root namespace. */
function scopeOf(group: string, namespace: string | undefined, { scope }: Reach): NamespaceScope {
  if (scope === 'cluster' || namespace === undefined) return { kind: 'all' }
  if (group.endsWith('.istio.io') && namespace === meshRootNamespace) return { kind: 'all' }
  return { kind: 'named', namespace }
}
