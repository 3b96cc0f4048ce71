'use client'

import { useQuery } from '@tanstack/react-query'
import { Failure } from '../states/Failure'
import { Waiting } from '../states/Waiting'
import { Explorer } from './Explorer'
import { Header } from './Header'
import { overviewQuery } from './queries'
import { isLoading } from './retry'

/** The whole page: waits for the first answer, then explores, or says why it cannot. */
export function Workbench() {
  const answer = useQuery(overviewQuery())
  if (answer.data) return <Explorer overview={answer.data} />
  if (answer.isError)
    return (
      <div className="flex h-full flex-col">
        <Header overview={undefined} problemsShown={false} onProblems={() => undefined} />
        <main className="flex min-h-0 flex-1 flex-col">
          <Failure error={answer.error} onRetry={() => void answer.refetch()} />
        </main>
      </div>
    )
  const { failureReason } = answer
  return <Waiting progress={isLoading(failureReason) ? failureReason?.message : undefined} />
}
