'use client'

import type { Core, EventObject } from 'cytoscape'
import { useEffect, useRef } from 'react'
import type { ConnectionEnds } from '../workbench/ends'
import { aboutNamespace } from '../workbench/ends'

export interface GraphActs {
  readonly onLookAt: (about: string) => void
  readonly onSelect: (ends: ConnectionEnds) => void
  readonly onOpen: (namespace: string) => void
}

/** Turns what a pointer does on the canvas into the acts of the view; keys have the tree and the table. */
export function useGraphEvents(cy: Core | undefined, acts: GraphActs): void {
  const latest = useRef(acts)
  useEffect(() => {
    latest.current = acts
  })

  useEffect(() => {
    if (!cy) return
    const tap = (event: EventObject) => {
      if (event.target === cy) latest.current.onLookAt('')
      else actOn(event, latest.current)
    }
    const container = cy.container()
    const point = () => container?.style.setProperty('cursor', 'pointer')
    const unpoint = () => container?.style.removeProperty('cursor')
    cy.on('tap', tap)
    cy.on('mouseover', 'node, edge', point)
    cy.on('mouseout', 'node, edge', unpoint)
    return () => {
      cy.off('tap', tap)
      cy.off('mouseover', 'node, edge', point)
      cy.off('mouseout', 'node, edge', unpoint)
    }
  }, [cy])
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

function actOn(event: EventObject, { onLookAt, onSelect, onOpen }: GraphActs): void {
  const { target } = event
  const data: Record<string, unknown> = target.data()
  const id = text(data.id)
  if (target.hasClass('workload') || target.hasClass('outside')) onLookAt(id)
  else if (target.hasClass('single')) {
    const [from, to] = [text(data.from), text(data.to)]
    if (from === 'anyone') onLookAt('anyone')
    else onSelect({ from, to })
  } else if (target.hasClass('hull')) {
    if (target.hasClass('collapsed')) onOpen(text(data.namespace))
    onLookAt(aboutNamespace(text(data.namespace)))
  } else if (target.hasClass('bundle')) onLookAt(aboutNamespace(targetNamespace(id)))
  else if (target.hasClass('plate')) {
    const of = text(data.of)
    const namespace = of.startsWith('inside:') ? of.slice('inside:'.length) : targetNamespace(of)
    onLookAt(aboutNamespace(namespace))
  } else if (target.hasClass('stub')) onLookAt('internet')
}

/** A bundle's id spells its two ends. */
function targetNamespace(bundle: string): string {
  const ends: unknown = JSON.parse(bundle.slice('bundle:'.length))
  return Array.isArray(ends) ? text(ends[1]) : ''
}
