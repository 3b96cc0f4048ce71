'use client'

import { useQuery } from '@tanstack/react-query'
import type { Overview } from '@/lib/api/contract'
import { StartList } from '../overview/StartList'
import { drawnMap } from './queries'
import type { ViewControl } from './use-view'

interface StatusBarProps {
  readonly overview: Overview
  readonly control: ViewControl
  readonly shown: 'map' | 'table'
}

/** Where to start, always in sight, and how much of the cluster the picture holds. */
export function StatusBar({ overview, control, shown }: StatusBarProps) {
  return (
    <footer className="flex h-8 shrink-0 items-center gap-3 overflow-hidden border-t border-line bg-surface px-4 text-xs whitespace-nowrap text-text-2 max-md:hidden">
      {overview.start.length > 0 && (
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
      <span className="flex-1" />
      {shown === 'map' ? (
        <Drawn control={control} />
      ) : (
        <span>Pillars: full = yes, half = partial, outline = no, dotted = unknown</span>
      )}
    </footer>
  )
}

function Drawn({ control }: { readonly control: ViewControl }) {
  const { data } = useQuery(drawnMap(control.view))
  if (!data) return null
  const { shown, of, unit } = data.drawn
  return (
    <span className="shrink-0">
      {shown.toLocaleString('en-US')} of {of.toLocaleString('en-US')} {unit} drawn
    </span>
  )
}
