'use client'

import { useQuery } from '@tanstack/react-query'
import type { ConnectionRow } from '@/lib/api/contract'
import { ClassGlyph } from '../signs/ClassGlyph'
import { EndName } from '../signs/EndName'
import { DetailSkeleton } from '../states/DetailSkeleton'
import { Failure } from '../states/Failure'
import { Button } from '../ui/Button'
import { endOf, endsOf } from '../workbench/ends'
import { rowsQuery } from '../workbench/queries'
import type { ViewControl } from '../workbench/use-view'

const most = 30

/** The worst connections of what is looked at, each a way to its reasons. */
export function ConnectionList({
  about,
  control,
}: {
  readonly about: string
  readonly control: ViewControl
}) {
  const { view, set, selectConnection } = control
  const answer = useQuery(
    rowsQuery(
      { class: view.class, about, q: '', hide: view.hide, by: 'none', sort: 'class', order: 'asc' },
      0,
      most,
    ),
  )
  if (answer.isError) return <Failure error={answer.error} onRetry={() => void answer.refetch()} />
  if (!answer.data) return <DetailSkeleton />
  const { rows, total } = answer.data
  return (
    <section aria-labelledby="connections-of" className="px-4 py-3">
      <h3 id="connections-of" className="flex items-baseline gap-2 text-xs font-semibold">
        Connections <span className="font-normal text-text-3">{total.toLocaleString('en-US')}</span>
      </h3>
      {total === 0 && (
        <p className="mt-1 text-text-2">
          {view.class.length > 0
            ? `None is ${view.class.join(' or ')}.`
            : 'None is possible: every one is denied.'}
        </p>
      )}
      <ul className="mt-1 -mx-1.5">
        {rows.map(row => (
          <li key={row.id}>
            <button
              type="button"
              onClick={() => selectConnection(endsOf(row))}
              className="target-row flex w-full min-w-0 items-center gap-2 rounded-sm px-1.5 text-left hover:bg-surface-2"
            >
              <ClassGlyph of={row.trustClass} size={12} />
              <span className="sr-only">{row.trustClass}: </span>
              <Ends row={row} about={about} />
              <span className="ml-auto max-w-28 shrink-0 truncate pl-2 font-mono text-2xs text-text-2">
                {row.ports === 'All Connections' ? 'all' : row.ports}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {total > rows.length && (
        <Button className="mt-2" onClick={() => set({ view: 'table' }, 'push')}>
          Show all {total.toLocaleString('en-US')} in the table
        </Button>
      )}
    </section>
  )
}

/** Only the far end where one end is what is looked at. */
function Ends({ row, about }: { readonly row: ConnectionRow; readonly about: string }) {
  const [from, to] = [endOf(row.from), endOf(row.to)]
  if (from === about || to === about)
    return (
      <span className="truncate">
        <span className="text-text-2">{from === about ? 'to ' : 'from '}</span>
        <EndName end={from === about ? to : from} />
      </span>
    )
  return (
    <span className="truncate">
      <EndName end={from} /> <span className="text-text-3">→</span> <EndName end={to} />
    </span>
  )
}
