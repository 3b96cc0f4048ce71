'use client'

import { useQueryStates, type UseQueryStatesKeysMap, type Values } from 'nuqs'
import { useCallback, useMemo } from 'react'

/** How the objects of a board are looked at, and the acts that change it; each adds to the history. */
export interface BoardControl<View> {
  readonly view: View
  readonly set: (change: Partial<View>) => void
  /** Opens one object; none closes it. */
  readonly select: (id: string | null) => void
}

/** The view of a board; `selected` is the parameter that holds the object which is open. */
export function useBoardView<Parsers extends UseQueryStatesKeysMap>(
  parsers: Parsers,
  selected: keyof Parsers,
): BoardControl<Values<Parsers>> {
  const [view, setView] = useQueryStates(parsers, { shallow: true })
  const set = useCallback(
    (change: Partial<Values<Parsers>>) => void setView(change, { history: 'push' }),
    [setView],
  )
  const select = useCallback(
    (id: string | null) => set({ [selected]: id } as Partial<Values<Parsers>>),
    [set, selected],
  )
  return useMemo(() => ({ view, set, select }), [view, set, select])
}
