import type { ObjectRef, Origin, Path } from '../model/object'
import { captureGroup, captureKind } from './capture-head'
import type { Collector } from './collect'
import type { Head } from './head'
import { policyGroupOf, scopeOf, splitApiVersion } from './kinds'

/** Where a value was written, and what to call it when it has no name. */
export interface Place {
  /** Absent where it was written nowhere: an API server told it. */
  readonly origin?: Origin
  /** `document 2 of shop.yaml`, `item 3 of document 1 of shop.yaml`. */
  readonly text: string
}

/** Why no object could be made of something; `message` is a sentence about it. */
export interface Complaint {
  readonly code: string
  readonly message: string
  readonly remedy: string
  readonly path?: Path
}

/**
 * Reports what could not be read, by what is legible of it: a policy is unread in its reach, a namespace's labels are
 * hidden, another kind is left out, and without a legible kind it may be any policy of the cluster (contract.md 1).
 */
export function reportUnread(head: Head, complaint: Complaint, place: Place, into: Collector): void {
  const { message: reason, ...rest } = complaint
  const at = place.origin && { origin: place.origin }
  const object = refOf(head, place)
  const policy = policyOf(head)
  if (policy !== undefined)
    into.addGap({
      kind: 'policy',
      object: { ...object, group: policy },
      ...(object.namespace !== undefined && !isEngineSettings(head) && { namespace: object.namespace }),
      reason,
      ...at,
    })
  const namespace = policy === undefined && head.kinds.includes('Namespace')
  if (namespace) into.hideLabels(head.kinds.length === 1 ? head.name : undefined, reason, place.origin)
  const effect = policy !== undefined || namespace ? 'unknown' : 'left-out'
  const named = head.kinds.length === 1 && { object }
  into.addProblem({ ...rest, message: reason, effect, ...named, ...at })
}

/** Settings that say whether policies are enforced at all. */
const isEngineSettings = ({ kinds, name }: Head): boolean =>
  kinds.includes('ConfigMap') && name === 'cilium-config'

/** A head that is not read may have said that anything is missing. */
const isCapture = ({ kinds, apiVersions }: Head): boolean =>
  kinds.includes(captureKind) && apiVersions.some(version => version.startsWith(`${captureGroup}/`))

/** The group of the policy that this may be; `''` where it may be of any. */
function policyOf(head: Head): string | undefined {
  const { kinds, apiVersions } = head
  if (kinds.length === 0 || isEngineSettings(head) || isCapture(head)) return ''
  const versions = apiVersions.length > 0 ? apiVersions : [undefined]
  const groups = kinds.flatMap(kind => versions.flatMap(version => policyGroupOf(kind, version) ?? []))
  const [group] = groups
  return group === undefined
    ? undefined
    : kinds.length > 1 || versions.length > 1 || group === 'any'
      ? ''
      : group
}

function refOf({ kinds, apiVersions, namespace, name }: Head, { text, origin }: Place): ObjectRef {
  const [kind] = kinds
  if (kind === undefined || kinds.length > 1) {
    const [what = '', ...which] = text.split(' ')
    return { group: '', kind: what, name: which.join(' ') }
  }
  const [version] = apiVersions
  const { group } = splitApiVersion(version ?? '')
  const isList = kind.endsWith('List') && kind !== 'List'
  const livesInOne = version === undefined || scopeOf(group, kind) !== 'cluster'
  return {
    group,
    kind: isList ? kind.slice(0, -'List'.length) : kind,
    ...(namespace !== undefined && livesInOne && !isList && kind !== 'List' && { namespace }),
    name: name ?? `(${text}${origin ? `, line ${origin.line}` : ''})`,
  }
}
