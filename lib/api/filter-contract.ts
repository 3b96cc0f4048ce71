import { z } from 'zod'
import { lenses, noises } from '../model/filter'
import { list, text, trustClass } from './terms-contract'

/** What every view of connections can be narrowed by. */
export const filterParameters = {
  class: list.pipe(z.array(trustClass)).default([]).meta({ description: 'Classes to keep; none = all.' }),
  q: text.default('').meta({
    description:
      'Text in the filter language: `web`, `src.ns = shop and not port = 53` (lib/views/query/README.md).',
  }),
  hide: list
    .pipe(z.array(z.enum(noises)))
    .default([])
    .meta({ description: 'Kinds of noise to leave out; `/api/lenses` says what each is.' }),
} as const

export const lens = z
  .enum(lenses)
  .exactOptional()
  .meta({ description: 'Counts, beside everything, what this lens lights.' })
