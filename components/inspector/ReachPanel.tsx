'use client'

import { useQuery } from '@tanstack/react-query'
import { Minus, Plus } from 'lucide-react'
import { useMemo } from 'react'
import type { ReachAnswer } from '@/lib/api/reach-contract'
import { count } from '@/lib/words/count'
import { numberText } from '@/lib/words/number'
import { EndName } from '../signs/EndName'
import { DetailSkeleton } from '../states/DetailSkeleton'
import { Failure } from '../states/Failure'
import { CopyButton } from '../ui/CopyButton'
import { FirstFew } from '../ui/FirstFew'
import { IconButton } from '../ui/IconButton'
import { overviewQuery, reachQuery } from '../workbench/queries'
import { useOverdue } from '../workbench/use-overdue'
import type { ViewControl } from '../workbench/use-view'
import { mostHops } from '../workbench/view-state'
import { reachSentence, viaText } from './reach-sentence'
import { hopTitle, reachText } from './reach-text'

interface ReachPanelProps {
  /** Workload keys or `internet`; the first is what is asked about before anything is chosen. */
  readonly ends: readonly [string, ...string[]]
  readonly control: ViewControl
}

/** Who reaches an end, and what whoever takes it over can go on to, hop by hop, along every connection that is not denied. */
export function ReachPanel({ ends, control }: ReachPanelProps) {
  const {
    view: { reach: heading, hops, end },
    set,
  } = control
  const about = (end === 'to' ? ends[1] : undefined) ?? ends[0]
  const answer = useQuery(reachQuery(about, heading, hops))
  const overdue = useOverdue(answer.isPlaceholderData)
  return (
    <section aria-label="Reach" className="px-4 py-3">
      {ends.length > 1 && (
        <div role="group" aria-label="Reach of which end" className="mb-2 flex flex-wrap gap-1.5">
          {ends.map((each, at) => (
            <button
              key={each}
              type="button"
              aria-pressed={each === about}
              onClick={() => set({ end: at === 0 ? 'from' : 'to' })}
              className={choice}
            >
              <span className="truncate">
                <EndName end={each} />
              </span>
            </button>
          ))}
        </div>
      )}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div role="group" aria-label="Which way" className="flex gap-1.5">
          {(['out', 'in'] as const).map(way => (
            <button
              key={way}
              type="button"
              aria-pressed={way === heading}
              onClick={() => set({ reach: way })}
              className={choice}
            >
              {way === 'out' ? 'What it reaches' : 'Who reaches it'}
            </button>
          ))}
        </div>
        <div role="group" aria-label="How far" className="flex items-center gap-1 text-xs">
          <IconButton label="One hop less" onClick={() => set({ hops: Math.max(1, hops - 1) })}>
            <Minus size={14} aria-hidden />
          </IconButton>
          <output className="min-w-12 text-center tabular-nums">{count(hops, 'hop')}</output>
          <IconButton label="One hop more" onClick={() => set({ hops: Math.min(mostHops, hops + 1) })}>
            <Plus size={14} aria-hidden />
          </IconButton>
        </div>
      </div>
      {answer.isError && <Failure error={answer.error} onRetry={() => void answer.refetch()} />}
      {answer.isPending && <DetailSkeleton />}
      {answer.data && (
        <div aria-busy={answer.isPlaceholderData} className={overdue ? 'opacity-60' : ''}>
          <p className="mt-2 text-text-2">{reachSentence(answer.data)}</p>
          <CopyReach answer={answer.data} />
          {answer.data.hops.map((hop, at) => (
            <HopList
              key={`${about} ${heading} ${at}`}
              hop={hop}
              steps={at + 1}
              answer={answer.data}
              control={control}
            />
          ))}
        </div>
      )}
    </section>
  )
}

/** All of it for a ticket, with the ways, source and time. */
function CopyReach({ answer }: { readonly answer: ReachAnswer }) {
  const { data } = useQuery(overviewQuery())
  const text = useMemo(() => data && reachText(answer, data), [answer, data])
  return text === undefined ? null : (
    <CopyButton text={text} what="the reach" label="Copy as text" className="mt-2.5" />
  )
}

const choice =
  'target inline-flex max-w-full min-w-0 items-center rounded-md border border-line-strong px-2 text-xs hover:bg-surface-2 aria-pressed:border-ink aria-pressed:bg-surface-3'

/** Names of one hop that are listed at first; the answer holds more, and counts all. */
const listed = 12

interface HopListProps {
  readonly hop: ReachAnswer['hops'][number]
  readonly steps: number
  readonly answer: ReachAnswer
  readonly control: ViewControl
}

function HopList({ hop, steps, answer, control }: HopListProps) {
  const { from, direction } = answer
  // One hop is one connection, which has reasons of its own; more hops lead to somebody else.
  const follow = (key: string) => {
    if (steps > 1) return control.lookAt(key)
    const ends = direction === 'out' ? { from, to: key } : { from: key, to: from }
    control.set({ ...ends, port: null, show: null, tab: 'why' }, 'push')
  }
  return (
    <section>
      <h3 className="mt-3 text-xs font-semibold">
        {hopTitle(steps)}{' '}
        <span className="font-normal text-text-2">
          {numberText(hop.workloads)}
          {hop.unknown > 0 && `, ${numberText(hop.unknown)} of them unknown`}
        </span>
      </h3>
      <FirstFew items={hop.named} total={hop.workloads} few={listed} noun="workload" keyOf={({ key }) => key}>
        {({ key, certain, via }) => (
          <button
            type="button"
            onClick={() => follow(key)}
            className={`target-row flex w-full min-w-0 items-center gap-2 rounded-sm px-1.5 text-left hover:bg-surface-2 ${via.length > 0 ? 'py-0.5' : ''}`}
          >
            <span className="min-w-0">
              <span className="block truncate">
                <EndName end={key} />
              </span>
              {via.length > 0 && (
                <span className="block text-2xs break-words text-text-2">
                  <bdi>{viaText(via)}</bdi>
                </span>
              )}
            </span>
            {!certain && <span className="ml-auto shrink-0 text-xs text-unknown-text">unknown</span>}
          </button>
        )}
      </FirstFew>
    </section>
  )
}
