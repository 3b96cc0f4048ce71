import type { z } from 'zod'
import { RequestProblem } from './problem'

type Shape = Readonly<Record<string, z.ZodType>>

/**
 * Reads the parameters of a request by a schema. Throws a bad request that names the parameter where one is not known,
 * is given twice, is missing or does not fit.
 */
export function readQuery<Query extends z.ZodObject<Shape>>(url: string, schema: Query): z.output<Query> {
  const given = new Map<string, string>()
  for (const [name, value] of new URL(url).searchParams) {
    if (!Object.hasOwn(schema.shape, name)) throw bad(`there is no parameter ${named(name)}${among(schema)}`)
    if (given.has(name)) throw bad(`parameter ${named(name)} is given twice`)
    given.set(name, value)
  }
  const result = schema.safeParse(Object.fromEntries(given))
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw bad(issue ? sentence(issue, given) : 'the parameters do not fit')
}

const bad = (detail: string): RequestProblem => new RequestProblem('bad-request', detail)

/** What somebody else wrote, short enough to be repeated. */
const named = (text: string): string => `\`${text.length > 60 ? `${text.slice(0, 57)}…` : text}\``

function among({ shape }: z.ZodObject<Shape>): string {
  const names = Object.keys(shape)
  return names.length === 0 ? '; this address takes none' : `; there are ${names.map(named).join(', ')}`
}

function sentence(issue: z.core.$ZodIssue, given: ReadonlyMap<string, string>): string {
  const name = String(issue.path[0] ?? '')
  return given.has(name)
    ? `parameter ${named(name)} ${complaint(issue)}`
    : `parameter ${named(name)} is missing`
}

function complaint(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_big':
      return issue.origin === 'string'
        ? `is longer than ${issue.maximum} characters`
        : `must be at most ${issue.maximum}`
    case 'too_small':
      return `must be at least ${issue.minimum}`
    case 'invalid_value':
      return `must be one of ${issue.values.map(value => named(String(value))).join(', ')}`
    case 'invalid_type':
      return issue.expected === 'number' || issue.expected === 'int'
        ? 'must be a whole number'
        : 'does not fit'
    default:
      return 'does not fit'
  }
}
