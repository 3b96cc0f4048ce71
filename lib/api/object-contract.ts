import { z } from 'zod'
import { objectRef, origin, text } from './terms-contract'

/** The part of the HTTP API that is about the text of objects. */

export const objectAnswer = z.object({
  ref: objectRef,
  origin: origin.exactOptional(),
  yaml: z.string(),
  marked: z.array(z.object({ first: z.int().positive(), last: z.int().positive() })),
})

export const objectQuery = z.object({
  group: text.default(''),
  kind: text,
  namespace: text.exactOptional(),
  name: text,
  path: z
    .string()
    .max(8000)
    .default('[]')
    .meta({ description: 'JSON list of field paths whose lines are to be marked.' }),
})

export type ObjectText = z.infer<typeof objectAnswer>
