import { setImmediate } from 'node:timers/promises'

/** How long what stands beside a view waits for views at a time, in milliseconds: whoever asks on and on holds nobody up. */
const patience = 250

/** Lets what somebody looks at go before what stands beside it, on one thread. */
export class Precedence {
  #running = 0
  readonly #waiting = new Set<() => void>()

  /** Runs what is looked at. */
  async first<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#running += 1
    try {
      return await work()
    } finally {
      this.#running -= 1
      if (this.#running === 0) for (const go of this.#waiting) go()
    }
  }

  /** A pause of what stands beside: until nothing that is looked at runs any more, or its patience ends. */
  async pause(): Promise<void> {
    await setImmediate()
    if (this.#running === 0) return
    await new Promise<void>(resolve => {
      const go = (): void => {
        clearTimeout(tired)
        this.#waiting.delete(go)
        resolve()
      }
      const tired = setTimeout(go, patience)
      this.#waiting.add(go)
    })
  }
}
