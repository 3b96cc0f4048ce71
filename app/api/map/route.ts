import { answer } from '@/app/server/answer'
import { endpoints } from '@/lib/api/endpoints'
import { mapView } from '@/lib/views/map'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export const GET = answer(endpoints.map, ({ survey }, query) => mapView(survey, query))
