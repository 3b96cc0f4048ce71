import { CircleDashed } from 'lucide-react'
import type { GapView } from '@/lib/api/overview-contract'
import { sentence } from '@/lib/words/sentence'
import { gapTitle } from '../overview/sentences'

/** What could not be listed, what that makes unknown, why, and what would settle it. */
export function GapList({ gaps }: { readonly gaps: readonly GapView[] }) {
  return (
    <section aria-labelledby="gaps" className="border-b border-line-strong">
      <h3 id="gaps" className="px-4 pt-3 text-xs font-semibold">
        Not read to the end <span className="font-normal text-text-2">{gaps.length}</span>
      </h3>
      <ul>
        {gaps.map((gap, i) => (
          <li key={i} className="flex gap-2.5 border-b border-line px-4 py-3 last:border-b-0">
            <CircleDashed size={15} aria-hidden className="mt-0.5 shrink-0 text-unknown-sign" />
            <div className="min-w-0 break-words">
              <p className="font-medium">{gapTitle(gap)}</p>
              <p className="mt-1 text-text-2">{sentence(gap.detail)}</p>
              <p className="mt-1 text-text-2">{sentence(gap.remedy)}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
