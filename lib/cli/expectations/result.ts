import type { Explanation } from '../../model/explanation'

/** What became of one case; `details` say what is wrong, `feature` names what is not read yet and may be why. */
export interface Result {
  readonly name: string
  readonly file: string
  readonly line: number
  readonly status: 'passed' | 'failed' | 'error' | 'unsupported'
  readonly details: readonly string[]
  readonly feature?: string
}

/** One expectation that is not met, with the answer that does not meet it. */
export interface Difference {
  readonly fact: string
  readonly got: string
  readonly text: string
  readonly explanation: Explanation
}
