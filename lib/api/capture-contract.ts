import { z } from 'zod'
import { count } from './terms-contract'

/** The part of the HTTP API that is about captures themselves: how far loading is, reading again, uploads. */

const progress = z
  .object({
    step: z.enum(['receiving', 'reading', 'judging']),
    done: count,
    of: count.exactOptional(),
    read: z
      .array(z.object({ name: z.string(), count }))
      .exactOptional()
      .meta({
        description:
          'Objects read so far by kind or family of kinds; always the same names in the same order. Absent while receiving.',
      }),
  })
  .meta({ description: 'Bytes while receiving, files or kinds while reading, workloads while judging.' })

const tally = z.object({ added: count, removed: count, changed: count })

export const healthAnswer = z.object({
  status: z.enum(['loading', 'ready', 'failed']),
  detail: z
    .string()
    .exactOptional()
    .meta({ description: 'One sentence: how far it is, or why nothing could be loaded.' }),
  progress: progress.exactOptional(),
  reading: count.meta({ description: 'How often it was read to the end; 0 until the first time.' }),
  again: z
    .discriminatedUnion('state', [
      z.object({ state: z.literal('no') }),
      z.object({ state: z.literal('running'), detail: z.string(), progress: progress.exactOptional() }),
      z.object({ state: z.literal('failed'), detail: z.string() }),
    ])
    .meta({ description: 'Whether it is being read again; what was read before is shown meanwhile.' }),
  changes: z
    .object({
      connections: tally
        .extend({
          atLeast: z.literal(true).exactOptional().meta({
            description: 'Present where so much changed that the counts are no more than a lower bound.',
          }),
        })
        .meta({ description: 'Connections, each pair and class once.' }),
      objects: tally,
    })
    .exactOptional()
    .meta({ description: 'What the last reading changed; absent after the first.' }),
})

/** The parameter that every address but `/api/captures` (POST) and the description of the API takes. */
export const captureParameter = z.object({
  capture: z.string().exactOptional().meta({
    description: 'Id of an opened capture; absent = what the server was started with.',
  }),
})

/** What a finished upload is called; its contents may still be loading (`/api/health?capture=ID`). */
export const uploadAnswer = z.object({
  id: z.string().meta({ description: 'Unguessable; `capture` of every other address.' }),
})

/** The clusters that ship with podtrust. */
export const examples = ['demo', 'textbook'] as const

export type ExampleName = (typeof examples)[number]

export const exampleQuery = z.object({
  name: z.enum(examples).meta({ description: 'Which of the clusters that ship with podtrust.' }),
})

export const closeQuery = z.object({
  capture: z.string().meta({ description: 'Id of the opened capture that is to be forgotten.' }),
})

/** What `POST /api/captures` takes, as multipart/form-data. */
export const uploadBody = z.record(z.string(), z.string().meta({ format: 'binary' })).meta({
  description:
    'Parts with a file name each: the relative path of a file, or an archive (tar, tar.gz, zip). What was pasted is called `pasted.yaml`.',
})

export type Changes = NonNullable<Health['changes']>
export type Health = z.output<typeof healthAnswer>
export type Uploaded = z.output<typeof uploadAnswer>
