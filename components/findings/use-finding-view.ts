'use client'

import { useQueryStates } from 'nuqs'
import { useCallback, useMemo } from 'react'
import { findingParsers, type FindingView } from './finding-state'

/** The view of the findings, and the acts that change it; each adds to the history. */
export interface FindingControl {
  readonly view: FindingView
  readonly set: (change: Partial<FindingView>) => void
  /** Opens one finding; none closes it. */
  readonly select: (finding: string | null) => void
}

export function useFindingView(): FindingControl {
  const [view, setView] = useQueryStates(findingParsers, { shallow: true })
  const set = useCallback(
    (change: Partial<FindingView>) => void setView(change, { history: 'push' }),
    [setView],
  )
  const select = useCallback((finding: string | null) => set({ finding }), [set])
  return useMemo(() => ({ view, set, select }), [view, set, select])
}
