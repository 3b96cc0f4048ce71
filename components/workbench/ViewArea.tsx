'use client'

import { useQuery } from '@tanstack/react-query'
import { ListTree, PanelRightClose, PanelRightOpen, X } from 'lucide-react'
import { Tabs } from 'radix-ui'
import { memo, useMemo, useRef, useState } from 'react'
import type { Overview } from '@/lib/api/overview-contract'
import { portsText } from '@/lib/model/port'
import { NoiseMenu } from '../filter/NoiseMenu'
import { MapView } from '../graph/MapView'
import type { DrawnPair } from '../graph/single-lines'
import type { MapPictures } from '../graph/TrustGraphView'
import { ViewportMemory } from '../graph/viewport'
import { MatrixTools } from '../matrix/MatrixTools'
import { MatrixView } from '../matrix/MatrixView'
import { EndName, endText } from '../signs/EndName'
import { markOf } from '../signs/mark-of'
import { loadedLater } from '../states/LoadedLater'
import { NoConnectionsState } from '../states/NoConnectionsState'
import { TableSkeleton } from '../states/TableSkeleton'
import { TableTools } from '../table/TableTools'
import { Button } from '../ui/Button'
import { IconButton } from '../ui/IconButton'
import type { ConnectionEnds } from './ends'
import { useKey } from './KeysProvider'
import { MapHead } from './MapHead'
import { explainQuery } from './queries'
import { SuggestStrip } from './SuggestStrip'
import type { ShownView } from './shown-view'
import type { ViewControl } from './use-view'
import type { Shown } from './view-state'

const tableCode = () => import('../table/ConnectionTable')

/** Not the first picture, but where there is room for nothing else. */
const ConnectionTable = loadedLater('table', async () => (await tableCode()).ConnectionTable, TableSkeleton)

/** Whoever points at the tab is about to press it. */
const prepareTable = (): void => void tableCode().catch(() => undefined)

interface ViewAreaProps {
  readonly overview: Overview
  readonly control: ViewControl
  readonly shown: ShownView
  readonly ends: ConnectionEnds | undefined
  readonly onScope: () => void
  readonly scopeShut: boolean
  readonly detailShut: boolean
  readonly onDetail: () => void
}

const tab =
  'target px-2.5 max-sm:px-2 font-medium text-text-2 -outline-offset-2 not-last:border-r not-last:border-line-strong hover:bg-surface-2 hover:text-text data-[state=active]:bg-ink data-[state=active]:text-on-ink data-[state=active]:forced-color-adjust-none max-sm:min-h-9'

