import type { Gap } from '../../model/capture'
import type { Failure } from './client'
import type { Resource } from './resource'

/** The gap that a kind leaves which could not be listed, in one namespace or anywhere. */
export const unlisted = (
  { group, kind }: Pick<Resource, 'group' | 'kind'>,
  { why, reason }: Pick<Failure, 'why' | 'reason'>,
  namespace?: string,
  name = '*',
): Gap => ({
  kind: 'unlisted',
  object: { group, kind, ...(namespace !== undefined && { namespace }), name },
  ...(namespace !== undefined && { namespace }),
  why,
  reason,
})
