import { guarded, json } from '@/app/server/answer'
import { holder } from '@/app/server/holder'
import { readQuery } from '@/app/server/query'
import { endpoints } from '@/lib/api/endpoints'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export const GET = guarded(async ({ url }) => {
  readQuery(url, endpoints.health.query)
  const { state } = holder()
  return json({ status: state.kind, reading: state.kind === 'ready' ? 1 : 0, again: { state: 'no' } })
})
