import type { ConnectionRow } from '@/lib/api/connection-contract'
import type { Reason } from '@/lib/model/explanation'
import type { Cause } from '@/lib/model/verdict'
import { causeGloss } from '@/lib/words/glossary'
import { reasonObject } from '@/lib/words/verdict'
import { visible } from '@/lib/words/visible'

/** What a row says about its deciding side. */
export interface Deciding {
  readonly cause: Cause
  /** Name of the object, or what its absence means. */
  readonly words: string
  /** The same with the object's kind. */
  readonly full: string
  /** How many other objects decide with it. */
  readonly more: number
}

/**
 * The reason that a row shows: what could not be read where that is why it is unknown, else what lets it in at the
 * destination, and where nothing is asked there, what lets it leave.
 */
export function decidedBy({ verdict, trustClass, egress, ingress }: ConnectionRow): Deciding | undefined {
  const all = [...ingress, ...egress]
  const unread =
    verdict === 'unknown' || trustClass === 'unknown'
      ? all.find(({ cause }) => cause === 'unread')
      : undefined
  const side = ingress.length > 0 ? ingress : egress
  const reason = unread ?? side[0]
  if (reason === undefined) return undefined
  return {
    cause: reason.cause,
    words: nameOf(reason) ?? causeGloss[reason.cause],
    full: reasonObject(reason) ?? causeGloss[reason.cause],
    more: new Set(
      side
        .filter(other => other !== reason)
        .map(objectOf)
        .filter(name => name !== objectOf(reason)),
    ).size,
  }
}

const nameOf = ({ namespace, name }: Reason): string | undefined =>
  name === undefined ? undefined : visible(namespace === undefined ? name : `${namespace}/${name}`)

const objectOf = (reason: Reason): string => reasonObject(reason) ?? ''
