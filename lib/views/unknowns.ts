import type { UnknownsAnswer } from '../api/matrix-contract'
import { refKey } from '../model/object'
import { gapRemedy } from '../words/unknown'
import type { Survey } from './survey'

/** Something that may keep connections unknown. */
export type Suspect = Omit<UnknownsAnswer['items'][number], 'pairs'>

/** Objects whose part is worked out for one answer: each takes a while, and the first are those that are unread. */
const mostLookedAt = 200

/**
 * What may keep connections unknown, where some are: what could not be read or listed, then objects that were read with
 * problems, then all other policies, since a doubt about labels falls on whichever names them.
 */
export function suspects({ session, policies }: Survey): {
  readonly some: readonly Suspect[]
  readonly of: number
} {
  if (session.tally.counts.unknown === 0) return { some: [], of: 0 }
  const found = new Map<string, Suspect>()
  const enter = (key: string, suspect: Suspect): unknown => found.has(key) || found.set(key, suspect)
  for (const gap of session.capture.gaps) {
    const remedy = gapRemedy(gap)
    if (gap.kind === 'namespace-labels')
      enter(`labels of ${gap.namespace}`, {
        kind: 'labels',
        namespace: gap.namespace,
        reason: gap.reason,
        remedy,
      })
    else
      enter(refKey(gap.object), {
        kind: gap.kind === 'unlisted' ? 'unlisted' : 'unread',
        object: gap.object,
        reason: gap.reason,
        remedy,
        ...(gap.namespace !== undefined && { namespace: gap.namespace }),
        ...(gap.kind === 'unlisted' && { why: gap.why }),
      })
  }
  const known = new Map(policies.map(({ object }) => [refKey(object), object]))
  for (const { code, effect, object, message, remedy } of session.problems)
    if (effect === 'unknown' && object && known.has(refKey(object)))
      enter(refKey(object), {
        kind: code === 'unread-kind' ? 'foreign' : 'problem',
        object,
        reason: message,
        remedy,
      })
  for (const { object, unread } of policies)
    enter(refKey(object), {
      kind: unread ? 'unread' : 'doubt',
      object,
      reason: unread ? 'it could not be read' : 'what it selects or means is not known for certain',
      remedy: 'look at the object: what is doubtful in it is marked there',
    })
  const all = [...found.values()]
  return { some: all.slice(0, mostLookedAt), of: all.length }
}

/** Pairs that would not be unknown if the object were settled; costly. Undefined where no single object is to blame. */
export const unknownBy = ({ session }: Survey, { object }: Suspect): number | undefined =>
  object && session.policyEffects(object).unknown

/** Those that keep something unknown, the heaviest first; hidden labels are told wherever they are. */
export function unknownsView(
  { session }: Survey,
  { some, of }: ReturnType<typeof suspects>,
  pairs: readonly (number | undefined)[],
): UnknownsAnswer {
  const items = some
    .map((suspect, at) => ({ ...suspect, pairs: pairs[at] }))
    .flatMap(({ pairs: by, ...suspect }) =>
      by === 0 ? [] : [{ ...suspect, ...(by !== undefined && { pairs: by }) }],
    )
    .sort((a, b) => (b.pairs ?? 0) - (a.pairs ?? 0))
  return { unknown: session.tally.counts.unknown, looked: some.length, of, items }
}
