import { endpoints } from '@/lib/api/endpoints'
import { exportAnswer, type ExportPart } from '@/lib/api/matrix-contract'
import { guarded, responseOf, unkept } from './answer'
import { holderOf } from './captures'
import type { Reply } from './engine'
import { readParameters } from './query'
import { ready } from './ready'

const files = {
  csv: { type: 'text/csv; charset=utf-8', name: 'podtrust-connections.csv' },
  markdown: { type: 'text/markdown; charset=utf-8', name: 'podtrust-connections.md' },
} as const

/**
 * Streams the parts of an export one after the other: the next is asked for when the last was taken, so that neither
 * thread holds more than one, and other queries pass in between.
 */
export const exported = guarded(async ({ url, signal }) => {
  const { capture, parameters } = readParameters(url, endpoints.export)
  // One engine for all parts: a text of two readings would be true of neither.
  const engine = await ready(holderOf(capture))
  if (engine instanceof Response) return engine
  const ask = (offset: number): Promise<Reply> =>
    engine.ask({ endpoint: 'export', parameters: { ...parameters, offset } }, signal)
  const first = await ask(parameters.offset)
  if (first.kind !== 'answer') return responseOf(first)
  let part: ExportPart | undefined = partOf(first.bytes)
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(stream) {
        if (!part) return stream.close()
        stream.enqueue(encoder.encode(part.text))
        const { next } = part
        part = undefined
        if (next === undefined) return stream.close()
        const reply = await ask(next)
        // A text that ends early must not look whole: the connection breaks off.
        if (reply.kind !== 'answer') throw new Error('the export broke off')
        part = partOf(reply.bytes)
      },
    },
    { highWaterMark: 0 },
  )
  const { type, name } = files[parameters.format]
  return new Response(body, {
    headers: { ...unkept, 'content-type': type, 'content-disposition': `attachment; filename="${name}"` },
  })
})

const partOf = (bytes: Uint8Array): ExportPart =>
  exportAnswer.parse(JSON.parse(new TextDecoder().decode(bytes)))
