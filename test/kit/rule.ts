import { describe, expect, it } from 'vitest'
import type { Settings } from '../../lib/model/settings'
import { open, verdicts } from './world'

/** The tests of one numbered rule, titled with the rule in our words and where it is written. */
export const rule = (number: number, words: string, source: string, body: () => void): void => {
  describe(`rule ${number}: ${words} (${source})`, body)
}

/** One test: the documents, and what is answered to each question. */
export const world = (
  title: string,
  documents: readonly string[],
  table: Readonly<Record<string, string>>,
  settings: Partial<Settings> = {},
): void =>
  it(title, () => {
    expect(verdicts(open(documents, settings), table)).toEqual(table)
  })
