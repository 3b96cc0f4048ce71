import { guarded, json } from '@/app/server/answer'
import { holderOf } from '@/app/server/captures'
import { healthOf } from '@/app/server/health'
import { readParameters } from '@/app/server/query'
import { endpoints } from '@/lib/api/endpoints'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export const GET = guarded(async ({ url }) =>
  json(healthOf(holderOf(readParameters(url, endpoints.health).capture))),
)
