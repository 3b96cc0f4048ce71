import { answer } from '@/app/server/answer'
import { endpoints } from '@/lib/api/endpoints'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export const GET = answer(endpoints.overview, ({ overview }) => overview)
