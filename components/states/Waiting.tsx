'use client'

import { Header } from '../workbench/Header'

interface WaitingProps {
  /** How far the server is, in its words; absent until it said anything. */
  readonly progress: string | undefined
}

/** Before the first answer: the frame at once, words when it takes longer. */
export function Waiting({ progress }: WaitingProps) {
  return (
    <div className="flex h-full flex-col">
      <Header overview={undefined} problemsShown={false} onProblems={() => undefined} />
      <div className="h-12 border-b border-line bg-surface px-4 py-2.5">
        <div aria-hidden className="skeleton h-7 w-80 max-w-full" />
      </div>
      <main className="grid flex-1 place-items-center p-6">
        <div role="status" className="appear-late max-w-[34rem] text-center">
          <h1 className="text-md font-semibold">Reading the cluster</h1>
          <p className="mt-1 text-text-2">{progress ?? 'Waiting for the first answer.'}</p>
        </div>
      </main>
    </div>
  )
}
