import { guarded } from '@/app/server/answer'
import { RequestProblem } from '@/app/server/problem'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

/** Everything under `/api` that no other route answers, so that errors there are problem documents too. */
export const GET = guarded(async ({ url }) => {
  throw new RequestProblem(
    'not-found',
    `there is no \`${new URL(url).pathname}\`; \`/api/openapi.json\` lists what there is`,
  )
})
