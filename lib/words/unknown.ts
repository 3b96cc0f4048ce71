import type { Gap, UnlistedWhy } from '../model/capture'
import type { ObjectRef } from '../model/object'

/** What would settle a gap, as one sentence without its full stop. */
export function gapRemedy(gap: Gap): string {
  switch (gap.kind) {
    case 'unlisted':
      return unlistedRemedy[gap.why](kindText(gap.object, gap.namespace))
    case 'policy':
      return 'correct the object, or leave it out if it does not exist in the cluster'
    case 'namespace-labels':
      return `let namespace ${gap.namespace} be read, or give its manifest with its labels`
  }
}

const unlistedRemedy: Readonly<Record<UnlistedWhy, (what: string) => string>> = {
  forbidden: what => `grant \`list\` on ${what}`,
  unauthorized: () => 'give credentials that the cluster accepts, and read again',
  expired: () => 'renew the credentials, and read again',
  timeout: what => `read again: listing ${what} took too long`,
  'cut-off': what => `read again: the list of ${what} ended early`,
  unreachable: () => 'read again when the cluster can be reached',
  'server-error': what => `read again: the cluster failed to list ${what}`,
  'not-asked': what => `read ${what} too`,
}

/** `NetworkPolicy (networking.k8s.io) in namespace shop` */
const kindText = ({ group, kind }: ObjectRef, namespace: string | undefined): string =>
  `${kind}${group === '' ? '' : ` (${group})`} in ${namespace === undefined ? 'all namespaces' : `namespace ${namespace}`}`
