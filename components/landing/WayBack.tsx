'use client'

import { useQuery } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import Link from 'next/link'
import { visible } from '@/lib/words/visible'
import { useReading } from '../capture/ReadingProvider'
import { useCapture, useHrefs } from '../capture/use-capture'
import { overviewQuery } from '../workbench/queries'

/** Back to the capture that the page was left for; absent where there is none, or it is gone. */
export function WayBack() {
  const capture = useCapture()
  const { health } = useReading()
  const { explorer } = useHrefs()
  const { data } = useQuery({
    ...overviewQuery(),
    enabled: capture !== undefined && health.data?.status === 'ready',
  })
  if (capture === undefined || !data) return null
  return (
    <Link
      href={explorer()}
      prefetch={false}
      className="target inline-flex min-w-0 items-center gap-1.5 rounded-md border border-line-strong px-2.5 font-medium hover:bg-surface-2"
    >
      <ArrowLeft size={14} aria-hidden className="shrink-0" />
      <span className="truncate">
        Back to <bdi>{visible(data.source.label)}</bdi>
      </span>
    </Link>
  )
}
