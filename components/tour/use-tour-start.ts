'use client'

import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useReading } from '../capture/ReadingProvider'
import { useHrefs } from '../capture/use-capture'
import { overviewQuery } from '../workbench/queries'
import { isDemo, steps, viewOf } from './steps'
import { tourStep } from './tour-store'

/** Begins the tour at its first step, from any page; undefined where the page is not about the demo. */
export function useTourStart(): (() => void) | undefined {
  const router = useRouter()
  const { health } = useReading()
  const { explorer } = useHrefs()
  const { data } = useQuery({ ...overviewQuery(), enabled: health.data?.status === 'ready' })
  const [first] = steps
  if (!data || !isDemo(data) || !first) return undefined
  return () => {
    tourStep.set(0)
    router.push(explorer(viewOf(first)))
  }
}
