import { CircleDashed } from 'lucide-react'
import { memo } from 'react'
import type { Overview } from '@/lib/api/overview-contract'
import { count } from '@/lib/words/count'
import { leadOf, partialSentence, troubleCount, unprovenSentence } from '../overview/sentences'

interface PartialBannerProps {
  readonly overview: Overview
  readonly onProblems: () => void
  readonly onUnknowns: () => void
}

const link =
  'target shrink-0 font-medium underline decoration-line-control underline-offset-3 hover:decoration-ink'

/** Says, above everything, what the verdicts cannot promise and why; absent where nothing is missing. */
export const PartialBanner = memo(function PartialBanner({
  overview,
  onProblems,
  onUnknowns,
}: PartialBannerProps) {
  const words = [
    partialSentence(overview),
    overview.enforcementUnproven ? unprovenSentence : undefined,
  ].filter(sentence => sentence !== undefined)
  if (words.length === 0) return null
  const total = troubleCount(overview)
  return (
    <div
      role="status"
      className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-2.5 border-b border-line-control bg-surface-2 px-4 py-2 max-sm:py-1.5 md:flex-nowrap low:min-w-0 low:flex-1 low:basis-80 low:flex-nowrap low:py-0.5"
    >
      <CircleDashed size={16} aria-hidden className="shrink-0 text-unknown-sign" />
      <div className="min-w-0 flex-1 basis-72 max-sm:basis-60 break-words low:line-clamp-1 low:basis-0">
        {words.map(sentence => {
          const [lead, rest] = leadOf(sentence)
          return (
            <p
              key={sentence}
              className="line-clamp-4 text-pretty max-sm:line-clamp-1 md:line-clamp-2 low:inline"
            >
              <b className="font-semibold">{lead}</b>
              {rest}
            </p>
          )
        })}
      </div>
      <span className="flex gap-x-2.5 max-md:pl-6.5 low:shrink-0 low:pl-0 empty:hidden">
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
      </span>
    </div>
  )
})
