import { guarded, json } from '@/app/server/answer'
import { openapi } from '@/lib/api/openapi'
import { version } from '@/package.json'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export const GET = guarded(async () => json(openapi(version)))
