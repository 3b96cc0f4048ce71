import { familyCounts, type FamilyCount } from '@/lib/words/kind-families'
import { numberText } from '@/lib/words/number'

const none = familyCounts([])

/** What has come in so far, by kind. All kinds have their places from the start, so that counts move nothing; before the first answer there are none. */
export function ReadCounts({ read }: { readonly read?: readonly FamilyCount[] | undefined }) {
  return (
    <ul aria-label="Read so far" className="mt-4 grid grid-cols-2 gap-x-8 text-left text-xs sm:grid-cols-3">
      {(read ?? none).map(({ name, count }) => (
        <li
          key={name}
          className="flex min-h-7 items-center justify-between gap-2 border-b border-line whitespace-nowrap"
        >
          <span className={count > 0 ? 'text-text-2' : 'text-text-3'}>{name}</span>{' '}
          <span className={`tabular-nums ${count > 0 ? 'font-semibold text-text' : 'text-text-3'}`}>
            {read ? numberText(count) : '–'}
          </span>
        </li>
      ))}
    </ul>
  )
}
