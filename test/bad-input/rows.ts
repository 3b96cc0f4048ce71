import { expect, it } from 'vitest'
import type { Session } from '../../lib/model/session'
import { expectedVerdicts, policy, readBeside, rest, verdictsOf, widened, type Reach } from './kit'

export interface Row {
  /** Number in the list of bad inputs (checklist-security.md 5.3). */
  readonly number: number
  readonly title: string
  /** Long ones are made when they are read. */
  readonly bad: string | Uint8Array | (() => string)
  readonly says: readonly string[]
  readonly reach: Reach
  /** The policy lies beside the broken file, which holds something else. */
  readonly apart?: true
  /** Pods of the broken file itself, called `shop/new…`. */
  readonly pods?: number
  /** It is legal and lets somebody else in. */
  readonly widens?: true
  readonly also?: (session: Session) => void
}

/** One test per row: the message, the verdicts, the rest that loads, and nothing allowed that was not. */
export function holdRows(rows: readonly Row[]): void {
  it.each(rows)('$number: $title', async ({ bad, says, reach, apart, pods = 0, widens, also }) => {
    const read = await readBeside(typeof bad === 'function' ? bad() : bad, apart ? [...rest, policy] : rest)
    expect(read.says).toEqual(says)
    expect(verdictsOf(read.session)).toEqual(expectedVerdicts(reach))
    expect(read.session.incomplete).toBe(says.some(said => /\[(?:unknown|left-out)\]; /.test(said)))
    expect(read.session.inventory.pods).toHaveLength(5 + pods)
    if (!widens)
      expect(
        widened(read.session).filter(connection => pods === 0 || !connection.includes('shop/new')),
      ).toEqual([])
    also?.(read.session)
  })
}
