'use client'

import { useQuery } from '@tanstack/react-query'
import type { Overview } from '@/lib/api/contract'
import { GroupSelect } from './GroupSelect'
import { drawnMap } from './queries'
import type { ViewControl } from './use-view'

interface MapHeadProps {
  readonly overview: Overview
  readonly control: ViewControl
}

/** What the map is made of. */
export function MapHead({ overview, control: { view, filter, set } }: MapHeadProps) {
  const { data } = useQuery(drawnMap(view, filter))
  return (
    <GroupSelect
      overview={overview}
      group={view.group}
      drawn={data?.grouping.by}
      onGroup={group => set({ group, expand: [] }, 'push')}
    />
  )
}
