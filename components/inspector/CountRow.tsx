import type { Counts } from '@/lib/api/terms-contract'
import { trustClasses } from '@/lib/model/verdict'
import { count } from '@/lib/words/count'
import { ClassCount } from '../signs/ClassCount'

/** Counts by class, the worst first, of what there is. */
export function CountRow({ counts }: { readonly counts: Counts }) {
  const shown = trustClasses.filter(each => counts[each] > 0)
  if (shown.length === 0) return <span>{count(0, 'connection')}</span>
  return (
    <span className="inline-flex flex-wrap gap-x-3 align-middle">
      {shown.map(each => (
        <ClassCount key={each} of={each} count={counts[each]} />
      ))}
    </span>
  )
}
