'use client'

import { useQuery } from '@tanstack/react-query'
import type { ReachAnswer } from '@/lib/api/contract'
import { count } from '@/lib/words/count'
import { EndName } from '../signs/EndName'
import { Failure } from '../states/Failure'
import { reachQuery } from '../workbench/queries'
import { reachSentence } from './reach-sentence'

/** Names of one hop that the panel lists; the answer holds more, and counts all. */
const listed = 50

/** What whoever takes a workload over can go on to, hop by hop, following every connection that is not denied. */
export function ReachFacts({ about }: { readonly about: string }) {
  const answer = useQuery(reachQuery(about))
  if (answer.isError) return <Failure error={answer.error} onRetry={() => void answer.refetch()} />
  return (
    <section aria-label="Reach" className="border-b border-line px-4 py-3">
      <h3 className="font-medium">Reach</h3>
      <p className="mt-1 text-text-2">{answer.data ? reachSentence(answer.data) : 'Counting…'}</p>
      {answer.data && answer.data.hops.length > 0 && (
        <details className="mt-1">
          <summary className="cursor-pointer">Which ones</summary>
          {answer.data.hops.map((hop, at) => (
            <HopList key={at} hop={hop} steps={at + 1} />
          ))}
        </details>
      )}
    </section>
  )
}

function HopList({ hop, steps }: { readonly hop: ReachAnswer['hops'][number]; readonly steps: number }) {
  const shown = hop.named.slice(0, listed)
  const rest = hop.workloads - shown.length
  return (
    <>
      <h4 className="mt-2 font-medium">{steps === 1 ? 'Directly' : `In ${steps} hops`}</h4>
      <ul>
        {shown.map(({ key, certain }) => (
          <li key={key} className="break-words text-text-2">
            <EndName end={key} />
            {!certain && ' (unknown)'}
          </li>
        ))}
        {rest > 0 && <li className="text-text-2">and {count(rest, 'more workload')}</li>}
      </ul>
    </>
  )
}
