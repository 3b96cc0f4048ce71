'use client'

import { useQuery } from '@tanstack/react-query'
import { memo } from 'react'
import type { Overview } from '@/lib/api/overview-contract'
import { numberText } from '@/lib/words/number'
import { ReadingNews, useHasNews } from '../capture/ReadingNews'
import { HiddenNote } from '../filter/NoiseMenu'
import { hullWord } from '../graph/map-words'
import { StartList } from '../overview/StartList'
import { MatrixLegend } from '../matrix/MatrixLegend'
import { drawnMap } from './queries'
import type { ViewControl } from './use-view'
import type { Shown } from './view-state'

interface StatusBarProps {
  readonly overview: Overview
  readonly control: ViewControl
  readonly shown: Shown
}

/** Where to start, or what the last reading changed, and how much of the cluster the picture holds. */
export const StatusBar = memo(function StatusBar({ overview, control, shown }: StatusBarProps) {
  const news = useHasNews()
  return (
    <footer
      className={`flex shrink-0 items-center gap-3 overflow-hidden border-t border-line bg-surface px-4 text-xs text-text-2 md:h-8 md:whitespace-nowrap ${news ? 'max-md:py-1' : 'max-md:hidden'}`}
    >
      {news && <ReadingNews capturedAt={overview.capturedAt} />}
      {!news && shown === 'matrix' && <MatrixLegend />}
      {!news && shown !== 'matrix' && overview.start.length > 0 && (
        <>
          <b className="text-text">Where to start</b>
          <StartList
            overview={overview}
            most={3}
            onLookAt={control.lookAt}
            className="flex min-w-0 gap-2 overflow-hidden py-1"
          />
        </>
      )}
      {shown !== 'matrix' && <span className="flex-1 max-md:hidden" />}
      <HiddenNote control={control} />
      {shown === 'map' && <Drawn control={control} />}
      {shown === 'table' && (
        <span className="max-md:hidden">
          Pillars: full = yes, half = partial, outline = no, dotted = unknown
        </span>
      )}
    </footer>
  )
})

function Drawn({ control }: { readonly control: ViewControl }) {
  const { data } = useQuery(drawnMap(control.view, control.filter))
  if (!data) return null
  const { shown, of, unit } = data.drawn
  const what = unit === 'workloads' ? unit : `${hullWord(data)}s`
  return (
    <span className="shrink-0 max-md:hidden">
      {numberText(shown)} of {numberText(of)} {what} drawn
    </span>
  )
}
