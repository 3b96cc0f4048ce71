import { answer } from '@/app/server/answer'
import { inTurns } from '@/app/server/in-turns'
import { RequestProblem } from '@/app/server/problem'
import { endpoints } from '@/lib/api/endpoints'
import { describeRow, readAbout, selectRows } from '@/lib/views/connections'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export const GET = answer(endpoints.connections, async ({ survey }, query) => {
  const about = readAbout(survey, query.about)
  if (!about)
    throw new RequestProblem(
      'not-found',
      `there is no \`${query.about}\` here: write a workload key, \`namespace:NAME\`, \`internet\` or \`anyone\``,
    )
  const { total, offset, rows } = selectRows(survey, about, query)
  return { total, offset, rows: await inTurns(rows, row => describeRow(survey, row)) }
})
