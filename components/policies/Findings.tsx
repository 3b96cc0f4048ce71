import { TriangleAlert } from 'lucide-react'
import type { PolicyRow } from '@/lib/api/policy-contract'
import { count } from '@/lib/words/count'
import { noteSentence, noteShort } from '@/lib/words/policy'
import { ClassGlyph } from '../signs/ClassGlyph'

/** What is odd about an object, the weightiest first, on one line. */
export function Findings({ row: { notes, notesTotal, unknown } }: { readonly row: PolicyRow }) {
  const [first] = notes
  const rest = notesTotal - (first === undefined ? 0 : 1)
  if (first === undefined && unknown === 0) return null
  const unread = first?.kind === 'unread' || first?.kind === 'refused'
  return (
    <span
      title={notes.map(noteSentence).join('\n')}
      className="inline-flex max-w-full items-center gap-1.5 align-middle"
    >
      {first === undefined || unread ? (
        <ClassGlyph of="unknown" size={13} />
      ) : (
        <TriangleAlert size={13} aria-hidden className="shrink-0" />
      )}
      <span className="min-w-0 truncate">
        {first !== undefined && (
          <span className={unread ? 'text-unknown-text in-aria-selected:text-text-2' : 'font-medium'}>
            {noteShort(first)}
          </span>
        )}
        {unknown > 0 && (
          <span className="text-unknown-text in-aria-selected:text-text-2">
            {first !== undefined && ', '}
            {count(unknown, 'connection')} unknown
          </span>
        )}
      </span>
      {rest > 0 && <span className="shrink-0 text-xs text-text-2">and {rest} more</span>}
    </span>
  )
}
