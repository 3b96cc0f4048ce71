'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Overview } from '@/lib/api/overview-contract'
import { drawnMap } from './queries'
import { isEverything, shownView, type ShownView, type Suggestion } from './shown-view'
import { narrow, useMedia } from './use-media'
import type { ViewControl } from './use-view'

/** Chooses the view to show: the overview knows what to propose for everything; of less, the map is asked. */
export function useShown(
  { suggest }: Pick<Overview, 'suggest'>,
  { view, filter }: Pick<ViewControl, 'view' | 'filter'>,
): ShownView {
  const small = useMedia(narrow)
  const [followed, setFollowed] = useState<Suggestion & { readonly group: string }>()
  const holds = followed?.group === view.group ? followed : undefined
  const undecided = view.view === null && !small && !holds
  const everything = isEverything(view, filter)
  const { data, isPlaceholderData } = useQuery({
    ...drawnMap(view, filter),
    enabled: undecided && !everything,
  })
  const proposed = everything ? suggest : isPlaceholderData ? undefined : data?.suggest
  const follows = undecided && proposed ? { ...proposed, group: view.group } : undefined
  if (follows) setFollowed(follows)
  return shownView(view.view, small, holds ?? follows)
}
