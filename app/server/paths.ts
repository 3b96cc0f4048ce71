import { z } from 'zod'
import { RequestProblem } from './problem'

const paths = z.array(z.array(z.union([z.string(), z.int()])).max(64)).max(200)

/** Reads a JSON list of field paths, `[["spec","ingress",0]]`. */
export function readPaths(text: string): z.output<typeof paths> {
  const read = paths.safeParse(fromJson(text))
  if (read.success) return read.data
  throw new RequestProblem(
    'bad-request',
    'parameter `path` must be a JSON list of field paths, like [["spec","ingress",0]]',
  )
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
