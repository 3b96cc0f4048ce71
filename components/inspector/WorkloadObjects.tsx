'use client'

import { useQuery } from '@tanstack/react-query'
import { refKey } from '@/lib/model/object'
import { DetailSkeleton } from '../states/DetailSkeleton'
import { Failure } from '../states/Failure'
import { workloadQuery } from '../workbench/queries'
import { ObjectCard } from './ObjectCard'

const says = {
  itself: 'this workload',
  pod: 'the first of its pods',
  selects: 'selects it',
  'may-select': 'may select it',
}

/** What a workload is written in, and the policies that select it in evaluation order, with the lines by which they do. */
export function WorkloadObjects({ about }: { readonly about: string }) {
  const answer = useQuery(workloadQuery(about))
  if (answer.isError) return <Failure error={answer.error} onRetry={() => void answer.refetch()} />
  if (!answer.data) return <DetailSkeleton />
  const { objects, policies } = answer.data
  return (
    <div className="space-y-2.5 px-4 py-3">
      {policies.length === 0 && (
        <p className="text-text-2">No policy selects it: that is why nothing limits it.</p>
      )}
      {objects.map(({ ref, part, paths, readable }, i) => (
        <ObjectCard
          key={refKey(ref)}
          object={ref}
          says={says[part]}
          paths={paths}
          readable={readable}
          marks={part === 'itself' || part === 'pod' ? 'labels' : 'deciding lines'}
          open={i === 0}
        />
      ))}
    </div>
  )
}
