import { answer } from '@/app/server/answer'
import { RequestProblem } from '@/app/server/problem'
import { endpoints } from '@/lib/api/endpoints'
import { refText } from '@/lib/model/object'
import { policyView } from '@/lib/views/policies'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export const GET = answer(endpoints.policy, ({ survey: { session }, objects }, ref) => {
  const found = policyView({ session, objects }, ref)
  if (!found) throw new RequestProblem('not-found', `there is no policy \`${refText(ref)}\` here`)
  return found
})
