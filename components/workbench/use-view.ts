'use client'

import { useQueryStates } from 'nuqs'
import { useCallback, useMemo } from 'react'
import { useLastGood } from '../filter/last-good'
import type { ConnectionEnds } from './ends'
import type { ViewFilter } from './queries'
import { useSame } from './use-same'
import { useSettled } from './use-settled'
import { nothingAsked, viewParsers, type View } from './view-state'

/** The view, and the acts that change it. Acts that lead somewhere add to the history, the others replace. */
export interface ViewControl {
  readonly view: View
  /** What every view of connections is narrowed by: its text is the last that stood still and was a filter. */
  readonly filter: ViewFilter
  readonly set: (change: Partial<View>, history?: 'push' | 'replace') => void
  /** Selects one connection, in whatever view is open. */
  readonly selectConnection: (ends: ConnectionEnds) => void
  /** Narrows to a workload, a namespace, `internet` or `anyone`; the empty text widens again. */
  readonly lookAt: (about: string) => void
  /** Leaves the innermost selection. */
  readonly back: () => void
}

/** Milliseconds for which the text of the filter stands still before it is asked. */
const settling = 200

export function useView(): ViewControl {
  const [told, setView] = useQueryStates(viewParsers, { shallow: true })
  // The router tells every change a second time, which nothing is drawn of.
  const view = useSame(told)

  const set = useCallback(
    (change: Partial<View>, history: 'push' | 'replace' = 'replace') => void setView(change, { history }),
    [setView],
  )
  const selectConnection = useCallback(
    ({ from, to, port }: ConnectionEnds) =>
      set({ ...nothingAsked, from, to, port: port ?? null, show: null }, 'push'),
    [set],
  )
  const lookAt = useCallback(
    (about: string) => set({ ...nothingAsked, about, from: null, to: null, port: null, show: null }, 'push'),
    [set],
  )
  const q = useLastGood(useSettled(view.q.trim(), settling))
  const { class: classes, hide, from, show, about } = view
  const filter = useSame({ class: classes, q, hide })
  const back = useCallback(() => {
    if (show !== null) set({ ...nothingAsked, show: null })
    else if (from !== null) set({ from: null, to: null, port: null }, 'push')
    else if (about !== '') lookAt('')
  }, [from, show, about, set, lookAt])

  return useMemo(
    () => ({ view, filter, set, selectConnection, lookAt, back }),
    [view, filter, set, selectConnection, lookAt, back],
  )
}
