/**
 * A table from pairs of small integers to an integer, open addressing in one typed array. The memo behind every binary
 * operation on hash-consed things: a `Map` would need a string or a boxed key for each look-up.
 */
export class PairTable {
  private keys: Int32Array
  private mask: number
  private used = 0

  /** `capacity` must be a power of two. */
  constructor(private readonly capacity = 256) {
    this.keys = empty(capacity)
    this.mask = capacity - 1
  }

  get size(): number {
    return this.used
  }

  /** The value of a pair, -1 where it has none; values are never negative. */
  get(a: number, b: number): number {
    const { keys, mask } = this
    for (let at = hash(a, b) & mask; ; at = (at + 1) & mask) {
      const base = at * 3
      const value = keys[base + 2] ?? -1
      if (value === -1 || (keys[base] === a && keys[base + 1] === b)) return value
    }
  }

  set(a: number, b: number, value: number): void {
    if (this.used * 2 > this.mask) this.grow()
    const { keys, mask } = this
    for (let at = hash(a, b) & mask; ; at = (at + 1) & mask) {
      const base = at * 3
      if (keys[base + 2] === -1) this.used++
      else if (keys[base] !== a || keys[base + 1] !== b) continue
      keys[base] = a
      keys[base + 1] = b
      keys[base + 2] = value
      return
    }
  }

  clear(): void {
    this.keys = empty(this.capacity)
    this.mask = this.capacity - 1
    this.used = 0
  }

  get bytes(): number {
    return this.keys.byteLength
  }

  private grow(): void {
    const old = this.keys
    const slots = (this.mask + 1) * 4
    this.keys = empty(slots)
    this.mask = slots - 1
    this.used = 0
    for (let base = 0; base < old.length; base += 3)
      if (old[base + 2] !== -1) this.set(old[base] ?? 0, old[base + 1] ?? 0, old[base + 2] ?? 0)
  }
}

const empty = (slots: number): Int32Array => new Int32Array(slots * 3).fill(-1)

function hash(a: number, b: number): number {
  const mixed = Math.imul(a, 0x9e3779b1) ^ Math.imul(b + 0x7f4a7c15, 0x85ebca6b)
  return mixed ^ (mixed >>> 15)
}
