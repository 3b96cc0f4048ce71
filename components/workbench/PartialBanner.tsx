import { CircleDashed } from 'lucide-react'
import type { Overview } from '@/lib/api/contract'
import { count } from '@/lib/words/count'
import { partialSentence } from '../overview/sentences'

interface PartialBannerProps {
  readonly overview: Overview
  readonly onProblems: () => void
}

/** Says, above everything, that the picture is incomplete and what that means; absent where it is complete. */
export function PartialBanner({ overview, onProblems }: PartialBannerProps) {
  const words = partialSentence(overview)
  if (words === undefined) return null
  const { total } = overview.problems
  return (
    <div
      role="status"
      className="flex min-h-10 items-center gap-2.5 border-b border-line-control bg-surface-2 px-4 py-2"
    >
      <CircleDashed size={16} aria-hidden className="shrink-0 text-unknown-sign" />
      <p className="line-clamp-2 min-w-0 flex-1 break-words">{words}</p>
      {total > 0 && (
        <button
          type="button"
          onClick={onProblems}
          className="target shrink-0 font-medium underline decoration-line-control underline-offset-3 hover:decoration-ink"
        >
          {total === 1 ? 'What to do' : `All ${count(total, 'problem')}`}
        </button>
      )}
    </div>
  )
}
