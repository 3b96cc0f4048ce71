import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import type { MessagePort } from 'node:worker_threads'
import type { Capture } from '@/lib/model/capture'
import type { KubeObject } from '@/lib/model/object'

/**
 * How one worker tells another what it read: piece by piece, each as bytes that are handed over and not copied, and only
 * when the other asks for it, so that neither memory nor queries suffer.
 */

/** Objects of one piece. */
const pieceSize = 500

/** How long the other may take over one piece, in milliseconds: it answers queries besides. */
const patience = 60_000

/** What comes before the objects. */
interface Head {
  readonly capture: Omit<Capture, 'objects'>
  readonly objects: number
}

/** Gives a capture away to whoever is at the other end of the port. */
export function handOver({ objects, ...capture }: Capture, to: MessagePort): void {
  const head: Head = { capture, objects: objects.length }
  let next = -1
  to.on('message', () => {
    const piece = next < 0 ? head : objects.slice(next * pieceSize, (next + 1) * pieceSize)
    next += 1
    const bytes = new TextEncoder().encode(JSON.stringify(piece))
    to.postMessage(bytes, [bytes.buffer])
  })
}

/**
 * The capture of whoever is at the other end; undefined where they end before all of it is told, or take too long. To be
 * called early: who ends before that is not heard of.
 */
export function takeOver(from: MessagePort): () => Promise<Capture | undefined> {
  const ended = once(from, 'close').then(() => undefined)
  const ask = async (): Promise<unknown> => {
    const answered = once(from, 'message')
    from.postMessage('more')
    const enough = new AbortController()
    const late = setTimeout(patience, undefined, { signal: enough.signal }).catch(() => undefined)
    const bytes: unknown = (await Promise.race([answered, ended, late]))?.[0]
    enough.abort()
    return bytes instanceof Uint8Array ? JSON.parse(new TextDecoder().decode(bytes)) : undefined
  }
  return async () => {
    try {
      const head = (await ask()) as Head | undefined
      if (!head) return undefined
      const objects: KubeObject[] = []
      while (objects.length < head.objects) {
        const piece = (await ask()) as readonly KubeObject[] | undefined
        if (!piece) return undefined
        objects.push(...piece)
      }
      return { ...head.capture, objects }
    } finally {
      from.close()
    }
  }
}
