import { answer } from '@/app/server/answer'
import { inTurns } from '@/app/server/in-turns'
import { endpoints } from '@/lib/api/endpoints'
import { describePolicy, selectPolicies } from '@/lib/views/policies'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export const GET = answer(endpoints.policies, async ({ survey: { session }, objects }, query) => {
  const { around, reports } = selectPolicies(session, query)
  return {
    ...around,
    rows: await inTurns(reports, report => describePolicy({ session, objects }, report)),
  }
})
