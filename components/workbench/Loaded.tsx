'use client'

import { useQuery } from '@tanstack/react-query'
import type { ComponentType } from 'react'
import type { Overview } from '@/lib/api/contract'
import { Failure } from '../states/Failure'
import { Waiting } from '../states/Waiting'
import { Header } from './Header'
import { overviewQuery } from './queries'
import { isLoading } from './retry'

interface LoadedProps {
  readonly shows: ComponentType<{ readonly overview: Overview }>
}

/** Every page: waits for the first answer, then shows it, or says why it cannot. */
export function Loaded({ shows: Shown }: LoadedProps) {
  const answer = useQuery(overviewQuery())
  if (answer.data) return <Shown overview={answer.data} />
  if (answer.isError)
    return (
      <div className="flex h-full flex-col">
        <Header overview={undefined} heading="podtrust" problemsShown={false} onProblems={() => undefined} />
        <main className="flex min-h-0 flex-1 flex-col">
          <Failure error={answer.error} onRetry={() => void answer.refetch()} />
        </main>
      </div>
    )
  const { failureReason } = answer
  return <Waiting progress={isLoading(failureReason) ? failureReason?.message : undefined} />
}
