'use client'

import type { BoundingBoxOptions, Core } from 'cytoscape'
import { useCallback, useEffect } from 'react'
import type { TrustMap } from '@/lib/api/map-contract'
import { hullId } from './parts'
import { hullPlaces } from './places'
import { anchorShift, fitted, intoView, type ViewportMemory } from './viewport'

export interface ViewportControl {
  readonly zoom: (factor: number) => void
  readonly pan: (x: number, y: number) => void
  /** Shows all of it again. */
  readonly whole: () => void
  /** Moves the picture just so far that the element is seen. */
  readonly show: (id: string) => void
}

/** What is selected does not make the map larger. The option is Cytoscape's own, and missing in its types. */
const withoutRings: BoundingBoxOptions & { readonly includeOutlines: boolean } = { includeOutlines: false }

/**
 * Where the user looks. The map shows itself whole until it is moved; from then on it stays, whatever new data bring and
 * however often its tab is left. Where hulls are opened or closed, the one that was touched stays where it is.
 */
export function useViewport(cy: Core | undefined, map: TrustMap, memory: ViewportMemory): ViewportControl {
  const keep = useCallback(() => {
    if (cy) memory.keep({ zoom: cy.zoom(), pan: cy.pan() })
  }, [cy, memory])
  const fit = useCallback(() => {
    if (!cy || cy.destroyed() || cy.elements().empty()) return
    cy.viewport(fitted(cy.elements().boundingBox(withoutRings), { width: cy.width(), height: cy.height() }))
  }, [cy])

  useEffect(() => {
    cy?.on('dragpan scrollzoom pinchzoom', keep)
    return () => void cy?.off('dragpan scrollzoom pinchzoom', keep)
  }, [cy, keep])

  useEffect(() => {
    if (!cy) return
    let live = true
    const settle = () => {
      if (!live || cy.destroyed()) return
      cy.resize()
      if (!memory.viewport) fit()
      cy.style().update()
    }
    if (memory.viewport) cy.viewport(memory.viewport)
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
  }, [cy, fit, memory])

  const places = hullPlaces(map)
  useEffect(() => {
    if (!cy) return
    const before = memory.draw(map)
    if (!before) return fit()
    // Other data in the same places: nothing is to move.
    if (hullPlaces({ hulls: before }) === places) return
    const shift = anchorShift(before, map.hulls)
    if (shift && !shift.opened && memory.goBack(map.hulls)) {
      if (memory.viewport) cy.viewport(memory.viewport)
      else fit()
    } else if (shift) {
      cy.panBy({ x: -shift.x * cy.zoom(), y: -shift.y * cy.zoom() })
      const hull = cy.getElementById(hullId(shift.namespace))
      cy.panBy(intoView(hull.renderedBoundingBox(), { width: cy.width(), height: cy.height() }))
      keep()
    } else if (!memory.viewport) fit()
  }, [cy, fit, keep, memory, places, map])

  const zoom = useCallback(
    (factor: number) => {
      if (!cy) return
      cy.zoom({
        level: cy.zoom() * factor,
        renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 },
      })
      keep()
    },
    [cy, keep],
  )
  const pan = useCallback(
    (x: number, y: number) => {
      cy?.panBy({ x, y })
      keep()
    },
    [cy, keep],
  )
  const whole = useCallback(() => {
    memory.forget()
    fit()
  }, [fit, memory])
  const show = useCallback(
    (id: string) => {
      const element = cy?.getElementById(id)
      if (!cy || !element || element.empty()) return
      const by = intoView(element.renderedBoundingBox(), { width: cy.width(), height: cy.height() })
      if (by.x === 0 && by.y === 0) return
      cy.panBy(by)
      keep()
    },
    [cy, keep],
  )
  return { zoom, pan, whole, show }
}
