/** Passes rows by that need not be made. */
export interface Passing {
  /**
   * Whether the next rows, all between these two slots, are passed by whole; without `to` they lead from one slot to
   * any workload.
   */
  passes(rows: number, from: number, to?: number): boolean
}

/** Rows that stand before a page. */
export class Skip implements Passing {
  constructor(private left: number) {}

  passes(rows: number): boolean {
    if (rows > this.left) return false
    this.left -= rows
    return true
  }
}

/** Everything but what is between two slots; counts how many rows that were. */
export class Seek implements Passing {
  passed = 0

  constructor(
    private readonly from: number,
    private readonly to: number,
  ) {}

  passes(rows: number, from: number, to?: number): boolean {
    if (from === this.from && (to === undefined || to === this.to)) return false
    this.passed += rows
    return true
  }
}
