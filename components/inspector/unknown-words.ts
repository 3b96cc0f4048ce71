import type { UnknownsAnswer } from '@/lib/api/matrix-contract'
import { refText } from '@/lib/model/object'
import { count } from '@/lib/words/count'
import { pluralOf } from '@/lib/words/gap'
import { visible } from '@/lib/words/visible'
import { numberText } from '@/lib/words/number'

export type UnknownItem = UnknownsAnswer['items'][number]

/** A right that would settle something, where the API server refused it. */
export const isPermission = ({ kind, why }: UnknownItem): boolean =>
  kind === 'unlisted' && why === 'forbidden'

/** Permissions before everything else, each in the server's order: what settles most first. */
export const inOrder = (items: readonly UnknownItem[]): UnknownItem[] => [
  ...items.filter(isPermission),
  ...items.filter(item => !isPermission(item)),
]

/** What would settle it, in a few words: `list PeerAuthentications`. */
export function settlingText(item: UnknownItem): string {
  const { kind, object, namespace } = item
  const name = object && visible(refText(object))
  switch (kind) {
    case 'unlisted': {
      if (!object) return 'read what could not be listed'
      const kinds =
        object.kind === '*' ? `the kinds of ${visible(object.group)}` : visible(pluralOf(object.kind))
      return object.name === '*' ? `list ${kinds}` : `read ${name}`
    }
    case 'unread':
      return name === undefined ? 'read what could not be read' : `make ${name} readable`
    case 'foreign':
      return `judge ${name ?? 'an object'} by hand`
    case 'labels':
      return `read the labels of namespace ${visible(namespace ?? '')}`
    case 'problem':
      return `correct ${name ?? 'an object'}`
    case 'doubt':
      return `look at ${name ?? 'an object'}`
  }
}

/** Where it is missing, and how that was told. */
export function whereText({ object, namespace, reason }: UnknownItem): string {
  const where =
    namespace !== undefined
      ? `in namespace ${visible(namespace)}`
      : object?.name === '*'
        ? 'in the whole cluster'
        : ''
  return [where, visible(reason)].filter(part => part !== '').join(' · ')
}

/** How far what is listed goes: `2 permissions are missing; one of them alone answers 65 of the 75.` */
export function unknownsSentence({ unknown, items }: UnknownsAnswer): string {
  if (unknown === 0) return 'Nothing is unknown: every connection could be judged.'
  const permissions = items.filter(isPermission)
  const [first] = inOrder(items)
  const causes =
    permissions.length > 0
      ? `${count(permissions.length, 'permission')} ${permissions.length === 1 ? 'is' : 'are'} missing${
          items.length > permissions.length ? `, and there ${others(items.length - permissions.length)}` : ''
        }.`
      : items.length === 0
        ? 'No single object is to blame: the panel of problems says what could not be honoured.'
        : `No permission is missing; ${count(items.length, 'cause')} ${items.length === 1 ? 'is' : 'are'} known.`
  const most =
    first?.pairs === undefined
      ? ''
      : ` The first would settle ${numberText(first.pairs)} of the ${numberText(unknown)}.`
  return `${causes}${most} None of them counts as safe.`
}

const others = (number: number): string => `${number === 1 ? 'is' : 'are'} ${count(number, 'other cause')}`
