'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { askClasses, askView } from './ask-view'
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
 * answer is on its way while the page is drawn anew. What one class alone would show is asked while nobody waits for anything.
 */
export function usePreparedView(shown: Shown, control: ViewControl): PreparedControl {
  const client = useQueryClient()
  const { view, filter, set } = control
  void askView(client, shown, view, filter)
  useEffect(() => {
    const left = new AbortController()
    askClasses(client, shown, { view, filter }, left.signal).catch(() => undefined)
    return () => left.abort()
  }, [client, shown, view, filter])
  return useMemo(() => {
    const aim = (change: Partial<View>): void => {
      const { class: classes = filter.class, hide = filter.hide } = change
      const next = { ...view, ...change }
      void askView(client, change.view ?? shown, next, { ...filter, class: classes, hide })
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
