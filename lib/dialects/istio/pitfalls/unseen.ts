import type { Gap } from '../../../model/capture'
import type { UnseenFindings } from '../../../model/finding'
import { namespaces as namespaceKind, type ReadKind } from './kinds'
import type { Pitfall } from './pitfall'

/** What stands in place of a kind where none is legible: what the text is called, `document 2` or `capture`. */
const isLegible = ({ kind }: ReadKind): boolean => /^[A-Z]/.test(kind) && kind !== 'List'

/** Whether objects of the kind may be among what could not be read. */
export function mayHold(gap: Gap, { group, kind }: ReadKind): boolean {
  if (gap.kind === 'namespace-labels') return group === namespaceKind.group && kind === namespaceKind.kind
  const { object } = gap
  if (gap.kind === 'policy' && object.group === '' && !isLegible(object)) return true
  // A policy without a group may be of any that has the kind.
  return object.kind === kind && (object.group === group || (gap.kind === 'policy' && object.group === ''))
}

/** What may be there of these pitfalls and could not be read: one entry for each kind and reason. */
export function unseenIn(gaps: readonly Gap[], pitfalls: readonly Pitfall[]): UnseenFindings[] {
  const found = new Map<string, UnseenFindings>()
  for (const gap of gaps) {
    const codes = pitfalls.filter(({ reads }) => reads.some(each => mayHold(gap, each)))
    if (codes.length === 0) continue
    const { group, kind } = gap.kind === 'namespace-labels' ? namespaceKind : gap.object
    const key = JSON.stringify([group, kind, gap.reason, gap.namespace === undefined])
    const namespaces = gap.namespace === undefined ? [] : [gap.namespace]
    found.set(key, {
      group,
      kind: isLegible({ group, kind }) ? kind : '',
      namespaces: [...new Set([...(found.get(key)?.namespaces ?? []), ...namespaces])],
      reason: gap.reason,
      codes: codes.map(({ code }) => code),
    })
  }
  return [...found.values()]
}
