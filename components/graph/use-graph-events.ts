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
import { isGroup } from './parts'

export interface GraphActs {
  /** Absent names are of no namespace: what gathers by something else has no detail. */
  readonly onLookAt: (about: string) => void
  readonly onSelect: (ends: ConnectionEnds) => void
  /** Selects, and shows the reasons. */
  readonly onWhy: (ends: ConnectionEnds) => void
  /** Opens a closed hull, or closes it. */
  readonly onToggle: (hull: string) => void
  /** Whether hulls are namespaces, which have a detail; other groups have none. */
  readonly byNamespace: boolean
}

/** Turns what a pointer does on the canvas into the acts of the view. */
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
    const tap = ({ target }: EventObjectNode | EventObjectEdge) => act(target, latest.current, 'tap')
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

/** How something on the map was touched: `e` asks why, `x` opens and closes, the others show the detail. */
export type Touch = 'tap' | 'Enter' | 'e' | 'x'

export function act(target: NodeSingular | EdgeSingular, acts: GraphActs, touch: Touch): void {
  const data = (name: string): string => text(target.data(name))
  if (touch === 'x') {
    const hull = target.hasClass('workload') ? data('hull') : data('namespace')
    if (target.hasClass('workload') || target.hasClass('hull')) acts.onToggle(hull)
    return
  }
  const id = target.id()
  if (target.hasClass('workload') || target.hasClass('outside')) acts.onLookAt(id)
  else if (target.hasClass('single')) {
    const [from, to] = [data('from'), data('to')]
    if (from === 'anyone') acts.onLookAt('anyone')
    else if (touch === 'e') acts.onWhy({ from, to })
    else acts.onSelect({ from, to })
  } else if (target.hasClass('hull')) {
    if (touch === 'tap' && target.hasClass('collapsed')) acts.onToggle(data('namespace'))
    lookAtHull(data('namespace'), acts)
  } else if (target.hasClass('bundle')) lookAtHull(targetHull(id), acts)
  else if (target.hasClass('plate')) {
    const of = data('of')
    lookAtHull(of.startsWith('inside:') ? of.slice('inside:'.length) : targetHull(of), acts)
  } else if (target.hasClass('stub')) acts.onLookAt('internet')
}

/** Groups that are no namespaces have no detail of their own. */
function lookAtHull(hull: string, { byNamespace, onLookAt }: GraphActs): void {
  if (byNamespace) onLookAt(aboutNamespace(hull))
}

/** A bundle's id spells its two ends; a group of namespaces is none, and then the other end is one. */
function targetHull(bundle: string): string {
  const ends: unknown = JSON.parse(bundle.slice('bundle:'.length))
  const [from, to] = Array.isArray(ends) ? ends.map(text) : []
  return (to !== undefined && isGroup(to) ? from : to) ?? ''
}
