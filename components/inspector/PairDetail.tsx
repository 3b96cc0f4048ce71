'use client'

import { useQuery } from '@tanstack/react-query'
import { ArrowLeftRight } from 'lucide-react'
import type { ConnectionsPage } from '@/lib/api/connection-contract'
import type { Overview } from '@/lib/api/overview-contract'
import { trustClasses } from '@/lib/model/verdict'
import { count } from '@/lib/words/count'
import { numberText } from '@/lib/words/number'
import { visible } from '@/lib/words/visible'
import { ClassBadge } from '../signs/ClassBadge'
import { isNarrowed } from '../filter/narrowed'
import { EndName } from '../signs/EndName'
import { DetailSkeleton } from '../states/DetailSkeleton'
import { Failure } from '../states/Failure'
import { Button } from '../ui/Button'
import { pairFilter } from '../workbench/end-filter'
import { groupOf, type PairOfGroups } from '../workbench/ends'
import { missingNamespace } from '../workbench/missing'
import { pairCountsQuery, pairQuery } from '../workbench/queries'
import type { ViewControl } from '../workbench/use-view'
import { ConnectionRows } from './ConnectionRows'
import { CountRow } from './CountRow'
import { Fact, Facts } from './Facts'
import { doorSentence, pairSentence } from './group-words'
import { PanelHead } from './PanelHead'
import { pairReasons } from './pair-reasons'

interface PairDetailProps {
  readonly pair: PairOfGroups
  readonly overview: Overview
  readonly control: ViewControl
}

/** Connections that are listed; the table has all. */
const listed = 12

/** All connections from one group to another: how many of each class, what decides, and the first of them. */
export function PairDetail({ pair, overview, control }: PairDetailProps) {
  const { filter, set } = control
  const { from, to } = pair
  const answer = useQuery(pairQuery(pair, filter))
  const doors = useQuery({
    ...pairCountsQuery(pair, filter, true),
    enabled: from !== 'anyone' && from !== 'internet',
  })
  const back = useQuery({
    ...pairCountsQuery({ from: to, to: from }, filter),
    enabled: hasWayBack(pair),
  })
  const { data } = answer
  const counts = data?.counts
  const worst = counts && trustClasses.find(each => counts[each] > 0)
  const failed = [answer, doors, back].find(({ isError }) => isError)
  const through = doors.data?.counts
  const narrowed = isNarrowed(filter)
  const missing = [from, to].map(end => missingNamespace(end, overview)).find(name => name !== undefined)
  return (
    <>
      <PanelHead
        onClose={control.back}
        over={
          <>
            {worst && <ClassBadge of={worst} />}
            {from === to ? 'Inside one group' : kindOf(pair)}
          </>
        }
        title={<Title pair={pair} />}
      >
        {counts && (
          <p className="mt-2 max-w-[72ch] text-md">
            {missing === undefined
              ? pairSentence(counts, narrowed)
              : `No namespace ${visible(missing)} was loaded, so nothing can be said of it.`}{' '}
            {through && doorSentence(through.implicit, counts)}
          </p>
        )}
        <div className="mt-3 flex flex-wrap gap-2">
          <Button
            disabled={data?.total === 0}
            onClick={() =>
              set(
                {
                  view: 'table',
                  ...pairFilter(control.view.q, pair),
                  ...{ from: null, to: null, port: null, show: null },
                },
                'push',
              )
            }
          >
            Show in the table
          </Button>
          {hasWayBack(pair) && (
            <Button onClick={() => control.selectConnection({ from: to, to: from })}>
              <ArrowLeftRight size={14} aria-hidden /> The other way
            </Button>
          )}
        </div>
      </PanelHead>
      {failed?.error && <Failure error={failed.error} onRetry={() => void failed.refetch()} />}
      {!data && !failed && <DetailSkeleton />}
      {counts && (
        <Facts>
          <Fact name={from === to ? 'Inside' : 'There'}>
            <CountRow counts={counts} />
          </Fact>
          {hasWayBack(pair) && (
            <Fact name="Back">{back.data?.counts ? <CountRow counts={back.data.counts} /> : '…'}</Fact>
          )}
          {narrowed && <Fact name="Counted">what the filter keeps</Fact>}
        </Facts>
      )}
      {data && data.rows.length > 0 && <PairReasons page={data} />}
      {data && data.rows.length > 0 && (
        <section aria-labelledby="first-of-pair" className="px-4 py-3">
          <h3 id="first-of-pair" className="flex items-baseline gap-2 text-xs font-semibold">
            {data.total > listed ? `The first ${listed} rows` : 'Rows'}{' '}
            <span className="font-normal text-text-3">of {numberText(data.total)}</span>
          </h3>
          <ConnectionRows rows={data.rows.slice(0, listed)} about="" control={control} />
        </section>
      )}
    </>
  )
}

/** Anyone is whoever comes; nobody goes there. */
const hasWayBack = ({ from, to }: PairOfGroups): boolean => from !== to && from !== 'anyone'

const kindOf = ({ from, to }: PairOfGroups): string =>
  [from, to].every(end => groupOf(end)) ? 'From group to group' : 'From end to end'

function Title({ pair: { from, to } }: { readonly pair: PairOfGroups }) {
  if (from === to)
    return (
      <>
        <span className="font-normal text-text-3">Inside</span> <EndName end={to} />
      </>
    )
  return (
    <>
      <EndName end={from} />{' '}
      <span className="font-normal text-text-3">
        <span aria-hidden>→</span>
        <span className="sr-only">to</span>
      </span>{' '}
      <EndName end={to} />
    </>
  )
}

/** Reasons that are listed. */
const mostReasons = 6

function PairReasons({ page: { rows, total } }: { readonly page: ConnectionsPage }) {
  const reasons = pairReasons(rows)
  return (
    <section aria-labelledby="pair-reasons" className="border-b border-line px-4 py-3">
      <h3 id="pair-reasons" className="text-xs font-semibold">
        What decides{' '}
        <span className="font-normal text-text-2">
          {total > rows.length
            ? `the worst ${rows.length} of ${count(total, 'row')}`
            : count(rows.length, 'row')}
        </span>
      </h3>
      <ul className="mt-1.5 space-y-1">
        {reasons.slice(0, mostReasons).map(({ cause, words, rows: times }) => (
          <li key={`${cause} ${words}`} className="flex gap-3 text-text-2">
            <span className="min-w-0 flex-1 break-words">
              <span
                className={`font-mono text-2xs ${cause === 'default-allow' ? 'text-implicit-text' : 'text-text'}`}
              >
                {cause}
              </span>{' '}
              <bdi>{words}</bdi>
            </span>
            <span className="shrink-0 tabular-nums">{times}</span>
          </li>
        ))}
      </ul>
      {reasons.length > mostReasons && (
        <p className="mt-1 text-xs text-text-2">
          and {count(reasons.length - mostReasons, 'other reason')}: the table says each row’s own
        </p>
      )}
    </section>
  )
}
