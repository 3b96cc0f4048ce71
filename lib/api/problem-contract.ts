import { z } from 'zod'

/** RFC 9457, with a stable `type`. */
export const problemDocument = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
})

export type ProblemDocument = z.infer<typeof problemDocument>
