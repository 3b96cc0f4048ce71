'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { drawnMap } from './queries'
import { shownView, type ShownView, type Suggestion } from './shown-view'
import { narrow, useMedia } from './use-media'
import type { ViewControl } from './use-view'

/** Chooses the view to show; asks for the map only where nobody asked for a view. */
export function useShown({ view, filter }: Pick<ViewControl, 'view' | 'filter'>): ShownView {
  const small = useMedia(narrow)
  const [followed, setFollowed] = useState<Suggestion & { readonly group: string }>()
  const holds = followed?.group === view.group ? followed : undefined
  const undecided = view.view === null && !small && !holds
  const { data, isPlaceholderData } = useQuery({ ...drawnMap(view, filter), enabled: undecided })
  if (undecided && data?.suggest && !isPlaceholderData) setFollowed({ ...data.suggest, group: view.group })
  return shownView(view.view, small, holds)
}
