import { visible } from './visible'

/**
 * Rows as RFC 4180 CSV. Where a spreadsheet would begin to read a formula, in letters of any width, stands an apostrophe
 * first, since names come from manifests; that is at the start of a cell, and behind what ends one in some languages.
 */
export const csv = (header: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  csvRows([header, ...rows])

export const csvRows = (rows: readonly (readonly (string | number)[])[]): string =>
  rows.map(row => `${row.map(cell => csvCell(String(cell))).join(',')}\r\n`).join('')

function csvCell(text: string): string {
  const tame = text.replace(/(?:^|(?<=[,;\t]))[=+\-@\t\r\n＝＋－＠]/g, "'$&")
  return /[",\t\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame
}

/** A row of a Markdown table; every cell is plain text, whatever it holds. */
export const markdownRow = (cells: readonly (string | number)[]): string =>
  `| ${cells.map(cell => markdownText(String(cell))).join(' | ')} |\n`

/** Text that Markdown shows as it is: no markup, HTML, link or break of a line comes of it. */
export const markdownText = (text: string): string =>
  visible(text)
    .replace(/[\\`*_{}[\]<>()#+!|~&:@$^="']/g, '\\$&')
    .replace(/\bwww\./gi, match => `${match.slice(0, -1)}\\.`)
