import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Told } from './reading'

const file = join(import.meta.dirname, '..', '..', 'docs', 'reading-a-cluster.md')

/**
 * Holds a section of docs/reading-a-cluster.md against what a run made of it, and prints it. With UPDATE=1 the section is
 * written anew.
 */
export async function expectSection(name: string, text: string): Promise<void> {
  const [begin, end] = [`<!-- ${name}: made by a test -->\n`, `<!-- end of ${name} -->\n`]
  const whole = await readFile(file, 'utf8')
  const from = whole.indexOf(begin) + begin.length
  const to = whole.indexOf(end)
  if (from < begin.length || to < from)
    throw new Error(`docs/reading-a-cluster.md has no section \`${name}\``)
  console.log(text)
  if (process.env.UPDATE === '1') await writeFile(file, whole.slice(0, from) + text + whole.slice(to))
  else expect(text).toBe(whole.slice(from, to))
}

/** Rows of cells as a Markdown table. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map(row => `| ${row.map(cell).join(' | ')} |\n`).join('')

const cell = (text: string): string => steady(text).trim().replaceAll('|', '\\|').replaceAll('\n', '<br>')

/** Without what differs from run to run: ports of loopback, times, how often one thing was seen. */
const steady = (text: string): string =>
  text.replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:6443').replace(/after \d+(?:\.\d+)? s\b/g, 'after N s')

/** The first lines; the rest is counted. */
function some(lines: readonly string[]): string {
  if (lines.join('') === '') return '–'
  const rest = lines.length - most
  return rest > 0 ? [...lines.slice(0, most), `… and ${rest} more`].join('\n') : lines.join('\n')
}

const most = 4

/** A fault, how it was made to happen, and what was said of it. */
export interface Row extends Told {
  readonly fault: string
  readonly how: string
}

export const toldTable = (rows: readonly Row[]): string =>
  table(
    ['fault', 'how it is provoked', 'what the page says', 'what the command line says', 'exit code'],
    rows.map(({ fault, how, page, commandLine, code }) => [
      fault,
      how,
      some(page),
      some(commandLine.trimEnd().split('\n')),
      String(code),
    ]),
  )
