'use client'

import { CircleDashed, CloudOff, FolderOpen, MessageCircleQuestion, TriangleAlert } from 'lucide-react'
import Link from 'next/link'
import { memo } from 'react'
import { uploadLimits } from '@/lib/api/upload-limits'
import type { Overview } from '@/lib/api/overview-contract'
import { numberText } from '@/lib/words/number'
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
import { PageMenu, PageNav } from './PageNav'
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
    // Where it takes two lines, what the page is about stands on the one and what it shows on the other.
    <header className="min-h-12 shrink-0 items-center gap-x-2 border-b border-line bg-surface px-4 max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] md:flex md:h-12 md:gap-4 low:flex low:min-h-11 low:flex-wrap">
      {heading !== undefined && <h1 className="sr-only">{heading}</h1>}
      <span className="flex h-12 min-w-0 items-center gap-2 md:gap-4 low:h-11">
        <Brand />
        <span aria-hidden className="h-5 w-px shrink-0 bg-line-strong" />
        <span className="flex min-w-0 items-center gap-2">
          {overview && <Source source={overview.source} />}
          <Link
            href={open}
            prefetch={false}
            className="target inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border border-line-strong bg-surface px-2.5 font-medium pointer-coarse:min-w-11 hover:bg-surface-2"
          >
            <FolderOpen size={14} aria-hidden />
            <span className="max-sm:sr-only low:sr-only">Open</span>
          </Link>
          {overview?.source.kind === 'upload' && capture !== undefined && <CloseUpload capture={capture} />}
        </span>
      </span>
      <PageNav />
      <PageMenu />
      <span className="flex-1 max-md:hidden low:block" />
      {overview && <Freshness overview={overview} shown={problemsShown} onProblems={onProblems} />}
      <span className="flex h-12 items-center justify-end gap-1.5 max-md:col-start-2 max-md:row-start-1 low:h-11">
        {ask && (
          <Button
            aria-pressed={ask.shown}
            title="Ask about any two ends (a)"
            onClick={ask.toggle}
            className="pointer-coarse:min-w-11 aria-pressed:border-ink aria-pressed:bg-surface-3"
          >
            <MessageCircleQuestion size={14} aria-hidden />
            <span className="max-sm:sr-only low:sr-only">Ask</span>
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
      <bdi className="truncate font-medium low:max-w-24" title={visible(label)}>
        {visible(label)}
      </bdi>
      {kind !== label && <span className="text-xs text-text-3 max-sm:hidden low:hidden">{kind}</span>}
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
    <div className="flex shrink-0 items-center justify-end gap-2 text-xs whitespace-nowrap text-text-2 max-md:col-start-2 max-md:row-start-2">
      <span className={silent ? 'text-text-3' : undefined}>
        {silent && <CloudOff size={13} aria-hidden className="mr-1 inline align-[-2px]" />}
        <span className="max-md:sr-only">Read </span>
        <Age since={capturedAt} />
        {completeness && (
          <span
            className={`max-sm:sr-only low:sr-only ${incomplete || silent ? 'font-semibold text-text' : ''}`}
          >
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
          className="target inline-flex items-center gap-1.5 rounded-md border border-line-strong px-2 font-medium text-text hover:bg-surface-2 aria-pressed:border-ink aria-pressed:bg-surface-3 pointer-coarse:min-w-11 pointer-coarse:justify-center"
        >
          {problems.unknown > 0 || gaps.length > 0 ? (
            <CircleDashed size={14} aria-hidden className="text-unknown-sign" />
          ) : (
            <TriangleAlert size={14} aria-hidden className="text-text-2" />
          )}
          <span>
            {numberText(troubles)}{' '}
            <span className="max-sm:sr-only low:sr-only">{troubles === 1 ? 'problem' : 'problems'}</span>
          </span>
        </button>
      )}
    </div>
  )
}
