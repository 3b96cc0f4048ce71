'use client'

import { useQueryStates } from 'nuqs'
import { useCallback, useMemo } from 'react'
import type { ObjectRef } from '@/lib/model/object'
import { policyParsers, type PolicyView } from './policy-state'

/** The view of the policies, and the acts that change it; acts that lead somewhere add to the history. */
export interface PolicyControl {
  readonly view: PolicyView
  readonly set: (change: Partial<PolicyView>, history?: 'push' | 'replace') => void
  /** Opens one object; none closes it. */
  readonly select: (policy: ObjectRef | null) => void
}

export function usePolicyView(): PolicyControl {
  const [view, setView] = useQueryStates(policyParsers, { shallow: true })
  const set = useCallback(
    (change: Partial<PolicyView>, history: 'push' | 'replace' = 'replace') =>
      void setView(change, { history }),
    [setView],
  )
  const select = useCallback((policy: ObjectRef | null) => set({ policy }, 'push'), [set])
  return useMemo(() => ({ view, set, select }), [view, set, select])
}
