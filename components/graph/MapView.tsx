'use client'

import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useMemo } from 'react'
import type { TrustMap } from '@/lib/api/contract'
import { count } from '@/lib/words/count'
import { EmptyState } from '../states/EmptyState'
import { Failure } from '../states/Failure'
import { MapSkeleton } from '../states/MapSkeleton'
import { drawnMap } from '../workbench/queries'
import type { ViewControl } from '../workbench/use-view'
import type { DrawnPair } from './elements'

const TrustGraphView = dynamic(() => import('./TrustGraphView'), {
  ssr: false,
  loading: () => <MapSkeleton />,
})

interface MapViewProps {
  readonly control: ViewControl
  readonly pair: DrawnPair | undefined
}

/** The map with its states; the picture itself is loaded apart, because only browsers can draw it. */
export function MapView({ control, pair }: MapViewProps) {
  const { view, filter, set, lookAt, selectConnection } = control
  const { about, expand, from, to } = view
  const answer = useQuery(drawnMap(view, filter))
  const looks = useMemo(() => ({ class: view.class, about, q: '', from, to }), [view.class, about, from, to])

  if (answer.isError) return <Failure error={answer.error} onRetry={() => void answer.refetch()} />
  if (!answer.data) return <MapSkeleton />
  if (answer.data.hulls.length === 0)
    return (
      <EmptyState title="Nothing to draw">No workloads were loaded, so the map has no places.</EmptyState>
    )
  return (
    <TrustGraphView
      map={answer.data}
      looks={looks}
      pair={pair}
      summary={summary(answer.data)}
      opened={expand}
      onLookAt={lookAt}
      onSelect={selectConnection}
      onOpen={namespace => set({ expand: [...new Set([...expand, namespace])] })}
    />
  )
}

function summary({ drawn, hulls, bundles, anyone }: TrustMap): string {
  const open = bundles.filter(({ from }) => from === undefined).reduce((sum, { failing }) => sum + failing, 0)
  const parts = [
    `Map of ${drawn.unit === 'workloads' ? `${count(drawn.shown, 'workload')} in ` : ''}${count(hulls.length, 'namespace')}`,
    `${count(bundles.length, 'line')} between them`,
    ...(anyone ? [`${count(open, 'workload')} open to anyone`] : []),
  ]
  return `${parts.join(', ')}. The scope list and the table hold the same for the keyboard.`
}
