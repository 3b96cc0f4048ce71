import { z } from 'zod'
import { captureParameter } from '@/lib/api/capture-contract'
import type { Endpoint } from '@/lib/api/endpoints'
import { RequestProblem } from './problem'

type Shape = Readonly<Record<string, z.ZodType>>

/** What a request asks, and about which capture. */
interface Parameters<Query extends z.ZodType> {
  readonly capture: string | undefined
  readonly parameters: z.output<Query>
}

/**
 * Reads the parameters of a request to an address, the id of the capture apart. Throws a bad request that names the
 * parameter where one is not known, is given twice, is missing or does not fit.
 */
export function readParameters<Query extends z.ZodObject<Shape>>(
  url: string,
  { query, aboutCapture = true }: Pick<Endpoint, 'aboutCapture'> & { readonly query: Query },
): Parameters<Query> {
  const capture = aboutCapture ? captureParameter.shape : {}
  const given = givenIn(url, { ...query.shape, ...capture })
  // Any text is an id that may be there; whether it is one is for whoever keeps them.
  const id = aboutCapture ? given.get('capture')?.toString() : undefined
  if (aboutCapture) given.delete('capture')
  return { capture: id, parameters: parse(given, query) }
}

/** Reads the parameters of a request by a schema that holds all of them. */
export const readQuery = <Query extends z.ZodObject<Shape>>(url: string, schema: Query): z.output<Query> =>
  parse(givenIn(url, schema.shape), schema)

type Given = ReadonlyMap<string, string | readonly string[]>

function givenIn(url: string, shape: Shape): Map<string, string | readonly string[]> {
  const given = new Map<string, string | readonly string[]>()
  for (const [name, value] of new URL(url).searchParams) {
    if (!Object.hasOwn(shape, name)) throw bad(`there is no parameter ${named(name)}${among(shape)}`)
    const before = given.get(name)
    if (takesSeveral(shape[name])) given.set(name, [...(before ?? []), value])
    else if (before === undefined) given.set(name, value)
    else throw bad(`parameter ${named(name)} is given twice`)
  }
  return given
}

/** A parameter that is a list is written once for each of its texts. */
const takesSeveral = (schema: z.ZodType | undefined): boolean =>
  schema instanceof z.ZodArray ||
  (schema instanceof z.ZodExactOptional && schema.unwrap() instanceof z.ZodArray)

function parse<Query extends z.ZodObject<Shape>>(given: Given, schema: Query): z.output<Query> {
  const result = schema.safeParse(Object.fromEntries(given))
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw bad(issue ? sentence(issue, given) : 'the parameters do not fit')
}

const bad = (detail: string): RequestProblem => new RequestProblem('bad-request', detail)

/** What somebody else wrote, short enough to be repeated. */
const named = (text: string): string => `\`${text.length > 60 ? `${text.slice(0, 57)}…` : text}\``

function among(shape: Shape): string {
  const names = Object.keys(shape)
  return names.length === 0 ? '; this address takes none' : `; there are ${names.map(named).join(', ')}`
}

function sentence(issue: z.core.$ZodIssue, given: Given): string {
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
        : issue.origin === 'array'
          ? `is given more than ${issue.maximum} times`
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
