import type { Collector } from './collect'
import { firstContent, normalize, splitDocuments } from './documents'
import { takeValue } from './objects'
import { parse } from './parse'

/**
 * Reads the text of one file into the collector. It stops after each document, so that whoever drives it can let others
 * run in between.
 */
export function* readText(text: string, file: string, into: Collector): Generator<void> {
  for (const document of splitDocuments(normalize(text))) {
    const content = firstContent(document.text)
    if (content === undefined) continue
    const origin = { file, document: document.number, line: document.line + content }
    const parsed = parse(document.text)
    const place = { origin, text: `document ${document.number} of ${file}` }
    if (parsed.kind === 'value') takeValue(parsed.value, place, into)
    else {
      const { code, line, column, what, remedy } = parsed.fault
      into.addProblem({
        code,
        message: `${place.text} ${what} (line ${document.line + line - 1}, column ${column})`,
        remedy,
        effect: 'left-out',
        origin: { ...origin, line: document.line + line - 1 },
      })
    }
    yield
  }
}
