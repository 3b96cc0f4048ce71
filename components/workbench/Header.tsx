'use client'

import { CircleDashed, CloudOff, FolderOpen, MessageCircleQuestion, TriangleAlert } from 'lucide-react'
import Link from 'next/link'
import { memo } from 'react'
import { uploadLimits } from '@/lib/api/upload-limits'
import type { Overview } from '@/lib/api/overview-contract'
import { count } from '@/lib/words/count'
import { visible } from '@/lib/words/visible'
import { CloseUpload } from '../capture/CloseUpload'
import { ReadAgain } from '../capture/ReadAgain'
import { useReading } from '../capture/ReadingProvider'
import { useCapture, useHrefs } from '../capture/use-capture'
import { HelpMenu } from '../help/HelpMenu'
import { completenessWords, troubleCount } from '../overview/sentences'
import { Brand } from '../signs/Brand'
import { ThemeToggle } from '../theme/ThemeToggle'
import { Button } from '../ui/Button'
import { Age } from './Age'
import { PageNav } from './PageNav'
import { isCutOff } from './retry'

interface HeaderProps {
  readonly overview: Overview | undefined
  /** Names the page to those who do not see it; absent where a heading of the page does. */
  readonly heading?: string
  readonly problemsShown: boolean
  readonly onProblems: () => void
  /** Present where one can ask about any two ends. */
  readonly ask?: { readonly shown: boolean; readonly toggle: () => void }
}

/** Which cluster, how old the picture is, and whether all of it could be read. */
export const Header = memo(function Header({
  overview,
  heading,
  problemsShown,
  onProblems,
  ask,
}: HeaderProps) {
  const capture = useCapture()
  const { open } = useHrefs()
  return (
    <header className="flex min-h-12 shrink-0 flex-wrap items-center gap-x-2 border-b border-line bg-surface px-4 md:h-12 md:flex-nowrap md:gap-4">
      <Brand />
      {heading !== undefined && <h1 className="sr-only">{heading}</h1>}
      <span aria-hidden className="h-5 w-px bg-line-strong" />
      <span className="flex h-12 min-w-0 items-center gap-2">
        {overview && <Source source={overview.source} />}
        <Link
          href={open}
          prefetch={false}
          className="target inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border border-line-strong bg-surface px-2.5 font-medium pointer-coarse:min-w-11 hover:bg-surface-2"
        >
          <FolderOpen size={14} aria-hidden />
          <span className="max-sm:sr-only">Open</span>
        </Link>
        {overview?.source.kind === 'upload' && capture !== undefined && <CloseUpload capture={capture} />}
      </span>
      <PageNav />
      <span className="flex-1" />
      {overview && <Freshness overview={overview} shown={problemsShown} onProblems={onProblems} />}
      <span className="flex h-12 items-center gap-1.5">
        {ask && (
          <Button
            aria-pressed={ask.shown}
            title="Ask about any two ends (a)"
            onClick={ask.toggle}
            className="pointer-coarse:min-w-11 aria-pressed:border-ink aria-pressed:bg-surface-3"
          >
            <MessageCircleQuestion size={14} aria-hidden />
            <span className="max-sm:sr-only">Ask</span>
          </Button>
        )}
        <HelpMenu />
        <ThemeToggle />
      </span>
    </header>
  )
})

function Source({ source: { kind, label } }: Pick<Overview, 'source'>) {
  return (
    <>
      <bdi className="truncate font-medium max-sm:max-w-20" title={visible(label)}>
        {visible(label)}
      </bdi>
      {kind !== label && <span className="text-xs text-text-3 max-sm:hidden">{kind}</span>}
      {kind === 'upload' && (
        <span className="shrink-0 text-xs text-text-3 max-xl:sr-only">
          kept for {uploadLimits.minutes} min after the last look
        </span>
      )}
    </>
  )
}

interface FreshnessProps {
  readonly overview: Overview
  readonly shown: boolean
  readonly onProblems: () => void
}

function Freshness({ overview, shown, onProblems }: FreshnessProps) {
  const { source, problems, gaps, incomplete, capturedAt } = overview
  const troubles = troubleCount(overview)
  const { health } = useReading()
  const silent = isCutOff(health.error)
  const completeness = silent ? 'no answer' : completenessWords(overview)
  return (
    <div className="flex shrink-0 items-center gap-2 text-xs whitespace-nowrap text-text-2">
      <span className={silent ? 'text-text-3' : undefined}>
        {silent && <CloudOff size={13} aria-hidden className="mr-1 inline align-[-2px]" />}
        <span className="max-sm:sr-only">Read </span>
        <Age since={capturedAt} />
        {completeness && (
          <span className={`max-sm:hidden ${incomplete || silent ? 'font-semibold text-text' : ''}`}>
            {' '}
            · {completeness}
          </span>
        )}
      </span>
      {silent ? (
        <Button onClick={() => void health.refetch()}>Try now</Button>
      ) : (
        <ReadAgain source={source} />
      )}
      {troubles > 0 && (
        <button
          type="button"
          aria-pressed={shown}
          onClick={onProblems}
          className="target inline-flex items-center gap-1.5 rounded-md border border-line-strong px-2 font-medium text-text hover:bg-surface-2 aria-pressed:border-ink aria-pressed:bg-surface-3"
        >
          {problems.unknown > 0 || gaps.length > 0 ? (
            <CircleDashed size={14} aria-hidden className="text-unknown-sign max-sm:hidden" />
          ) : (
            <TriangleAlert size={14} aria-hidden className="text-text-2 max-sm:hidden" />
          )}
          {count(troubles, 'problem')}
        </button>
      )}
    </div>
  )
}
