'use client'

import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { askAhead } from './ask-ahead'
import { drawnMap, matrixQuery, type ViewFilter } from './queries'
import type { ViewControl } from './use-view'
import type { Shown, View } from './view-state'

/** A change of the view that somebody points at. */
export type Aimed = Partial<Pick<View, 'view' | 'class' | 'hide' | 'lens'>>

export interface PreparedControl extends ViewControl {
  /** Asks what a change would ask, for whoever points at something is about to press it. */
  readonly aim: (change: Aimed) => void
}

/**
 * Asks what the shown view is about to ask as soon as it is known, and of an act before anything is drawn of it, so that the
 * answer is on its way while the page is drawn anew.
 */
export function usePreparedView(shown: Shown, control: ViewControl): PreparedControl {
  const client = useQueryClient()
  const { view, filter, set } = control
  prepare(client, shown, view, filter)
  return useMemo(() => {
    const aim = (change: Partial<View>): void => {
      const { class: classes = filter.class, hide = filter.hide } = change
      prepare(client, change.view ?? shown, { ...view, ...change }, { ...filter, class: classes, hide })
    }
    return {
      ...control,
      aim,
      set: (change, history) => {
        aim(change)
        set(change, history)
      },
    }
  }, [client, control, shown, view, filter, set])
}

/** The table is left to itself: which rows it shows, it knows when it stands. */
function prepare(client: QueryClient, shown: Shown, view: View, filter: ViewFilter): void {
  if (shown === 'map') askAhead(client, drawnMap(view, filter))
  else if (shown === 'matrix') askAhead(client, matrixQuery(view, filter, { row: 0, column: 0 }))
}
