'use client'

import type { Core } from 'cytoscape'
import { Maximize, Minus, Plus } from 'lucide-react'
import { useCallback, useEffect, useId, useImperativeHandle, useMemo, useState, type Ref } from 'react'
import CytoscapeComponent from 'react-cytoscapejs'
import type { TrustMap } from '@/lib/api/map-contract'
import { IconButton } from '../ui/IconButton'
import { elements } from './elements'
import { mapSummary } from './map-words'
import { marks, type Looks, type Marks } from './marks'
import { Places } from './places'
import { mapPng } from './png'
import type { DrawnPair } from './single-lines'
import { stylesheet } from './stylesheet'
import { mapSvg } from './svg'
import { thingWords } from './thing-words'
import { useGraphEvents, type GraphActs } from './use-graph-events'
import { usePalette } from './use-palette'
import { useViewport } from './use-viewport'
import { useWalk } from './use-walk'
import type { ViewportMemory } from './viewport'

interface TrustGraphViewProps {
  readonly map: TrustMap
  readonly looks: Looks
  readonly pair: DrawnPair | undefined
  readonly memory: ViewportMemory
  readonly acts: GraphActs
  readonly pictures: Ref<MapPictures>
}

/** The map as files; each takes the lines that stand under it. */
export interface MapPictures {
  readonly png: (footer: readonly string[]) => Promise<Blob>
  readonly svg: (footer: readonly string[]) => Blob
}

declare global {
  interface Window {
    /** The graph, for browser tests: a canvas shows them nothing else. Set only where a driver holds the browser. */
    __cy?: Core
  }
}

const presetLayout = { name: 'preset', fit: false }

const keysHelp =
  'Arrow keys: Right along what goes out, Left along what comes in, Up and Down to the next. Enter shows the detail, e why, x opens or closes a group. Plus, minus and 0 zoom, Shift with arrows moves the map, Escape goes back. The scope list and the table hold the same.'

/** The same in a glance, for those who see it. */
const keysShort =
  '→ out · ← in · ↑ ↓ next · Enter detail · e why · x open or close · + − 0 zoom · Shift + arrows move · Esc back'

/** Owns the Cytoscape instance; nothing else in the page knows it. */
export default function TrustGraphView({ map, looks, pair, memory, acts, pictures }: TrustGraphViewProps) {
  const [cy, setCy] = useState<Core>()
  const [places] = useState(() => new Places())
  const help = useId()
  const palette = usePalette()
  const sheet = useMemo(() => stylesheet(palette), [palette])
  const drawn = useMemo(() => {
    places.begin(map)
    return elements(map, pair, places)
  }, [map, pair, places])
  const marked = useMemo(() => marks(map, looks), [map, looks])
  // The wrapper hands over its instance after every update, and twice in strict mode.
  const takeCy = useCallback((instance: Core) => setCy(instance), [])

  useGraphEvents(cy, acts)
  const viewport = useViewport(cy, map, memory)
  const { at, onKeyDown } = useWalk(cy, map, viewport, acts)
  useMarks(cy, marked, at, drawn)

  useImperativeHandle(
    pictures,
    () => ({
      png: footer =>
        cy ? mapPng(cy, palette, footer) : Promise.reject(new Error('the map is not drawn yet')),
      svg: footer =>
        new Blob([mapSvg({ elements: drawn, dim: marked.dim, palette, title: mapSummary(map), footer })], {
          type: 'image/svg+xml',
        }),
    }),
    [cy, palette, drawn, marked, map],
  )

  useEffect(() => {
    if (!cy) return
    cy.autounselectify(true)
    cy.boxSelectionEnabled(false)
    if (navigator.webdriver) window.__cy = cy
  }, [cy])

  return (
    <div className="absolute inset-0 overflow-hidden bg-surface">
      <div
        role="application"
        aria-roledescription="map"
        aria-label={mapSummary(map)}
        aria-describedby={help}
        tabIndex={0}
        onKeyDown={onKeyDown}
        className="group absolute inset-0 focus-visible:outline-2 focus-visible:-outline-offset-4 focus-visible:outline-ink"
      >
        <CytoscapeComponent
          elements={drawn}
          stylesheet={sheet}
          layout={presetLayout}
          cy={takeCy}
          minZoom={0.1}
          maxZoom={4}
          textureOnViewport={drawn.length > 900}
          className="h-full w-full"
        />
        <p id={help} className="sr-only">
          {keysHelp}
        </p>
        <p
          aria-hidden
          className="pointer-events-none absolute inset-x-3 top-2 mx-auto hidden w-fit max-w-[calc(100%-1.5rem)] rounded-md border border-line-strong bg-surface px-2.5 py-0.5 text-xs text-text-2 group-focus-visible:block"
        >
          {keysShort}
        </p>
      </div>
      <p role="status" className="sr-only">
        {at !== undefined && thingWords(map, at)}
      </p>
      <div
        role="group"
        aria-label="Zoom"
        className="absolute right-3 bottom-3 flex divide-x divide-line overflow-hidden rounded-md border border-line-strong bg-surface *:rounded-none *:-outline-offset-2"
      >
        <IconButton label="Zoom in" onClick={() => viewport.zoom(1.25)}>
          <Plus size={15} aria-hidden />
        </IconButton>
        <IconButton label="Zoom out" onClick={() => viewport.zoom(0.8)}>
          <Minus size={15} aria-hidden />
        </IconButton>
        <IconButton label="Show the whole map" onClick={viewport.whole}>
          <Maximize size={14} aria-hidden />
        </IconButton>
      </div>
    </div>
  )
}

/** Dims and selects by classes on the instance, because passing all elements again costs a hundred times as much. */
function useMarks(
  cy: Core | undefined,
  { dim, selected }: Marks,
  at: string | undefined,
  drawn: unknown,
): void {
  useEffect(() => {
    cy?.batch(() => {
      cy.elements().forEach(element => {
        const id = element.id()
        const of: unknown = element.data('of')
        element.toggleClass('dim', dim.has(id) || (typeof of === 'string' && dim.has(of)))
        element.toggleClass('selected', selected.has(id))
        element.toggleClass('cursor', id === at || (of === at && element.hasClass('plate')))
      })
    })
  }, [cy, dim, selected, at, drawn])
}
