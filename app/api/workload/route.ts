import { answer } from '@/app/server/answer'
import { RequestProblem } from '@/app/server/problem'
import { endpoints } from '@/lib/api/endpoints'
import { workloadView } from '@/lib/views/workloads'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export const GET = answer(endpoints.workload, ({ survey }, { key }) => {
  const found = workloadView(survey, key)
  if (!found) throw new RequestProblem('not-found', `there is no workload \`${key}\` here`)
  return found
})
