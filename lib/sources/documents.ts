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
 * Cuts normalized text at its document markers: `---` or `...` at the start of a line, followed by white space or the
 * end (YAML 1.2.2 section 9.1; they mark documents even inside scalars). Each document can then be parsed alone, so a
 * broken one costs only itself. What stands before the first `---` counts only if it has content; every `---` counts.
 */
export function* splitDocuments(text: string): Generator<RawDocument> {
  let number = 0
  let start = 0
  let line = 1
  let opened = false
  for (const { at, ends } of markers(text)) {
    const stop = ends ? at + 3 : at
    const part = text.slice(start, stop)
    // Directives and comments before `---` belong to the document that it opens.
    if (opened || hasContent(part)) yield { number: ++number, line, text: part }
    else if (!ends) {
      opened = true
      continue
    }
    line += countLines(text, start, stop)
    start = stop
    opened = !ends
  }
  const rest = text.slice(start)
  if (opened || hasContent(rest)) yield { number: ++number, line, text: rest }
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

function* markers(text: string): Generator<{ at: number; ends: boolean }> {
  let dashes = text.indexOf('---')
  let dots = text.indexOf('...')
  while (dashes >= 0 || dots >= 0) {
    const ends = dashes < 0 || (dots >= 0 && dots < dashes)
    const at = ends ? dots : dashes
    if ((at === 0 || text[at - 1] === '\n') && endsWord(text[at + 3])) yield { at, ends }
    if (ends) dots = text.indexOf('...', at + 3)
    else dashes = text.indexOf('---', at + 3)
  }
}

const endsWord = (char: string | undefined): boolean => char === undefined || ' \t\n'.includes(char)

function countLines(text: string, from: number, to: number): number {
  let lines = 0
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) lines += 1
  return lines
}
