import { endOfString, endOfValue, skipBlanks } from './json-scan'
import { countLines } from './lines'

/** One item of a list as text; `line` is its 1-based line within the document. */
export interface ItemText {
  readonly line: number
  readonly text: string
}

/** A document that is a list, cut into its items, so that none has to be parsed with all the others. */
export interface ListText {
  readonly format: 'yaml' | 'json'
  /** The document with `items` empty; an empty list where the document is a list itself, in JSON. */
  readonly head: string
  /** False where the text ends before the list does. */
  readonly closed: boolean
  items(): Generator<ItemText>
}

/** A list of more items is not cut. Where it is read whole, it holds too many values. */
const maxItems = 1_000_000

/** Lines that are looked at between two pauses. */
const slice = 5000

/**
 * Cuts a document at the items of its top-level `items`, by indentation (YAML) or brackets (JSON) alone, or at those of
 * the JSON list that it is. Undefined where it has none or is written in another way; then it must be parsed whole. Pauses.
 */
export function* splitList(text: string): Generator<void, ListText | undefined> {
  const open = skipBlanks(text, text.startsWith('---') ? 3 : 0)
  return '{['.includes(text[open] ?? '-') ? yield* splitJsonList(text, open) : yield* splitYamlList(text)
}

/** Block style as kubectl prints it: `items:` at the margin, every item behind a dash of the same indentation. */
function* splitYamlList(text: string): Generator<void, ListText | undefined> {
  if (!text.includes('items:')) return undefined
  const starts: number[] = []
  let before: number | undefined
  let end: number | undefined
  let dash: string | undefined
  let lines = 0
  for (let at = 0; at < text.length; at = nextLine(text, at)) {
    if (++lines % slice === 0) yield
    const margin = text[at] ?? ''
    if (before !== undefined && end === undefined) {
      dash ??= /^ *-(?=[ \t\n])/.exec(lineStart(text, at))?.[0]
      if (
        dash !== undefined &&
        text.startsWith(dash, at) &&
        ' \t\n'.includes(text[at + dash.length] ?? '\n')
      ) {
        if (starts.push(at) > maxItems) return undefined
        continue
      }
      if (margin === ' ' && dash === undefined && !isComment(text, at)) return undefined
      if (margin === ' ' && dash !== undefined && !isInside(text, at, dash)) return undefined
    }
    if (margin === ' ' || margin === '\n' || margin === '#' || (at === 0 && isMarker(text))) continue
    if (!/["'\w]/.test(margin)) return undefined
    if (before !== undefined) end ??= at
    if (!/^items:[ \t]*(?:#.*)?(?:\n|$)/.test(lineStart(text, at))) continue
    if (before !== undefined) return undefined
    before = at
  }
  if (before === undefined || starts.length === 0) return undefined
  const last = end ?? text.length
  return {
    format: 'yaml',
    head: `${text.slice(0, before)}items: []\n${text.slice(last)}`,
    closed: true,
    *items() {
      let line = countLines(text, 0, starts[0] ?? 0) + 1
      for (const [i, start] of starts.entries()) {
        const stop = starts[i + 1] ?? last
        yield { line, text: text.slice(start, stop) }
        line += countLines(text, start, stop)
      }
    },
  }
}

function nextLine(text: string, at: number): number {
  const feed = text.indexOf('\n', at)
  return feed < 0 ? text.length : feed + 1
}

/** Enough of a line to see its first key. */
const lineStart = (text: string, at: number): string => text.slice(at, Math.min(nextLine(text, at), at + 400))

const isMarker = (text: string): boolean => /^---[ \t]*(?:#.*)?(?:\n|$)/.test(lineStart(text, 0))

const isComment = (text: string, at: number): boolean => /^ *(?:#|\n|$)/.test(lineStart(text, at))

/** Whether a line is indented further than the dashes, or says nothing. */
const isInside = (text: string, at: number, dash: string): boolean =>
  text.startsWith(' '.repeat(dash.length), at) || isComment(text, at)

function* splitJsonList(text: string, open: number): Generator<void, ListText | undefined> {
  const bare = text[open] === '['
  const array = bare ? open : yield* findItems(text, open)
  if (array === undefined) return undefined
  const spans: [start: number, end: number][] = []
  let at = skipBlanks(text, array + 1)
  while (at < text.length && text[at] !== ']') {
    if (spans.length % 100 === 0) yield
    if (text[at] !== '{' && text[at] !== '[') return undefined
    const end = yield* endOfValue(text, at)
    if (spans.push([at, end ?? text.length]) > maxItems) return undefined
    if (end === undefined) {
      at = text.length
      break
    }
    at = skipBlanks(text, end)
    if (text[at] === ',') at = skipBlanks(text, at + 1)
    else if (at < text.length && text[at] !== ']') return undefined
  }
  const closed = at < text.length
  return {
    format: 'json',
    head: `${text.slice(0, array)}[]${closed ? text.slice(at + 1) : bare ? '' : '}'}`,
    closed,
    *items() {
      let line = 1
      let from = 0
      for (const [start, end] of spans) {
        line += countLines(text, from, start)
        from = start
        yield { line, text: text.slice(start, end) }
      }
    },
  }
}

/** The offset of the bracket that opens the top-level `items`. */
function* findItems(text: string, open: number): Generator<void, number | undefined> {
  let at = skipBlanks(text, open + 1)
  while (text[at] === '"') {
    const keyEnd = endOfString(text, at)
    if (keyEnd === undefined) return undefined
    const key = text.slice(at, keyEnd)
    const colon = skipBlanks(text, keyEnd)
    if (text[colon] !== ':') return undefined
    const value = skipBlanks(text, colon + 1)
    if (key === '"items"' && text[value] === '[') return value
    const end = '{["'.includes(text[value] ?? '.') ? yield* endOfValue(text, value) : endOfWord(text, value)
    if (end === undefined) return undefined
    const comma = skipBlanks(text, end)
    if (text[comma] !== ',') return undefined
    at = skipBlanks(text, comma + 1)
  }
  return undefined
}

function endOfWord(text: string, at: number): number {
  let end = at
  while (end < text.length && /[\w.+-]/.test(text[end] ?? '')) end += 1
  return end
}
