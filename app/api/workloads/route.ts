import { answer } from '@/app/server/answer'
import { endpoints } from '@/lib/api/endpoints'
import { workloadsView } from '@/lib/views/workloads'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export const GET = answer(endpoints.workloads, ({ survey }, query) => workloadsView(survey, query))
