'use client'

import type { Core } from 'cytoscape'
import { Maximize, Minus, Plus } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import CytoscapeComponent from 'react-cytoscapejs'
import type { TrustMap } from '@/lib/api/contract'
import { IconButton } from '../ui/IconButton'
import { elements, type DrawnPair } from './elements'
import { marks, type Looks } from './marks'
import { stylesheet } from './stylesheet'
import { useGraphEvents, type GraphActs } from './use-graph-events'
import { usePalette } from './use-palette'

interface TrustGraphViewProps extends GraphActs {
  readonly map: TrustMap
  readonly looks: Looks
  readonly pair: DrawnPair | undefined
  /** What the picture says, for those who do not see it. */
  readonly summary: string
  /** Namespaces that the user opened. */
  readonly opened: readonly string[]
}

declare global {
  interface Window {
    /** The graph, for browser tests: a canvas shows them nothing else. Set only where a driver holds the browser. */
    __cy?: Core
  }
}

const presetLayout = { name: 'preset', fit: false }
const margin = 16
const bottomMargin = 48
const maxFitZoom = 1.25

/** Owns the Cytoscape instance; nothing else in the page knows it. */
export default function TrustGraphView({ map, looks, pair, summary, opened, ...acts }: TrustGraphViewProps) {
  const [cy, setCy] = useState<Core>()
  const palette = usePalette()
  const sheet = useMemo(() => stylesheet(palette), [palette])
  const drawn = useMemo(() => elements(map, pair), [map, pair])
  // The wrapper hands over its instance after every update, and twice in strict mode.
  const takeCy = useCallback((instance: Core) => setCy(instance), [])

  useGraphEvents(cy, acts)
  useMarks(cy, map, looks, drawn)
  const { keep, whole } = useFit(cy, map, opened)

  useEffect(() => {
    if (!cy) return
    cy.autounselectify(true)
    cy.boxSelectionEnabled(false)
    if (navigator.webdriver) window.__cy = cy
  }, [cy])

  const zoom = (factor: number) => {
    keep()
    cy?.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } })
  }

  return (
    <div className="relative min-h-0 flex-1 overflow-hidden bg-surface">
      <div role="img" aria-label={summary} className="absolute inset-0">
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
      </div>
      <div
        role="group"
        aria-label="Zoom"
        className="absolute right-3 bottom-3 flex divide-x divide-line overflow-hidden rounded-md border border-line-strong bg-surface *:rounded-none *:-outline-offset-2"
      >
        <IconButton label="Zoom in" onClick={() => zoom(1.25)}>
          <Plus size={15} aria-hidden />
        </IconButton>
        <IconButton label="Zoom out" onClick={() => zoom(0.8)}>
          <Minus size={15} aria-hidden />
        </IconButton>
        <IconButton label="Show the whole map" onClick={whole}>
          <Maximize size={14} aria-hidden />
        </IconButton>
      </div>
    </div>
  )
}

/** Filters and dims by classes on the instance, because passing all elements again costs a hundred times as much. */
function useMarks(cy: Core | undefined, map: TrustMap, looks: Looks, drawn: unknown): void {
  const { off, dim, selected } = useMemo(() => marks(map, looks), [map, looks])
  useEffect(() => {
    cy?.batch(() => {
      cy.elements().forEach(element => {
        const id = element.id()
        const of: unknown = element.data('of')
        const has = (ids: ReadonlySet<string>) => ids.has(id) || (typeof of === 'string' && ids.has(of))
        element.toggleClass('off', has(off))
        element.toggleClass('dim', has(dim))
        element.toggleClass('selected', selected.has(id))
      })
    })
  }, [cy, off, dim, selected, drawn])
}

interface Fitting {
  /** The user moved the map: from here on it stays where it is. */
  readonly keep: () => void
  /** Shows all of it again. */
  readonly whole: () => void
}

/**
 * Fits once per set of places and on a changed canvas, until the user moves the map: then it stays, whatever new data
 * bring, until namespaces are opened or closed on it.
 */
function useFit(cy: Core | undefined, map: TrustMap, opened: readonly string[]): Fitting {
  const moved = useRef(false)
  const asked = JSON.stringify(opened)
  useEffect(() => {
    moved.current = false
  }, [asked])
  const keep = useCallback(() => {
    moved.current = true
  }, [])
  useEffect(() => {
    cy?.on('dragpan scrollzoom pinchzoom', keep)
    return () => void cy?.off('dragpan scrollzoom pinchzoom', keep)
  }, [cy, keep])

  const places = map.hulls
    .map(({ namespace, x, y, width, height }) => [namespace, x, y, width, height])
    .join()
  useEffect(() => {
    if (!cy) return
    let live = true
    const settle = () => {
      if (!live) return
      cy.resize()
      if (!moved.current) fit(cy)
      cy.style().update()
    }
    settle()
    // Until the font is there, the canvas draws with another one.
    void document.fonts.ready.then(settle)
    const observer = new ResizeObserver(settle)
    const container = cy.container()
    if (container) observer.observe(container)
    return () => {
      live = false
      observer.disconnect()
    }
  }, [cy, places])

  const whole = useCallback(() => {
    moved.current = false
    if (cy) fit(cy)
  }, [cy])
  return { keep, whole }
}

/** The whole map, clear of the zoom buttons, and never larger than is good to read. */
function fit(cy: Core): void {
  if (cy.destroyed() || cy.elements().empty()) return
  const box = cy.elements().boundingBox()
  const room = { width: cy.width() - 2 * margin, height: cy.height() - margin - bottomMargin }
  const zoom = Math.min(room.width / box.w, room.height / box.h, maxFitZoom)
  cy.viewport({
    zoom,
    pan: {
      x: margin + (room.width - box.w * zoom) / 2 - box.x1 * zoom,
      y: margin + (room.height - box.h * zoom) / 2 - box.y1 * zoom,
    },
  })
}
