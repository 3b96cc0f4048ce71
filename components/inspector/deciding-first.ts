import type { Explained } from '@/lib/api/explanation-contract'
import type { Explanation } from '@/lib/model/explanation'
import { refKey } from '@/lib/model/object'

/**
 * Objects in the order in which they are worth reading: what settles the verdict, then what decides a side that does not,
 * then near misses, then what was only looked at. A denial is settled by the sides that deny.
 */
export function decidingFirst(
  objects: Explained['objects'],
  { verdict, sides }: Explanation,
): Explained['objects'] {
  const settling = new Set(
    sides
      .filter(side => side.verdict === verdict)
      .flatMap(({ steps }) => steps)
      .flatMap(({ role, object }) => (role === 'decided' && object ? [refKey(object)] : [])),
  )
  const rank = { decided: 1, 'near-miss': 2, considered: 3 }
  const rankOf = ({ ref, role }: Explained['objects'][number]): number =>
    settling.has(refKey(ref)) ? 0 : rank[role]
  return [...objects].sort((a, b) => rankOf(a) - rankOf(b))
}
