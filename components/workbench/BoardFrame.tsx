'use client'

import { useRouter } from 'next/navigation'
import { useEffect, type ReactNode } from 'react'
import type { Overview } from '@/lib/api/overview-contract'
import { ReadingNews, useHasNews } from '../capture/ReadingNews'
import { useHrefs } from '../capture/use-capture'
import { Header } from './Header'
import { PartialBanner } from './PartialBanner'

interface BoardFrameProps {
  readonly overview: Overview
  /** What the page lists: `policies`. */
  readonly of: string
  /** The panel of what is selected; absent where nothing is. */
  readonly detail: ReactNode
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A page that lists things of one kind, and beside them the one that is looked at; Escape closes that. */
export function BoardFrame({ overview, of, detail, onClose, children }: BoardFrameProps) {
  const news = useHasNews()
  const { explorer } = useHrefs()
  const router = useRouter()
  const toProblems = () => router.push(explorer({ show: 'problems' }))
  const isOpen = detail !== undefined

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && isOpen) onClose()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [isOpen, onClose])

  const columns = isOpen
    ? 'md:grid-cols-[minmax(0,1fr)_360px] lg:grid-cols-[minmax(0,1fr)_400px] xl:grid-cols-[minmax(0,1fr)_440px]'
    : ''
  return (
    <div className="above-sheet h-full overflow-y-auto">
      <div className="flex h-full flex-col">
        <a
          href={`#${of}`}
          className="absolute top-1 left-2 z-50 -translate-y-20 rounded-md bg-ink px-3 py-2 font-medium text-on-ink focus:translate-y-0"
        >
          Skip to the {of}
        </a>
        <Header overview={overview} problemsShown={false} onProblems={toProblems} />
        <div className="contents low:flex">
          <PartialBanner
            overview={overview}
            onProblems={toProblems}
            onUnknowns={() => router.push(explorer({ show: 'unknowns' }))}
          />
        </div>
        <div
          className={`grid min-h-80 flex-1 low:min-h-64 shrink-0 grid-cols-1 grid-rows-[minmax(0,1fr)] ${columns}`}
        >
          <main id={of} tabIndex={-1} className="flex min-h-0 min-w-0 flex-col bg-surface outline-none">
            {children}
          </main>
          {detail}
        </div>
        {news && (
          <footer className="flex shrink-0 items-center border-t border-line bg-surface px-4 py-1 text-xs text-text-2 md:h-8">
            <ReadingNews capturedAt={overview.capturedAt} />
          </footer>
        )}
      </div>
    </div>
  )
}