/** Map, matrix or table, and what they are narrowed to. */
export const ViewArea = memo(function ViewArea(props: ViewAreaProps) {
  const { overview, control, ends, onScope, scopeShut, detailShut, onDetail } = props
  const { view: shown, why } = props.shown
  const { view, set, lookAt } = control
  const pair = usePair(ends)
  const pictures = useRef<MapPictures>(null)
  const [memory] = useState(() => new ViewportMemory())
  const tabs = useRef<HTMLDivElement>(null)
  // The view that had the focus goes; its tab is where a keyboard goes on from.
  const turnTo = (next: Shown) => {
    const within = tabs.current?.closest('main')?.contains(document.activeElement)
    set({ view: next }, 'push')
    if (within) tabs.current?.querySelector<HTMLElement>(`[data-view=${next}]`)?.focus()
  }
  useKey('1', () => turnTo('map'))
  useKey('2', () => turnTo('matrix'))
  useKey('3', () => turnTo('table'))

  return (
    <main
      id="connections"
      tabIndex={-1}
      data-print="whole"
      className="min-h-0 min-w-0 bg-surface outline-none"
    >
      <Tabs.Root
        value={shown}
        onValueChange={next => set({ view: shownOf(next) }, 'push')}
        data-print="whole"
        className="flex h-full flex-col"
      >
        <div
          data-print="none"
          className="flex min-h-10 shrink-0 items-center gap-2 border-b border-line px-3 py-1 max-md:flex-wrap max-sm:gap-1.5"
        >
          <Tabs.List
            ref={tabs}
            aria-label="View"
            className="inline-flex shrink-0 overflow-hidden rounded-md border border-line-strong"
          >
            <Tabs.Trigger value="map" data-view="map" className={tab}>
              Map
            </Tabs.Trigger>
            <Tabs.Trigger value="matrix" data-view="matrix" className={tab}>
              Matrix
            </Tabs.Trigger>
            <Tabs.Trigger
              value="table"
              data-view="table"
              onPointerEnter={prepareTable}
              onFocus={prepareTable}
              className={tab}
            >
              Table
            </Tabs.Trigger>
          </Tabs.List>
          <Button onClick={onScope} className={`max-sm:px-2 ${scopeShut ? '' : 'lg:hidden'}`}>
            <ListTree size={14} aria-hidden className="max-sm:hidden" /> Scope
          </Button>
          {view.about !== '' && (
            <span className="inline-flex min-w-0 items-center rounded-md border border-line-strong text-xs">
              <button
                type="button"
                onClick={() => set({ show: 'start', from: null, to: null, port: null }, 'push')}
                className="target min-w-0 truncate rounded-l-md pl-2 md:pointer-events-none"
              >
                <EndName end={view.about} />
              </button>
              <button
                type="button"
                aria-label={`Stop looking at ${endText(view.about)} only`}
                onClick={() => lookAt('')}
                className="target grid w-7 shrink-0 place-items-center rounded-r-md text-text-2 hover:bg-surface-2 hover:text-text"
              >
                <X size={13} aria-hidden />
              </button>
            </span>
          )}
          <span className="flex-1" />
          {shown === 'map' && <MapHead overview={overview} control={control} pictures={pictures} />}
          {shown === 'matrix' && <MatrixTools overview={overview} control={control} />}
          {shown === 'table' && <TableTools overview={overview} control={control} />}
          <NoiseMenu control={control} />
          <IconButton
            label={detailShut ? 'Show the detail ( ] )' : 'Hide the detail ( ] )'}
            onClick={onDetail}
            className="max-md:hidden"
          >
            {detailShut ? (
              <PanelRightOpen size={15} aria-hidden />
            ) : (
              <PanelRightClose size={15} aria-hidden />
            )}
          </IconButton>
        </div>
        {why !== undefined && <SuggestStrip why={why} onMap={() => set({ view: 'map' }, 'push')} />}
        <Tabs.Content value="map" data-print="picture" className="flex min-h-0 flex-1 flex-col outline-none">
          {overview.workloads === 0 ? (
            <NoConnectionsState overview={overview} control={control} />
          ) : (
            <MapView overview={overview} control={control} pair={pair} memory={memory} pictures={pictures} />
          )}
        </Tabs.Content>
        <Tabs.Content
          value="matrix"
          data-print="picture"
          className="flex min-h-0 flex-1 flex-col outline-none"
          tabIndex={-1}
        >
          {overview.workloads === 0 ? (
            <NoConnectionsState overview={overview} control={control} />
          ) : (
            <MatrixView overview={overview} control={control} />
          )}
        </Tabs.Content>
        <Tabs.Content
          value="table"
          data-print="whole"
          className="flex min-h-0 flex-1 flex-col outline-none"
          tabIndex={-1}
        >
          {overview.workloads === 0 ? (
            <NoConnectionsState overview={overview} control={control} />
          ) : (
            <ConnectionTable overview={overview} control={control} />
          )}
        </Tabs.Content>
      </Tabs.Root>
    </main>
  )
})

const shownOf = (value: string): Shown => (value === 'map' || value === 'matrix' ? value : 'table')

/** What the map draws for the selection, once its reasons are known. */
function usePair(ends: ConnectionEnds | undefined): DrawnPair | undefined {
  const { data } = useQuery({ ...explainQuery(ends ?? { from: '', to: '' }), enabled: ends !== undefined })
  const explanation = data?.answers[0]?.explanation
  return useMemo(() => {
    if (!ends || !explanation) return undefined
    const ports = portsText(explanation.alike)
    return {
      from: ends.from,
      to: ends.to,
      trustClass: markOf(explanation),
      ports: ports === 'All Connections' ? 'all ports' : ports,
    }
  }, [ends, explanation])
}
