import { setImmediate } from 'node:timers/promises'

/** How long work may hold the event loop before others get their turn, in milliseconds. */
const turn = 10

/**
 * Lets one piece of heavy work after another through, so that answers which arrive together do not hold the event loop
 * together.
 */
export class Turnstile {
  private last: Promise<unknown> = Promise.resolve()
  private began = 0

  /** Runs the work when all that came before it is done, in a turn of its own. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.last.then(async () => {
      await this.pause()
      return work()
    })
    this.last = mine.catch(() => undefined)
    return mine
  }

  /** Whether the turn has been long enough, so that it is time to pause. */
  get isOver(): boolean {
    return performance.now() - this.began > turn
  }

  async pause(): Promise<void> {
    await setImmediate()
    this.began = performance.now()
  }
}
