import { expect, it } from 'vitest'
import type { Session } from '../../lib/model/session'
import { expectedVerdicts, policy, readBeside, rest, verdictsOf, widened, type Reach } from './kit'

export interface Row {
  /** Number in the list of bad inputs (checklist-security.md 5.3). */
  readonly number: number
  readonly title: string
  readonly bad: string | Uint8Array
  readonly says: readonly string[]
  readonly reach: Reach
  /** The policy lies beside the broken file, which holds something else. */
  readonly apart?: true
  /** Pods of the broken file itself. */
  readonly pods?: number
  readonly also?: (session: Session) => void
}

/** One test per row: the message, the verdicts, the rest that loads, and nothing allowed that was not. */
export function holdRows(rows: readonly Row[]): void {
  it.each(rows)('$number: $title', async ({ bad, says, reach, apart, pods = 0, also }) => {
    const read = await readBeside(bad, apart ? [...rest, policy] : rest)
    expect(read.says).toEqual(says)
    expect(verdictsOf(read.session)).toEqual(expectedVerdicts(reach))
    expect(read.session.incomplete).toBe(says.some(said => /\[(?:unknown|left-out)\]; /.test(said)))
    expect(read.session.inventory.pods).toHaveLength(5 + pods)
    expect(
      widened(read.session).filter(connection => pods === 0 || !connection.includes('shop/new')),
    ).toEqual([])
    also?.(read.session)
  })
}
