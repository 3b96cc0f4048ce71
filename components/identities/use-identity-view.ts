'use client'

import { useQueryStates } from 'nuqs'
import { useCallback, useMemo } from 'react'
import { identityParsers, type IdentityView } from './identity-state'

/** The view of the identities, and the acts that change it; each adds to the history. */
export interface IdentityControl {
  readonly view: IdentityView
  readonly set: (change: Partial<IdentityView>) => void
  /** Opens one row; none closes it. */
  readonly select: (identity: string | null) => void
}

export function useIdentityView(): IdentityControl {
  const [view, setView] = useQueryStates(identityParsers, { shallow: true })
  const set = useCallback(
    (change: Partial<IdentityView>) => void setView(change, { history: 'push' }),
    [setView],
  )
  const select = useCallback((identity: string | null) => set({ identity }), [set])
  return useMemo(() => ({ view, set, select }), [view, set, select])
}
