'use client'

import { sentence } from '@/lib/words/sentence'
import { useReading } from '../capture/ReadingProvider'
import { Header } from '../workbench/Header'
import { WithCode } from '../ui/WithCode'
import { ProgressBar } from './ProgressBar'
import { ReadCounts } from './ReadCounts'

/** Before the first answer: the frame at once, words and a bar when it takes longer. */
export function Waiting() {
  const { data } = useReading().health
  return (
    <div className="flex h-full flex-col">
      <Header overview={undefined} problemsShown={false} onProblems={() => undefined} />
      <div className="h-12 border-b border-line bg-surface px-4 py-2.5">
        <div aria-hidden className="skeleton h-7 w-80 max-w-full" />
      </div>
      <main className="grid flex-1 grid-cols-[minmax(0,34rem)] content-center justify-center p-6">
        <div className="appear-late text-center">
          <h1 className="text-md font-semibold">Reading the cluster</h1>
          <p className="mt-1 min-h-10 break-words text-text-2">
            <WithCode
              text={data?.detail === undefined ? 'Waiting for the first answer.' : sentence(data.detail)}
            />
          </p>
          <ProgressBar at={data?.progress} label="Reading the cluster" />
          <ReadCounts read={data?.progress?.read} />
        </div>
      </main>
    </div>
  )
}
