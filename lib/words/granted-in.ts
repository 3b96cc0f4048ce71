import type { ObjectRef } from '../model/object'
import { visible } from './visible'

/** What deploy/rbac-istio.yaml grants, which only those apply who run Istio. */
const meshFile = 'deploy/rbac-istio.yaml'
const meshSettings = { namespace: 'istio-system', name: 'istio' } as const

/**
 * Where the right stands that is missing, and what to do with it: `see deploy/rbac.yaml`, or the command that applies the
 * file for Istio, with what has to be changed in it for a control plane of another name or place.
 */
export function grantedIn({ group, kind, namespace, name }: ObjectRef): string {
  const apply = `\`kubectl apply -f ${meshFile}\``
  if (group === 'admissionregistration.k8s.io' && kind === 'MutatingWebhookConfiguration') return apply
  if (group !== '' || kind !== 'ConfigMap' || !/^istio(-|$)/.test(name)) return 'see deploy/rbac.yaml'
  const changes = [
    ...(name === meshSettings.name ? [] : [`name \`${visible(name)}\` beside \`${meshSettings.name}\``]),
    ...(namespace === undefined || namespace === meshSettings.namespace
      ? []
      : [`write \`${visible(namespace)}\` for \`${meshSettings.namespace}\``]),
  ]
  return changes.length === 0 ? apply : `${changes.join(' and ')} in ${meshFile}, then ${apply}`
}
