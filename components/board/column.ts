/** A column of a board, in the order of reading. */
export interface BoardColumn<Id extends string = string> {
  readonly id: Id
  readonly title: string
  /** What it counts or says, for those who ask. */
  readonly gloss?: string
  readonly width: string
  /** Figures stand at the right, one below the other. */
  readonly figures?: true
}
