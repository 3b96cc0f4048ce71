/** One fact of an oracle, and whether we agree with it. */
export interface Row {
  /** The case and the row, for the reader of a failure. */
  readonly name: string
  readonly status: 'passed' | 'failed' | 'unsupported'
  readonly details: readonly string[]
  /** What the row needs that is not there yet; only of unsupported rows. */
  readonly feature?: string
  /** Follows from what upstream says, but no test of theirs asserts it; told apart (contract.md section 5). */
  readonly derived?: true
}

export const unsupported = (name: string, feature: string): Row => ({
  name,
  status: 'unsupported',
  details: [],
  feature,
})
