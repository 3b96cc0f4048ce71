import { CircleDashed } from 'lucide-react'
import type { Overview } from '@/lib/api/contract'
import { count } from '@/lib/words/count'
import { partialSentence, troubleCount, unprovenSentence } from '../overview/sentences'

interface PartialBannerProps {
  readonly overview: Overview
  readonly onProblems: () => void
  readonly onUnknowns: () => void
}

const link =
  'target shrink-0 font-medium underline decoration-line-control underline-offset-3 hover:decoration-ink'

/** Says, above everything, what the verdicts cannot promise and why; absent where nothing is missing. */
export function PartialBanner({ overview, onProblems, onUnknowns }: PartialBannerProps) {
  const words = [
    partialSentence(overview),
    overview.enforcementUnproven ? unprovenSentence : undefined,
  ].filter(sentence => sentence !== undefined)
  if (words.length === 0) return null
  const total = troubleCount(overview)
  return (
    <div
      role="status"
      className="flex min-h-10 items-center gap-2.5 border-b border-line-control bg-surface-2 px-4 py-2"
    >
      <CircleDashed size={16} aria-hidden className="shrink-0 text-unknown-sign" />
      <div className="min-w-0 flex-1 break-words">
        {words.map(sentence => (
          <p key={sentence} className="line-clamp-3 md:line-clamp-2">
            {sentence}
          </p>
        ))}
      </div>
      {overview.counts.unknown > 0 && (
        <button type="button" onClick={onUnknowns} className={link}>
          What would settle it
        </button>
      )}
      {total > 0 && (
        <button type="button" onClick={onProblems} className={link}>
          {total === 1 ? 'What to do' : `All ${count(total, 'problem')}`}
        </button>
      )}
    </div>
  )
}
