import { meaningOf } from './meaning'
import { parseQuery } from './parse'
import { QueryProblem } from './tokens'

/** What keeps a text from being a filter, and where. */
export interface TextProblem {
  /** Place of the caret, in UTF-16 units. */
  readonly at: number
  readonly message: string
}

/** Undefined where the text is a filter. No cluster is needed to tell: names that nobody bears are no mistake. */
export function problemOf(text: string): TextProblem | undefined {
  try {
    const query = parseQuery(text)
    if (query) meaningOf(query, { workloads: [], namespaces: new Map() })
    return undefined
  } catch (error) {
    if (error instanceof QueryProblem) return { at: error.at, message: error.message }
    throw error
  }
}
