'use client'

import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useMemo, useState, type Ref } from 'react'
import type { TrustMap } from '@/lib/api/map-contract'
import type { Overview } from '@/lib/api/overview-contract'
import { longestQuery } from '@/lib/views/query/parse'
import { useSay } from '../announce/Announcements'
import { EmptyState } from '../states/EmptyState'
import { Failure } from '../states/Failure'
import { MapSkeleton } from '../states/MapSkeleton'
import { NoConnectionsState } from '../states/NoConnectionsState'
import { Button } from '../ui/Button'
import { both } from '../workbench/end-filter'
import { MapNotes } from '../workbench/MapNotes'
import { drawnMap } from '../workbench/queries'
import type { ViewControl } from '../workbench/use-view'
import { nothingAsked } from '../workbench/view-state'
import { drawsNothing, nothingAt, nothingToOpen, tooManyToName } from './map-words'
import type { DrawnPair } from './single-lines'
import type { MapPictures } from './TrustGraphView'
import type { ViewportMemory } from './viewport'

const TrustGraphView = dynamic(() => import('./TrustGraphView'), {
  ssr: false,
  loading: () => <MapSkeleton />,
})

interface MapViewProps {
  readonly overview: Overview
  readonly control: ViewControl
  readonly pair: DrawnPair | undefined
  readonly memory: ViewportMemory
  readonly pictures: Ref<MapPictures>
}

/** The map with its states; the picture itself is loaded apart, because only browsers can draw it. */
export function MapView({ overview, control, pair, memory, pictures }: MapViewProps) {
  const { view, filter, set, lookAt, selectConnection } = control
  const { about, expand, from, to } = view
  const answer = useQuery(drawnMap(view, filter))
  const say = useSay()
  const [drawable] = useState(hasCanvas)
  // Why nothing came of a touch; another picture makes the answer void.
  const [refused, setRefused] = useState<{ readonly map: TrustMap; readonly why: string }>()
  const looks = useMemo(() => ({ about, from, to }), [about, from, to])

  if (!drawable) return <NoPicture onTable={() => set({ view: 'table' }, 'push')} />
  if (answer.isError) return <Failure error={answer.error} onRetry={() => void answer.refetch()} />
  if (!answer.data) return <MapSkeleton />
  const { data: map } = answer
  if (map.hulls.length === 0)
    return (
      <EmptyState title="Nothing to draw">No workloads were loaded, so the map has no places.</EmptyState>
    )
  const refuse = (why: string): void => {
    setRefused({ map, why })
    say(why)
  }
  return (
    <div aria-busy={answer.isPlaceholderData} className="relative flex min-h-0 flex-1 flex-col">
      <TrustGraphView
        map={map}
        looks={looks}
        pair={pair}
        memory={memory}
        pictures={pictures}
        acts={{
          by: map.grouping.by,
          onLookAt: lookAt,
          onSelect: selectConnection,
          onWhy: ({ from: source, to: target }) =>
            set({ from: source, to: target, port: null, show: null, tab: 'why' }, 'push'),
          onMany: id => {
            const own = map.groups?.find(group => group.id === id)?.q
            const q = own === undefined ? undefined : both(filter.q, own)
            if (q === undefined || q.length > longestQuery) refuse(tooManyToName)
            else set({ ...nothingAsked, ...nobody, view: 'table', q }, 'push')
          },
          onNothing: at => refuse((at === 'group' ? undefined : nothingToOpen(map)) ?? nothingAt(map, at)),
          onToggle: hull => {
            const why = nothingToOpen(map)
            if (why !== undefined) refuse(why)
            else
              set({
                expand: expand.includes(hull) ? expand.filter(name => name !== hull) : [...expand, hull],
              })
          },
        }}
      />
      {drawsNothing(map) && <NoConnectionsState overview={overview} control={control} floats />}
      {refused?.map === map && (
        <p className="absolute bottom-14 left-3 max-w-[calc(100%-9.5rem)] rounded-md border border-line-strong bg-surface px-2.5 py-1 text-xs text-text-2">
          {refused.why}
        </p>
      )}
      <MapNotes control={control} />
    </div>
  )
}

const nobody = { about: '', from: null, to: null, port: null, show: null } as const

/** Browsers may be told to give none. */
const hasCanvas = (): boolean => document.createElement('canvas').getContext('2d') !== null

const NoPicture = ({ onTable }: { readonly onTable: () => void }) => (
  <EmptyState
    title="The map cannot be drawn here"
    action={
      <Button tone="primary" onClick={onTable}>
        Open the table
      </Button>
    }
  >
    This browser gives no canvas to draw on. The table and the matrix hold the same connections, and what is
    selected stays selected.
  </EmptyState>
)
