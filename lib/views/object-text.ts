import { isList, isMap, own, type Json, type JsonMap } from '../model/json'
import { pathText, type Path } from '../model/object'
import { deceptive } from '../words/visible'

/** Lines from 1, both included. */
export interface LineRange {
  readonly first: number
  readonly last: number
}

/**
 * Writes a kept object as block YAML and says on which lines the given fields stand, in order and none twice. A field
 * that is not there marks the line of the nearest one around it; the object itself marks nothing.
 */
export function objectText(
  body: JsonMap,
  paths: readonly Path[],
): { readonly yaml: string; readonly marked: LineRange[] } {
  const printer = new Printer()
  printer.map(body, [], 0, '')
  const { lines } = printer
  return {
    yaml: lines.length === 0 ? '{}\n' : `${lines.join('\n')}\n`,
    marked: joinLines(paths.flatMap(path => printer.find(path) ?? [])),
  }
}

class Printer {
  readonly lines: string[] = []
  private readonly places = new Map<string, LineRange>()

  /** Writes the keys of a map; `lead` is what the line of the first one has so far. */
  map(map: JsonMap, path: Path, depth: number, lead: string): void {
    for (const [at, key] of Object.keys(map).entries())
      this.value(
        `${at === 0 ? lead : indent(depth)}${string(key)}:`,
        own(map, key) ?? null,
        [...path, key],
        depth,
      )
  }

  find(path: Path): LineRange | undefined {
    const found = this.places.get(pathText(path))
    if (found || path.length === 0) return found
    const around = this.find(path.slice(0, -1))
    return around && { first: around.first, last: around.first }
  }

  private list(list: readonly Json[], path: Path, depth: number, lead: string): void {
    for (const [at, value] of list.entries())
      this.value(`${at === 0 ? lead : indent(depth)}-`, value, [...path, at], depth)
  }

  /** Writes what belongs to a key or a dash, which ends the line so far. */
  private value(head: string, value: Json, path: Path, depth: number): void {
    const first = this.lines.length + 1
    if (isScalar(value)) this.lines.push(`${head} ${scalar(value)}`)
    else {
      // What stands in a list begins on the line of its dash, what stands under a key on the next one.
      const inline = head.endsWith('-')
      if (!inline) this.lines.push(head)
      const lead = inline ? `${head} ` : indent(depth + 1)
      if (isMap(value)) this.map(value, path, depth + 1, lead)
      if (isList(value)) this.list(value, path, depth + 1, lead)
    }
    this.places.set(pathText(path), { first, last: this.lines.length })
  }
}

const indent = (depth: number): string => '  '.repeat(depth)

const isScalar = (value: Json): boolean =>
  isMap(value) ? Object.keys(value).length === 0 : isList(value) ? value.length === 0 : true

function scalar(value: Json): string {
  if (typeof value === 'string') return string(value)
  return isMap(value) ? '{}' : isList(value) ? '[]' : String(value)
}

/** Words that some YAML parsers take for booleans or nothing. */
const taken = /^(?:true|false|null|yes|no|on|off|y|n)$/i
/** Words and addresses that no YAML parser takes for anything but text. */
const plain = /^(?:[A-Za-z_/](?:[\w./@-]|:(?=\S)|(?<=\S) (?=[\w/]))*|\d+(?:\.\d+){3}(?:\/\d+)?)$/

/** Quoted wherever it would read as something else; characters that deceive the eye are escaped as YAML has it. */
function string(text: string): string {
  if (plain.test(text) && !taken.test(text)) return text
  return JSON.stringify(text).replace(deceptive, character => {
    const code = (character.codePointAt(0) ?? 0).toString(16)
    return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`
  })
}

function joinLines(ranges: readonly LineRange[]): LineRange[] {
  const joined: { first: number; last: number }[] = []
  for (const { first, last } of [...ranges].sort((a, b) => a.first - b.first)) {
    const tail = joined.at(-1)
    if (tail && first <= tail.last + 1) tail.last = Math.max(tail.last, last)
    else joined.push({ first, last })
  }
  return joined
}
