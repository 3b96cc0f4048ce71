import { answer } from '@/app/server/answer'
import { readPaths } from '@/app/server/paths'
import { RequestProblem } from '@/app/server/problem'
import { endpoints } from '@/lib/api/endpoints'
import { refText } from '@/lib/model/object'
import { objectView } from '@/lib/views/object'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export const GET = answer(endpoints.object, ({ objects }, { path, ...ref }) => {
  const found = objectView(objects, ref, readPaths(path))
  if (!found) throw new RequestProblem('not-found', `there is no \`${refText(ref)}\` here`)
  return found
})
