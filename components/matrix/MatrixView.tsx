'use client'

import { useRef } from 'react'
import type { Overview } from '@/lib/api/overview-contract'
import { sentence } from '@/lib/words/sentence'
import { Failure } from '../states/Failure'
import { MatrixSkeleton } from '../states/MatrixSkeleton'
import { NoConnectionsState } from '../states/NoConnectionsState'
import { useMedia } from '../workbench/use-media'
import type { ViewControl } from '../workbench/use-view'
import { MatrixGrid } from './MatrixGrid'
import { useRoom } from './use-room'
import { useMatrix, type Sight } from './use-matrix'

interface MatrixViewProps {
  readonly overview: Overview
  readonly control: ViewControl
}

const beginning: Sight = { rows: [0, 0], columns: [0, 0] }

/** Who may reach whom, group by group: rows are sources, columns destinations, and each cell says its worst. */
export function MatrixView({ overview, control }: MatrixViewProps) {
  const frame = useRef<HTMLDivElement>(null)
  const room = useRoom(frame)
  const coarse = useMedia('(pointer: coarse)')
  const { head, error, retry } = useMatrix(control, beginning)
  return (
    <div className="flex min-h-0 flex-1 flex-col bg-surface">
      {head?.grouping.why !== undefined && (
        <p className="shrink-0 border-b border-line bg-surface-2 px-4 py-1.5 text-xs break-words text-text-2">
          {sentence(head.grouping.why)}
        </p>
      )}
      <div ref={frame} className="flex min-h-0 flex-1 flex-col">
        {error && !head ? (
          <Failure error={error} onRetry={retry} />
        ) : !head || !room ? (
          <MatrixSkeleton />
        ) : Object.values(head.counts).every(count => count === 0) ? (
          <NoConnectionsState overview={overview} control={control} />
        ) : (
          <MatrixGrid control={control} room={room} coarse={coarse} />
        )}
      </div>
    </div>
  )
}
