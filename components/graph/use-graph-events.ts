'use client'

import type {
  Core,
  EdgeSingular,
  EventObject,
  EventObjectEdge,
  EventObjectNode,
  NodeSingular,
} from 'cytoscape'
import { useEffect, useRef } from 'react'
import type { ConnectionEnds } from '../workbench/ends'
import { aboutNamespace } from '../workbench/ends'
import { isGroup } from './elements'

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
    const tapGround = (event: EventObject) => {
      const target: unknown = event.target
      if (target === cy) latest.current.onLookAt('')
    }
    const tap = ({ target }: EventObjectNode | EventObjectEdge) => actOn(target, latest.current)
    const container = cy.container()
    const point = () => container?.style.setProperty('cursor', 'pointer')
    const unpoint = () => container?.style.removeProperty('cursor')
    cy.on('tap', tapGround)
    cy.on('tap', 'node', tap)
    cy.on('tap', 'edge', tap)
    cy.on('mouseover', 'node, edge', point)
    cy.on('mouseout', 'node, edge', unpoint)
    return () => {
      cy.off('tap', tapGround)
      cy.off('tap', 'node', tap)
      cy.off('tap', 'edge', tap)
      cy.off('mouseover', 'node, edge', point)
      cy.off('mouseout', 'node, edge', unpoint)
    }
  }, [cy])
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

function actOn(target: NodeSingular | EdgeSingular, { onLookAt, onSelect, onOpen }: GraphActs): void {
  const id = target.id()
  const data = (name: string): string => text(target.data(name))
  if (target.hasClass('workload') || target.hasClass('outside')) onLookAt(id)
  else if (target.hasClass('single')) {
    const [from, to] = [data('from'), data('to')]
    if (from === 'anyone') onLookAt('anyone')
    else onSelect({ from, to })
  } else if (target.hasClass('hull')) {
    if (target.hasClass('collapsed')) onOpen(data('namespace'))
    onLookAt(aboutNamespace(data('namespace')))
  } else if (target.hasClass('bundle')) onLookAt(aboutNamespace(targetNamespace(id)))
  else if (target.hasClass('plate')) {
    const of = data('of')
    const namespace = of.startsWith('inside:') ? of.slice('inside:'.length) : targetNamespace(of)
    onLookAt(aboutNamespace(namespace))
  } else if (target.hasClass('stub')) onLookAt('internet')
}

/** A bundle's id spells its two ends; a group of namespaces is none, and then the other end is one. */
function targetNamespace(bundle: string): string {
  const ends: unknown = JSON.parse(bundle.slice('bundle:'.length))
  const [from, to] = Array.isArray(ends) ? ends.map(text) : []
  return (to !== undefined && isGroup(to) ? from : to) ?? ''
}
