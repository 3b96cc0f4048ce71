import { endOfValue, skipBlanks } from './json-scan'
import { countLines } from './lines'

/** One document of a YAML stream as text; `line` is the 1-based line of its first character. */
export interface RawDocument {
  readonly number: number
  readonly line: number
  readonly text: string
}

/**
 * Line breaks as YAML counts them (CRLF, CR and LF are one thing), and without the byte order marks that may open every
 * document of a stream (YAML 1.2.2 sections 5.2 and 5.4).
 */
export function normalize(text: string): string {
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
  return lines.includes('\uFEFF') ? lines.replace(/(?<=^|\n)\uFEFF/g, '') : lines
}

/**
 * The documents of normalized text, numbered in order. YAML documents stand between markers; JSON values may simply
 * follow one another, as several answers of `kubectl get -o json` in one file do. An undefined is a pause.
 */
export function* splitDocuments(text: string): Generator<RawDocument | undefined> {
  let number = 0
  for (const marked of splitAtMarkers(text))
    if (!marked) yield undefined
    else for (const part of splitJson(marked)) yield part && { number: ++number, ...part }
}

type Part = Omit<RawDocument, 'number'>

/**
 * Cuts at document markers: `---` or `...` at the start of a line, followed by white space or the end (YAML 1.2.2
 * section 9.1; they mark documents even inside scalars). Each document can then be parsed alone, so a broken one costs
 * only itself. What stands before the first `---` counts only if it has content; every `---` counts.
 */
function* splitAtMarkers(text: string): Generator<Part | undefined> {
  let start = 0
  let line = 1
  let opened = false
  for (const marker of markers(text)) {
    if (!marker) {
      yield undefined
      continue
    }
    const { at, ends } = marker
    const stop = ends ? at + 3 : at
    const part = text.slice(start, stop)
    // Directives and comments before `---` belong to the document that it opens.
    if (opened || hasContent(part)) yield { line, text: part }
    else if (!ends) {
      opened = true
      continue
    }
    line += countLines(text, start, stop)
    start = stop
    opened = !ends
  }
  const rest = text.slice(start)
  if (opened || hasContent(rest)) yield { line, text: rest }
}

/** Cuts a document that begins with a whole JSON value behind it, and so on; any other stays as it is. */
function* splitJson({ line, text }: Part): Generator<Part | undefined> {
  let start = 0
  let startLine = line
  for (;;) {
    const open = skipBlanks(text, start)
    const scan = text[open] === '{' || text[open] === '[' ? endOfValue(text, open) : undefined
    const end = scan && (yield* pausing(scan))
    if (
      end === undefined ||
      !hasContent(text.slice(end)) ||
      (start === 0 && !isJson(text.slice(open, end)))
    ) {
      yield { line: startLine, text: start === 0 ? text : text.slice(start) }
      return
    }
    yield { line: startLine, text: text.slice(start, end) }
    startLine += countLines(text, start, end)
    start = end
  }
}

function* pausing<T>(work: Generator<void, T>): Generator<undefined, T> {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
    yield undefined
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** The 0-based line within a document at which content begins; undefined for blanks, comments, markers, directives. */
export function firstContent(text: string): number | undefined {
  for (let at = 0, line = 0; at < text.length; line++) {
    const feed = text.indexOf('\n', at)
    const end = feed < 0 ? text.length : feed
    if (!/^(?:%.*|(?:---|\.\.\.)?[ \t]*(?:#.*)?)$/s.test(text.slice(at, end))) return line
    at = end + 1
  }
  return undefined
}

const hasContent = (text: string): boolean => firstContent(text) !== undefined

/** Characters that are searched between two pauses. */
const slice = 1 << 21

function* markers(text: string): Generator<{ at: number; ends: boolean } | undefined> {
  for (let start = 0; start < text.length; start += slice) {
    yield undefined
    const part = text.slice(start, start + slice + 3)
    let dashes = part.indexOf('---')
    let dots = part.indexOf('...')
    while (dashes >= 0 || dots >= 0) {
      const ends = dashes < 0 || (dots >= 0 && dots < dashes)
      const at = start + (ends ? dots : dashes)
      const within = at < start + slice
      if (within && (at === 0 || text[at - 1] === '\n') && endsWord(text[at + 3])) yield { at, ends }
      if (ends) dots = part.indexOf('...', dots + 1)
      else dashes = part.indexOf('---', dashes + 1)
    }
  }
}

const endsWord = (char: string | undefined): boolean => char === undefined || ' \t\n'.includes(char)
