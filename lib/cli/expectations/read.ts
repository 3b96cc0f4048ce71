import { isMap, isSeq, LineCounter, parseAllDocuments, type Document, type Node } from 'yaml'
import type { z } from 'zod'
import { BadInput } from '../../sources/bad-input'
import { pathText } from '../../model/object'
import {
  connectionCase,
  file as fileSchema,
  neverCase,
  type ConnectionCase,
  type FileSettings,
  type NeverCase,
} from './schema'

/** A case as it was written; `broken` holds what is wrong with it, and counts as failed. */
export type Written = { readonly name: string; readonly file: string; readonly line: number } & (
  | { readonly kind: 'connection'; readonly case: ConnectionCase }
  | { readonly kind: 'never'; readonly case: NeverCase }
  | { readonly kind: 'broken'; readonly wrong: readonly string[] }
)

/** The cases of one document and the settings that they share. */
export interface Expectations {
  readonly settings: FileSettings
  readonly cases: readonly Written[]
}

/**
 * Reads the text of an Expectations file. A case that does not parse is kept as `broken`; throws BadInput, with file
 * and line, where the file itself is not one.
 */
export function readExpectations(text: string, file: string): Expectations[] {
  const counter = new LineCounter()
  const documents = parseAllDocuments(text, { lineCounter: counter })
  if (!Array.isArray(documents) || documents.length === 0) throw new BadInput(`\`${file}\` is empty`)
  return documents.map((document: Document) => {
    const [error] = document.errors
    if (error) {
      const [first = 'it does not parse'] = error.message.split(/ at line |\n/)
      throw new BadInput(`\`${file}\`, line ${counter.linePos(error.pos[0]).line}: ${first}`)
    }
    return readDocument(document, counter, file)
  })
}

function readDocument(document: Document, counter: LineCounter, file: string): Expectations {
  const value = toValue(document, file)
  const lineOf = (path: readonly PropertyKey[]): number => counter.linePos(offsetAt(document, path)).line
  const parsed = fileSchema.safeParse(value, { reportInput: true })
  if (!parsed.success) {
    const [wrong] = parsed.error.issues.flatMap(issue => told(issue, []))
    throw new BadInput(`\`${file}\`, line ${lineOf(wrong?.path ?? [])}: ${wrong?.text ?? 'no Expectations'}`)
  }
  const { settings, cases } = parsed.data
  return {
    settings,
    cases: cases.map((one, at) => readCase(one, at, file, path => lineOf(['cases', at, ...path]))),
  }
}

function toValue(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch {
    throw new BadInput(`\`${file}\`: too many aliases`)
  }
}

function readCase(
  value: unknown,
  at: number,
  file: string,
  lineOf: (path: readonly PropertyKey[]) => number,
): Written {
  const map = typeof value === 'object' && value !== null ? value : {}
  const given = 'name' in map && typeof map.name === 'string' ? map.name : `case ${at + 1}`
  const written = { name: given, file, line: lineOf([]) }
  const never = 'fromZone' in map || 'toZone' in map
  const parsed = never
    ? neverCase.safeParse(value, { reportInput: true })
    : connectionCase.safeParse(value, { reportInput: true })
  if (!parsed.success) {
    const wrong = parsed.error.issues
      .flatMap(issue => told(issue, []))
      .map(({ path, text }) => `line ${lineOf(path)}: ${text}`)
    return { ...written, kind: 'broken', wrong }
  }
  return 'fromZone' in parsed.data
    ? { ...written, kind: 'never', case: parsed.data }
    : { ...written, kind: 'connection', case: parsed.data }
}

interface Told {
  readonly path: readonly PropertyKey[]
  readonly text: string
}

/** What the schema complains about, in the user's words. */
function told(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): Told[] {
  const path = [...above, ...issue.path]
  const say = (text: string, at: readonly PropertyKey[] = path): Told => ({
    path: at,
    text: `\`${pathText(at.map(step => (typeof step === 'symbol' ? String(step) : step))) || 'the case'}\` ${text}`,
  })
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map(key => say('is no field that is known here', [...path, key]))
    case 'invalid_type':
      return [
        say(
          issue.input === undefined ? 'is missing' : `must be ${article(issue.expected)}${not(issue.input)}`,
        ),
      ]
    case 'invalid_value':
      return [
        say(
          issue.input === undefined
            ? 'is missing'
            : `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.join(', ')}${not(issue.input)}`,
        ),
      ]
    case 'too_small':
      return [say(`must be at least ${issue.minimum}${not(issue.input)}`)]
    case 'too_big':
      return [say(`must be at most ${issue.maximum}${not(issue.input)}`)]
    case 'invalid_union': {
      // The alternative that the value's own shape points at; a value of no fitting shape is told so.
      const fitting = issue.errors.find(
        ([first]) => first && !(first.code === 'invalid_type' && first.path.length === 0),
      )
      if (fitting) return fitting.flatMap(inner => told(inner, path))
      return [say(issue.input === undefined ? 'is missing' : `has the wrong form${not(issue.input)}`)]
    }
    default:
      return [say(issue.message)]
  }
}

const article = (type: string): string => `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`

const not = (input: unknown): string => {
  const text = typeof input === 'string' ? input : JSON.stringify(input)
  return text === undefined ? '' : `, not \`${text.length > 60 ? `${text.slice(0, 57)}…` : text}\``
}

/** Where the value at a path begins; of the deepest part that exists, and of the key where a field is to blame. */
function offsetAt(document: Document, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents
  let offset = start(node) ?? 0
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => String(key) === String(step))
      offset = start(pair?.key) ?? offset
      node = pair?.value
    } else if (isSeq(node) && typeof step === 'number') {
      node = node.items[step]
      offset = start(node) ?? offset
    } else return offset
  }
  return offset
}

const start = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined)

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'range' in value
