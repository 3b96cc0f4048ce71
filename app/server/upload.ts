import { uploadLimits } from '@/lib/api/upload-limits'
import { captures } from './captures'
import { Holder } from './holder'
import { roomForUpload, uploadHeapLimit } from './memory'
import type { LoadProgress } from './messages'
import { RequestProblem } from './problem'
import { checkUpload, receive } from './receive'
import { WorkerEngine } from './worker-engine'

/**
 * Opens what a request sends as a capture; gives its id when all has come in, and reading goes on. Its contents are in
 * the memory of a worker of its own from the first byte to the last, and go with it. Throws a problem of the request.
 */
export async function openUpload(request: Request): Promise<string> {
  checkUpload(request)
  const place = captures().reserve()
  if (!place) throw tooManyCaptures()
  let opened: ReturnType<typeof startUpload> | undefined
  try {
    const size = Number(request.headers.get('content-length') ?? uploadLimits.sent)
    if (!roomForUpload(size)) throw lowMemory()
    opened = startUpload()
    const { engine, holder } = opened
    await receive(request, part => engine.send(part))
    return place.keep({ holder, close: () => void engine.close() })
  } catch (error) {
    place.leave()
    void opened?.engine.close()
    throw error
  }
}

function startUpload(): { readonly engine: WorkerEngine; readonly holder: Holder } {
  let tell = (_: LoadProgress): void => undefined
  const engine = new WorkerEngine({ kind: 'upload' }, progress => tell(progress), { heap: uploadHeapLimit() })
  const holder = new Holder(
    async onProgress => {
      tell = onProgress
      await engine.loaded
      return engine
    },
    { once: 'what was sent can be read once only; open the files again' },
  )
  return { engine, holder }
}

export const tooManyCaptures = (): RequestProblem =>
  new RequestProblem(
    'too-many-captures',
    `${uploadLimits.open} uploads are open, and no more may be at the same time; close one of them first`,
    { 'retry-after': '60' },
  )

export const lowMemory = (): RequestProblem =>
  new RequestProblem(
    'low-memory',
    'there is not memory enough to open this; close another upload, or start podtrust where more is free',
    { 'retry-after': '60' },
  )
