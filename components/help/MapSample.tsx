'use client'

import type { Core } from 'cytoscape'
import { useCallback, useMemo } from 'react'
import CytoscapeComponent from 'react-cytoscapejs'
import { elements } from '../graph/elements'
import { smallMap } from '../graph/small-map'
import { stylesheet } from '../graph/stylesheet'
import { usePalette } from '../graph/use-palette'

const layout = { name: 'preset', fit: false }

/** Two namespaces as the map draws them: the same elements, the same styles. Nothing in it can be moved. */
export default function MapSample() {
  const palette = usePalette()
  const sheet = useMemo(() => stylesheet(palette), [palette])
  const drawn = useMemo(() => elements(smallMap), [])
  const settle = useCallback((cy: Core) => {
    cy.autolock(true)
    cy.autoungrabify(true)
    cy.autounselectify(true)
    const fit = () => {
      if (cy.destroyed()) return
      cy.resize()
      cy.fit(undefined, 8)
      cy.style().update()
    }
    fit()
    void document.fonts.ready.then(fit)
  }, [])
  return (
    <div
      role="img"
      aria-label="Sample of a map: namespace data without default deny, its workload db open to Anyone by a thick dashed line; namespace shop with default deny, its workload web isolated in and out, a partial line from shop to data; stubs to and from the Internet."
      className="h-64 overflow-hidden rounded-md border border-line-strong bg-surface"
    >
      <CytoscapeComponent
        elements={drawn}
        stylesheet={sheet}
        layout={layout}
        cy={settle}
        userPanningEnabled={false}
        userZoomingEnabled={false}
        className="pointer-events-none h-full w-full"
      />
    </div>
  )
}
