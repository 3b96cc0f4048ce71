import { answer } from '@/app/server/answer'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export const GET = answer('findings')
