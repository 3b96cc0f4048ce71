import { randomBytes } from 'node:crypto'
import { uploadLimits } from '@/lib/api/upload-limits'
import { holder, type Holder } from './holder'
import { RequestProblem } from './problem'

/** An opened capture: who answers about it, and how all of it is forgotten. */
export interface OpenCapture {
  readonly holder: Holder
  readonly close: () => void
}

/** A capture that is still coming in. It counts as open. */
export interface Place {
  /** Gives it an id, by which it is found from here on; `name` is for what everybody may find. */
  keep(capture: OpenCapture, name?: string): string
  /** It does not come after all. */
  leave(): void
}

interface Kept extends OpenCapture {
  readonly timer: NodeJS.Timeout
  readonly name: string | undefined
}

export interface CapturesOptions {
  /** How many may be open at the same time. */
  readonly most?: number
  /** How long one is kept that nobody asks about, in milliseconds. */
  readonly kept?: number
}

/**
 * The captures that users opened, in memory only and by ids that nobody can guess. One that nobody asks about for an hour
 * is forgotten. Nothing here throws: it is shared by modules that do not know each other's classes.
 */
export class Captures {
  readonly #open = new Map<string, Kept>()
  readonly #most: number
  readonly #kept: number
  #coming = 0

  constructor({ most = uploadLimits.open, kept = uploadLimits.minutes * 60_000 }: CapturesOptions = {}) {
    this.#most = most
    this.#kept = kept
  }

  /** A place for one more; undefined where as many are open as may be. */
  reserve(): Place | undefined {
    if (this.#open.size + this.#coming >= this.#most) return undefined
    this.#coming += 1
    let taken = true
    const leave = (): void => {
      if (taken) this.#coming -= 1
      taken = false
    }
    return {
      leave,
      keep: (capture, name) => {
        leave()
        // 192 bits: to be guessed by nobody, and harmless in an address.
        const id = randomBytes(24).toString('base64url')
        const timer = setTimeout(() => this.close(id), this.#kept)
        timer.unref()
        this.#open.set(id, { ...capture, timer, name })
        return id
      },
    }
  }

  /** Who answers about a capture, which is kept for as long again; undefined for an id that is wrong, closed or expired. */
  find(id: string): Holder | undefined {
    const found = this.#open.get(id)
    found?.timer.refresh()
    return found?.holder
  }

  /** Id of what was kept under a name; undefined where it is closed, expired, or could not be loaded. */
  named(name: string): string | undefined {
    for (const [id, kept] of this.#open)
      if (kept.name === name && kept.holder.state.kind !== 'failed') return id
    return undefined
  }

  /** Forgets a capture now; false where there is none. */
  close(id: string): boolean {
    const found = this.#open.get(id)
    if (!found) return false
    this.#open.delete(id)
    clearTimeout(found.timer)
    found.close()
    return true
  }
}

const slot: unique symbol = Symbol.for('podtrust.captures')

/** The opened captures of this process. */
export function captures(): Captures {
  const shared = globalThis as typeof globalThis & { [slot]?: Captures }
  shared[slot] ??= new Captures()
  return shared[slot]
}

/** Who answers about a capture; without an id, about what the server was started with. */
export function holderOf(id: string | undefined): Holder {
  const found = id === undefined ? holder() : captures().find(id)
  if (!found) throw noSuchCapture()
  return found
}

/** The same whether the id is wrong, closed or expired: nobody learns which ids there were. */
export const noSuchCapture = (): RequestProblem =>
  new RequestProblem(
    'no-such-capture',
    `there is no such capture: it was closed, or nobody asked about it for ${uploadLimits.minutes} minutes; open the files again`,
  )
