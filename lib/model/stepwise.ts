/** How far a long computation has come. */
export interface Stage {
  readonly done: number
  readonly of: number
}

/** A long computation that pauses between its steps: whoever drives it may let others run, and say how far it is. */
export type Stepwise<Result> = Generator<Stage, Result>

/** Runs a computation to its end without a pause. */
export function finish<Result>(work: Stepwise<Result>): Result {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
  }
}
