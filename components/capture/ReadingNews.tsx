'use client'

import { X } from 'lucide-react'
import { IconButton } from '../ui/IconButton'
import { Age } from '../workbench/Age'
import { isCutOff } from '../workbench/retry'
import { newsText, useReading } from './ReadingProvider'

/** True where there is something to say about the last reading. */
export function useHasNews(): boolean {
  const { news, health } = useReading()
  return news !== undefined || isCutOff(health.error)
}

/** What the last reading changed, or why there is none; stays until it is dismissed or the next reading. */
export function ReadingNews({ capturedAt }: { readonly capturedAt: string }) {
  const { news, dismiss, health } = useReading()
  const old = (
    <>
      {' '}
      What you see was read <Age since={capturedAt} />.
    </>
  )
  if (news === undefined && !isCutOff(health.error)) return null
  return (
    <div className="flex min-w-0 flex-1 items-center gap-2">
      <p className="min-w-0 font-medium text-text md:truncate">
        {news === undefined ? 'podtrust does not answer; it is asked again by itself.' : newsText(news)}
        {news?.kind !== 'changes' && old}
      </p>
      {news && (
        <IconButton label="Dismiss" onClick={dismiss} className="md:min-h-6">
          <X size={13} aria-hidden />
        </IconButton>
      )}
    </div>
  )
}
