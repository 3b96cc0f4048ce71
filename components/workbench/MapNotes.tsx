'use client'

import { useQuery } from '@tanstack/react-query'
import { Info } from 'lucide-react'
import { mapNotes } from '../graph/map-words'
import { Button } from '../ui/Button'
import { drawnMap } from './queries'
import type { ViewControl } from './use-view'

/**
 * Says what the map leaves out or chose by itself, and why, each with the way to have it otherwise. It lies on the map,
 * because the map is not to move when there is something to say.
 */
export function MapNotes({ control: { view, filter, set } }: { readonly control: ViewControl }) {
  const { data } = useQuery(drawnMap(view, filter))
  if (!data) return null
  const notes = mapNotes(data)
  if (notes.length === 0 && view.lines === 'gaps') return null
  const { bundles, ofBundles } = data.drawn
  return (
    <div
      role="status"
      className="absolute bottom-3 left-3 flex max-w-[min(44rem,calc(100%-9.5rem))] flex-wrap items-center gap-x-3 gap-y-1 rounded-md border border-line-strong bg-surface px-2.5 py-1 text-xs text-text-2"
    >
      <Info size={13} aria-hidden className="shrink-0" />
      <p className="min-w-0 flex-1 basis-64">
        <bdi>{notes.length > 0 ? notes.join(' ') : 'All lines are drawn, those without a gap too.'}</bdi>
      </p>
      {view.lines === 'all' ? (
        <Button onClick={() => set({ lines: 'gaps' }, 'push')}>Draw only gaps</Button>
      ) : (
        bundles < ofBundles && (
          <Button onClick={() => set({ lines: 'all' }, 'push')}>Draw lines without gaps too</Button>
        )
      )}
      {data.hulls.some(({ collapsed }) => !collapsed) && data.drawn.unit === 'namespaces' && (
        <Button onClick={() => set({ expand: [] })}>Close all</Button>
      )}
    </div>
  )
}
