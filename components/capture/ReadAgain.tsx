'use client'

import { RefreshCw } from 'lucide-react'
import type { Overview } from '@/lib/api/overview-contract'
import { Button } from '../ui/Button'
import { stepText } from './reading-words'
import { useReading } from './ReadingProvider'

/** Has the source read again. Meanwhile it says how far that is, and the page goes on with what it has. */
export function ReadAgain({ source }: { readonly source: Overview['source'] }) {
  const { running, readAgain } = useReading()
  if (!canBeReadAgain(source)) return null
  return (
    <Button
      onClick={readAgain}
      // Not disabled, so that the focus stays where it is.
      aria-disabled={running !== undefined}
      className="justify-center aria-disabled:text-text-2 pointer-coarse:min-w-11"
    >
      <RefreshCw size={14} aria-hidden className="shrink-0" />
      {running === undefined ? (
        <span className="max-lg:sr-only">Read again</span>
      ) : (
        <span className="max-sm:sr-only">
          {running.progress ? stepText(running.progress) : 'Reading again'}
        </span>
      )}
    </Button>
  )
}

/** What came once, by upload or on standard input, is not there to be read another time. */
const canBeReadAgain = ({ kind, label }: Overview['source']): boolean =>
  kind !== 'upload' && !label.split(', ').includes('standard input')
