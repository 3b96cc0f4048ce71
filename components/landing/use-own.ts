'use client'

import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { Health } from '@/lib/api/capture-contract'
import { apiOf } from '@/lib/api/client'
import type { Overview } from '@/lib/api/overview-contract'
import { useCapture } from '../capture/use-capture'
import { useReading } from '../capture/ReadingProvider'
import { overviewQuery } from '../workbench/queries'

export interface Own {
  readonly health: UseQueryResult<Health>
  readonly overview: UseQueryResult<Overview>
}

/** What the server was started with, whichever capture the page came from. */
export function useOwn(): Own {
  const apart = useCapture() !== undefined
  const { health } = useReading()
  const own = apiOf(undefined)
  const ownHealth = useQuery<Health>({
    queryKey: ['own', 'health'],
    queryFn: ({ signal }) => own.getHealth(signal),
    refetchInterval: query => (query.state.data?.status === 'loading' ? soon : false),
    enabled: apart,
  })
  const here = useQuery({ ...overviewQuery(), enabled: !apart && health.data !== undefined })
  const there = useQuery<Overview>({
    queryKey: ['own', 'overview'],
    queryFn: ({ signal }) => own.getOverview(signal),
    enabled: apart,
  })
  return apart ? { health: ownHealth, overview: there } : { health, overview: here }
}

/** Milliseconds between two looks at how a load goes. */
const soon = 500
