import { exported } from '@/app/server/exported'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export const GET = exported
