'use client'

import type { Core } from 'cytoscape'
import { useEffect, useMemo, useState, type KeyboardEvent } from 'react'
import type { TrustMap } from '@/lib/api/map-contract'
import { act, type GraphActs } from './use-graph-events'
import type { ViewportControl } from './use-viewport'
import { isThere, step, walkOf, type Move, type Standing } from './walk'

const moves: Readonly<Record<string, Move>> = {
  ArrowRight: 'right',
  ArrowLeft: 'left',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'first',
  End: 'last',
}

/** Pixels that the picture moves at one press. */
const stride = 60

const pans: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [-stride, 0],
  ArrowLeft: [stride, 0],
  ArrowUp: [0, stride],
  ArrowDown: [0, -stride],
}

export interface Walker {
  /** Where the keys stand; undefined before the first step. */
  readonly at: string | undefined
  readonly onKeyDown: (event: KeyboardEvent) => void
}

/** Keys on the map: arrows walk along its lines, and everything a pointer can do has a key. */
export function useWalk(
  cy: Core | undefined,
  map: TrustMap,
  viewport: ViewportControl,
  acts: GraphActs,
): Walker {
  const walk = useMemo(() => walkOf(map), [map])
  const [standing, setStanding] = useState<Standing>()
  const at = standing && isThere(walk, standing) ? standing : undefined
  const { show } = viewport

  useEffect(() => {
    if (!cy) return
    const follow = ({ target }: { target: unknown }) => {
      const id = target === cy ? undefined : thingOf(target)
      if (id !== undefined) setStanding({ id })
    }
    cy.on('tap', follow)
    return () => void cy.off('tap', follow)
  }, [cy])

  const go = (move: Move) => {
    const next = step(walk, at, move)
    setStanding(next)
    if (next) show(next.id)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const pan = event.shiftKey ? pans[event.key] : undefined
    const move = moves[event.key]
    if (pan) viewport.pan(...pan)
    else if (move) go(move)
    else if (event.key === '+' || event.key === '=') viewport.zoom(1.25)
    else if (event.key === '-') viewport.zoom(0.8)
    else if (event.key === '0') viewport.whole()
    else if (cy && at && (event.key === 'Enter' || event.key === 'e' || event.key === 'x'))
      act(cy.getElementById(at.id), acts, event.key)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return { at: at?.id, onKeyDown }
}

/** Ids of what can be stood on, for an element that was touched: signs belong to what they are signs of. */
function thingOf(target: unknown): string | undefined {
  const element = target as { id?: () => string; data?: (name: string) => unknown }
  const of = element.data?.('of')
  const id = typeof of === 'string' ? of : element.id?.()
  return id?.startsWith('inside:') ? `hull:${id.slice('inside:'.length)}` : id
}
