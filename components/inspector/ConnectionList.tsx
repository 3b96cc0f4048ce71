'use client'

import { useQuery } from '@tanstack/react-query'
import { numberText } from '@/lib/words/number'
import { DetailSkeleton } from '../states/DetailSkeleton'
import { Failure } from '../states/Failure'
import { Button } from '../ui/Button'
import { rowsQuery } from '../workbench/queries'
import type { ViewControl } from '../workbench/use-view'
import { ConnectionRows } from './ConnectionRows'
import { noneSentence } from './group-words'

const most = 30

interface ConnectionListProps {
  readonly about: string
  /** How many run there, where that is known. */
  readonly workloads: number | undefined
  readonly control: ViewControl
}

/** The worst connections of what is looked at, each a way to its reasons. */
export function ConnectionList({ about, workloads, control }: ConnectionListProps) {
  const { view, set, lookAt } = control
  const answer = useQuery(
    rowsQuery(
      { class: view.class, about, q: '', hide: view.hide, by: 'none', sort: 'class', order: 'asc' },
      0,
      most,
    ),
  )
  if (answer.isError)
    return (
      <Failure
        error={answer.error}
        onRetry={() => void answer.refetch()}
        onLeave={() => lookAt('')}
        wasThere={answer.data !== undefined}
      />
    )
  if (!answer.data) return <DetailSkeleton />
  const { rows, total } = answer.data
  return (
    <section aria-labelledby="connections-of" className="px-4 py-3">
      <h3 id="connections-of" className="flex items-baseline gap-2 text-xs font-semibold">
        Connections <span className="font-normal text-text-3">{numberText(total)}</span>
      </h3>
      {total === 0 && <p className="mt-1 text-text-2">{noneSentence(view, workloads)}</p>}
      <ConnectionRows rows={rows} about={about} control={control} />
      {total > rows.length && (
        <Button className="mt-2" onClick={() => set({ view: 'table' }, 'push')}>
          Show all {numberText(total)} in the table
        </Button>
      )}
    </section>
  )
}
