'use client'

import { useQueryClient } from '@tanstack/react-query'
import { askAhead } from './ask-ahead'
import { drawnMap, matrixQuery } from './queries'
import type { ViewControl } from './use-view'
import type { Shown } from './view-state'

/**
 * Asks what the shown view is about to ask as soon as it is known, so that the answer is on its way while the page is
 * drawn anew. The table is left to itself: which rows it shows, it knows when it stands.
 */
export function usePreparedView(shown: Shown, { view, filter }: Pick<ViewControl, 'view' | 'filter'>): void {
  const client = useQueryClient()
  if (shown === 'map') askAhead(client, drawnMap(view, filter))
  else if (shown === 'matrix') askAhead(client, matrixQuery(view, filter, { row: 0, column: 0 }))
}
