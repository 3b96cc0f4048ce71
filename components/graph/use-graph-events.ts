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
import { aboutGroup } from '../workbench/ends'
import { isGroup } from './parts'

export interface GraphActs {
  readonly onLookAt: (about: string) => void
  readonly onSelect: (ends: ConnectionEnds) => void
  /** Selects, and shows the reasons. */
  readonly onWhy: (ends: ConnectionEnds) => void
  /** Opens a closed hull, or closes it. */
  readonly onToggle: (hull: string) => void
  /** Shows what the lines of many namespaces stand for, which are one end, by its id. */
  readonly onMany: (group: string) => void
  /** What was touched opens and closes nothing. */
  readonly onNothing: (at: NothingAt) => void
  /** What hulls gather by, as the API spells it. */
  readonly by: string
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

/** What leads nowhere, as far as one can tell without the map. */
export type NothingAt = 'line' | 'outside' | 'group'

/** How something on the map was touched: `e` asks why, `x` opens and closes, the others show the detail. */
export type Touch = 'tap' | 'Enter' | 'e' | 'x'

export function act(target: NodeSingular | EdgeSingular, acts: GraphActs, touch: Touch): void {
  const data = (name: string): string => text(target.data(name))
  if (touch === 'x') {
    const hull = target.hasClass('workload') ? data('hull') : data('namespace')
    if (target.hasClass('workload') || target.hasClass('hull')) acts.onToggle(hull)
    else acts.onNothing(target.hasClass('group') ? 'group' : target.hasClass('outside') ? 'outside' : 'line')
    return
  }
  const id = target.id()
  if (target.hasClass('group')) return acts.onMany(id)
  if (target.hasClass('workload') || target.hasClass('outside')) acts.onLookAt(id)
  else if (target.hasClass('single')) {
    const [from, to] = [data('from'), data('to')]
    if (from === 'anyone') acts.onLookAt('anyone')
    else if (touch === 'e') acts.onWhy({ from, to })
    else acts.onSelect({ from, to })
  } else if (target.hasClass('hull')) {
    if (touch === 'tap' && target.hasClass('collapsed')) acts.onToggle(data('namespace'))
    acts.onLookAt(aboutGroup(acts.by, data('namespace')))
  } else {
    const of = target.hasClass('plate') ? data('of') : id
    const ends = endsOfLine(of)
    if (!ends) return
    // Many namespaces as one end are no group of their own; then the other end is one.
    const [from, to] = ends.map(end =>
      end === 'anyone' || end === 'internet' ? end : aboutGroup(acts.by, end),
    )
    const [many] = ends.filter(isGroup)
    if (many !== undefined) acts.onLookAt((ends[0] === many ? to : from) ?? '')
    else if (from !== undefined && to !== undefined) acts.onSelect({ from, to })
  }
}

/** What a line, or the plate inside a hull, leads from and to; a line's id spells it. */
function endsOfLine(id: string): readonly [string, string] | undefined {
  const [, kind, rest = ''] = /^(bundle|inside|stub:in|stub:out):(.*)$/s.exec(id) ?? []
  switch (kind) {
    case 'bundle': {
      const ends: unknown = JSON.parse(rest)
      const [from, to] = Array.isArray(ends) ? (ends as unknown[]) : []
      return [text(from) || 'anyone', text(to)]
    }
    case 'inside':
      return [rest, rest]
    case 'stub:in':
      return ['internet', rest]
    case 'stub:out':
      return [rest, 'internet']
    default:
      return undefined
  }
}
