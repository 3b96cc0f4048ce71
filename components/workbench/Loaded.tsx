'use client'

import { useQuery } from '@tanstack/react-query'
import type { ComponentType } from 'react'
import { isGone } from '@/lib/api/client'
import type { Overview } from '@/lib/api/overview-contract'
import { useReading } from '../capture/ReadingProvider'
import { Failure } from '../states/Failure'
import { Gone } from '../states/Gone'
import { Waiting } from '../states/Waiting'
import { Header } from './Header'
import { overviewQuery } from './queries'

interface LoadedProps {
  readonly shows: ComponentType<{ readonly overview: Overview }>
}

/** Every page: waits for the first answer, then shows it, or says why it cannot. */
export function Loaded({ shows: Shown }: LoadedProps) {
  const { health } = useReading()
  // Nothing is asked before the count of readings is known, so that no answer can be older than it says.
  const answer = useQuery({ ...overviewQuery(), enabled: health.data !== undefined })
  if (isGone(health.error) || isGone(answer.error)) return <Gone />
  if (answer.data) return <Shown overview={answer.data} />
  const failed = answer.isError ? answer : health.isError ? health : undefined
  if (failed?.error)
    return (
      <div className="flex h-full flex-col">
        <Header overview={undefined} heading="podtrust" problemsShown={false} onProblems={() => undefined} />
        <main className="flex min-h-0 flex-1 flex-col">
          <Failure error={failed.error} onRetry={() => void failed.refetch()} />
        </main>
      </div>
    )
  return <Waiting />
}
