import { answer } from '@/app/server/answer'
import { RequestProblem } from '@/app/server/problem'
import { readQuestion } from '@/app/server/question'
import { endpoints } from '@/lib/api/endpoints'
import { explainView } from '@/lib/views/explain'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export const GET = answer(endpoints.explain, ({ survey }, query) => {
  const explained = explainView(survey, readQuestion(survey.session.inventory, query))
  // Any two ends have an answer at any number; only a name can mean nothing.
  if (explained.answers.length === 0)
    throw new RequestProblem(
      'not-found',
      `\`${explained.to}\` has no ${query.protocol} port \`${query.port}\``,
    )
  return explained
})
