import { PairTable } from './pair-table'

/**
 * A set of slots, by number: two sets are equal exactly when their numbers are. Odd numbers are complements, so that a
 * set that leaves out a few slots costs as little as one that holds a few, and holds slots that do not exist yet.
 */
export type SetId = number

export const nothing: SetId = 0
export const everything: SetId = 1

export const complement = (set: SetId): SetId => set ^ 1

/** All but finitely many slots. */
export const isCofinite = (set: SetId): boolean => (set & 1) === 1

/** Above this many words a memo pays. */
const memoWords = 24
/** From this ratio on, the larger operand is searched instead of walked. */
const gallop = 8

/**
 * Hash-consed sets of slots: ascending pairs of (word index, 32 bits) in one arena, no zero words. Sets never change, so
 * their numbers serve as keys of memos and of other hash-consed things.
 */
export class SetStore {
  private arena = new Int32Array(1 << 14)
  private top = 0
  private offsets = new Int32Array(1 << 10)
  private lengths = new Int32Array(1 << 10)
  private counts = new Int32Array(1 << 10)
  private known = 0
  private table = new Int32Array(1 << 11).fill(-1)
  private draftWords = new Int32Array(1 << 10)
  private draftBits = new Int32Array(1 << 10)
  private drafted = 0
  private readonly intersections = new PairTable()
  private readonly differences = new PairTable()
  private readonly unions = new PairTable()

  constructor() {
    this.seal()
  }

  /** How many different sets there are, complements not counted. */
  get size(): number {
    return this.known
  }

  /** Bytes held by sets and memos. */
  get bytes(): number {
    const arrays = [this.arena, this.offsets, this.lengths, this.counts, this.table]
    const memos = [this.intersections, this.differences, this.unions]
    return [...arrays.map(({ byteLength }) => byteLength), ...memos.map(({ bytes }) => bytes)].reduce(
      (sum, bytes) => sum + bytes,
      0,
    )
  }

  /** Slots in ascending order. */
  of(slots: Iterable<number>): SetId {
    this.drafted = 0
    for (const slot of slots) this.draft(slot)
    return this.seal()
  }

  one(slot: number): SetId {
    this.drafted = 0
    this.draft(slot)
    return this.seal()
  }

  /** `first` up to, not including, `end`. */
  range(first: number, end: number): SetId {
    this.drafted = 0
    for (let slot = first; slot < end; slot++) this.draft(slot)
    return this.seal()
  }

  has(set: SetId, slot: number): boolean {
    const base = set >> 1
    const { arena } = this
    const from = this.offsets[base] ?? 0
    const word = slot >>> 5
    let low = 0
    let high = (this.lengths[base] ?? 0) - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const at = from + 2 * middle
      const found = arena[at] ?? 0
      if (found === word) return (((arena[at + 1] ?? 0) >>> (slot & 31)) & 1) !== (set & 1)
      if (found < word) low = middle + 1
      else high = middle - 1
    }
    return isCofinite(set)
  }

  and(a: SetId, b: SetId): SetId {
    if (a === b) return a
    if (a === nothing || b === nothing || a === complement(b)) return nothing
    if (a === everything) return b
    if (b === everything) return a
    if (isCofinite(a))
      return isCofinite(b) ? complement(this.unite(a >> 1, b >> 1)) : this.subtract(b >> 1, a >> 1)
    return isCofinite(b) ? this.subtract(a >> 1, b >> 1) : this.intersect(a >> 1, b >> 1)
  }

  or(a: SetId, b: SetId): SetId {
    return complement(this.and(complement(a), complement(b)))
  }

  minus(a: SetId, b: SetId): SetId {
    return this.and(a, complement(b))
  }

  /** Unites many sets two by two, so that none is walked more often than the logarithm of their number. */
  unionOf(sets: readonly SetId[]): SetId {
    let level = sets
    while (level.length > 1) {
      const next: SetId[] = []
      for (let at = 0; at < level.length; at += 2)
        next.push(this.or(level[at] ?? nothing, level[at + 1] ?? nothing))
      level = next
    }
    return level[0] ?? nothing
  }

  /** Whether two sets share a slot, without making the set of those. */
  meet(a: SetId, b: SetId): boolean {
    if (a === nothing || b === nothing) return false
    if (isCofinite(a) || isCofinite(b)) return this.and(a, b) !== nothing
    if (a === b) return true
    const { arena } = this
    let i = this.offsets[a >> 1] ?? 0
    let j = this.offsets[b >> 1] ?? 0
    const endA = i + 2 * (this.lengths[a >> 1] ?? 0)
    const endB = j + 2 * (this.lengths[b >> 1] ?? 0)
    while (i < endA && j < endB) {
      const x = arena[i] ?? 0
      const y = arena[j] ?? 0
      if (x === y) {
        if ((arena[i + 1] ?? 0) & (arena[j + 1] ?? 0)) return true
        i += 2
        j += 2
      } else if (x < y) i += 2
      else j += 2
    }
    return false
  }

  /** Number of slots; of a complement, the number of those left out, negated. */
  count(set: SetId): number {
    const count = this.counts[set >> 1] ?? 0
    return isCofinite(set) ? -count : count
  }

  /** Words that a set occupies: what walking it costs. */
  words(set: SetId): number {
    return this.lengths[set >> 1] ?? 0
  }

  /** The slots of a finite set in ascending order; of a complement, those left out. */
  forEach(set: SetId, visit: (slot: number) => void): void {
    const base = set >> 1
    const from = this.offsets[base] ?? 0
    const end = from + 2 * (this.lengths[base] ?? 0)
    for (let at = from; at < end; at += 2) {
      // The arena may grow while somebody visits, so that it is read anew.
      const word = (this.arena[at] ?? 0) << 5
      let bits = this.arena[at + 1] ?? 0
      while (bits !== 0) {
        const lowest = bits & -bits
        visit(word + 31 - Math.clz32(lowest))
        bits ^= lowest
      }
    }
  }

  toArray(set: SetId): number[] {
    const slots: number[] = []
    this.forEach(set, slot => slots.push(slot))
    return slots
  }

  /** The lowest slot of a finite set that is not empty. */
  first(set: SetId): number {
    const at = this.offsets[set >> 1] ?? 0
    const bits = this.arena[at + 1] ?? 0
    return ((this.arena[at] ?? 0) << 5) + 31 - Math.clz32(bits & -bits)
  }

  /** Sum of a weight over the slots of a finite set; of a complement, over those left out. */
  weigh(set: SetId, weights: ArrayLike<number>): number {
    const base = set >> 1
    const { arena } = this
    const from = this.offsets[base] ?? 0
    const end = from + 2 * (this.lengths[base] ?? 0)
    let sum = 0
    for (let at = from; at < end; at += 2) {
      const word = (arena[at] ?? 0) << 5
      let bits = arena[at + 1] ?? 0
      while (bits !== 0) {
        const lowest = bits & -bits
        sum += weights[word + 31 - Math.clz32(lowest)] ?? 0
        bits ^= lowest
      }
    }
    return sum
  }

  /** A set of a finite set and a mutable bitmap, which is too large and too fleeting to be kept as a set. */
  andBits(set: SetId, bitmap: Int32Array): SetId {
    const base = set >> 1
    const from = this.offsets[base] ?? 0
    const length = this.lengths[base] ?? 0
    this.reserveDraft(length)
    let n = 0
    for (let at = from; at < from + 2 * length; at += 2) {
      const word = this.arena[at] ?? 0
      const bits = (this.arena[at + 1] ?? 0) & (bitmap[word] ?? 0)
      if (bits === 0) continue
      this.draftWords[n] = word
      this.draftBits[n++] = bits
    }
    this.drafted = n
    return this.seal()
  }

  /** The set that a bitmap holds. */
  fromBits(bitmap: Int32Array): SetId {
    this.drafted = 0
    for (let word = 0; word < bitmap.length; word++) {
      const bits = bitmap[word] ?? 0
      if (bits !== 0) this.draftWord(word, bits)
    }
    return this.seal()
  }

  /** Forgets the results of operations; the sets stay. */
  forget(): void {
    this.intersections.clear()
    this.differences.clear()
    this.unions.clear()
  }

  private draft(slot: number): void {
    const word = slot >>> 5
    const bit = 1 << (slot & 31)
    const last = this.drafted - 1
    if (last >= 0 && this.draftWords[last] === word) this.draftBits[last] = (this.draftBits[last] ?? 0) | bit
    else this.draftWord(word, bit)
  }

  private draftWord(word: number, bits: number): void {
    this.reserveDraft(this.drafted + 1)
    this.draftWords[this.drafted] = word
    this.draftBits[this.drafted++] = bits
  }

  private reserveDraft(words: number): void {
    if (words <= this.draftWords.length) return
    this.draftWords = grown(this.draftWords, words)
    this.draftBits = grown(this.draftBits, words)
  }

  /** Finds or adds the drafted set. */
  private seal(): SetId {
    const { drafted, draftWords, draftBits } = this
    const mask = this.table.length - 1
    let at = hashOf(draftWords, draftBits, drafted) & mask
    for (; ; at = (at + 1) & mask) {
      const base = this.table[at] ?? -1
      if (base < 0) break
      if (this.isDrafted(base)) return base << 1
    }
    const base = this.known++
    if (base >= this.offsets.length) {
      this.offsets = grown(this.offsets, base + 1)
      this.lengths = grown(this.lengths, base + 1)
      this.counts = grown(this.counts, base + 1)
    }
    if (this.top + 2 * drafted > this.arena.length) this.arena = grown(this.arena, this.top + 2 * drafted)
    this.offsets[base] = this.top
    this.lengths[base] = drafted
    let count = 0
    for (let n = 0; n < drafted; n++) {
      const bits = draftBits[n] ?? 0
      this.arena[this.top++] = draftWords[n] ?? 0
      this.arena[this.top++] = bits
      count += bitCount(bits)
    }
    this.counts[base] = count
    this.table[at] = base
    if (this.known * 2 > mask) this.rehash()
    return base << 1
  }

  private isDrafted(base: number): boolean {
    const { drafted, draftWords, draftBits, arena } = this
    if (this.lengths[base] !== drafted) return false
    let at = this.offsets[base] ?? 0
    for (let n = 0; n < drafted; n++, at += 2)
      if (arena[at] !== draftWords[n] || arena[at + 1] !== draftBits[n]) return false
    return true
  }

  private rehash(): void {
    const mask = this.table.length * 2 - 1
    const table = new Int32Array(mask + 1).fill(-1)
    for (let base = 0; base < this.known; base++) {
      const length = this.lengths[base] ?? 0
      let at = this.offsets[base] ?? 0
      let hash = length
      for (let n = 0; n < length; n++, at += 2) hash = mix(hash, this.arena[at] ?? 0, this.arena[at + 1] ?? 0)
      let place = hash & mask
      while ((table[place] ?? -1) >= 0) place = (place + 1) & mask
      table[place] = base
    }
    this.table = table
  }

  private memoised(memo: PairTable, a: number, b: number, make: (a: number, b: number) => SetId): SetId {
    if ((this.lengths[a] ?? 0) + (this.lengths[b] ?? 0) <= memoWords) return make(a, b)
    const known = memo.get(a, b)
    if (known >= 0) return known
    const made = make(a, b)
    memo.set(a, b, made)
    return made
  }

  private intersect(a: number, b: number): SetId {
    return a < b
      ? this.memoised(this.intersections, a, b, this.makeIntersection)
      : this.memoised(this.intersections, b, a, this.makeIntersection)
  }

  private unite(a: number, b: number): SetId {
    return a < b
      ? this.memoised(this.unions, a, b, this.makeUnion)
      : this.memoised(this.unions, b, a, this.makeUnion)
  }

  private subtract(a: number, b: number): SetId {
    return this.memoised(this.differences, a, b, this.makeDifference)
  }

  private readonly makeIntersection = (a: number, b: number): SetId => {
    const [lengthA, lengthB] = [this.lengths[a] ?? 0, this.lengths[b] ?? 0]
    this.reserveDraft(Math.min(lengthA, lengthB))
    const { arena, draftWords, draftBits } = this
    let n = 0
    if (lengthA * gallop < lengthB || lengthB * gallop < lengthA) {
      const [small, large] = lengthA < lengthB ? [a, b] : [b, a]
      let i = this.offsets[small] ?? 0
      const end = i + 2 * (this.lengths[small] ?? 0)
      const base = this.offsets[large] ?? 0
      const size = this.lengths[large] ?? 0
      let from = 0
      for (; i < end && from < size; i += 2) {
        const word = arena[i] ?? 0
        from = this.lowerBound(base, from, size, word)
        const at = base + 2 * from
        if (from < size && arena[at] === word) {
          const bits = (arena[i + 1] ?? 0) & (arena[at + 1] ?? 0)
          if (bits !== 0) {
            draftWords[n] = word
            draftBits[n++] = bits
          }
        }
      }
    } else {
      let i = this.offsets[a] ?? 0
      let j = this.offsets[b] ?? 0
      const endA = i + 2 * lengthA
      const endB = j + 2 * lengthB
      while (i < endA && j < endB) {
        const x = arena[i] ?? 0
        const y = arena[j] ?? 0
        if (x === y) {
          const bits = (arena[i + 1] ?? 0) & (arena[j + 1] ?? 0)
          if (bits !== 0) {
            draftWords[n] = x
            draftBits[n++] = bits
          }
          i += 2
          j += 2
        } else if (x < y) i += 2
        else j += 2
      }
    }
    this.drafted = n
    return this.seal()
  }

  /** The first of the words `from` to `size` that is not below `word`. */
  private lowerBound(base: number, from: number, size: number, word: number): number {
    let [low, high] = [from, size]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.arena[base + 2 * middle] ?? 0) < word) low = middle + 1
      else high = middle
    }
    return low
  }

  private readonly makeDifference = (a: number, b: number): SetId => {
    const [lengthA, lengthB] = [this.lengths[a] ?? 0, this.lengths[b] ?? 0]
    this.reserveDraft(lengthA)
    const { arena, draftWords, draftBits } = this
    const base = this.offsets[b] ?? 0
    const far = lengthA * gallop < lengthB
    let i = this.offsets[a] ?? 0
    const end = i + 2 * lengthA
    let from = 0
    let n = 0
    for (; i < end; i += 2) {
      const word = arena[i] ?? 0
      if (far) from = this.lowerBound(base, from, lengthB, word)
      else while (from < lengthB && (arena[base + 2 * from] ?? 0) < word) from++
      let bits = arena[i + 1] ?? 0
      if (from < lengthB && arena[base + 2 * from] === word) bits &= ~(arena[base + 2 * from + 1] ?? 0)
      if (bits !== 0) {
        draftWords[n] = word
        draftBits[n++] = bits
      }
    }
    this.drafted = n
    return this.seal()
  }

  private readonly makeUnion = (a: number, b: number): SetId => {
    const [lengthA, lengthB] = [this.lengths[a] ?? 0, this.lengths[b] ?? 0]
    this.reserveDraft(lengthA + lengthB)
    const { arena, draftWords, draftBits } = this
    let i = this.offsets[a] ?? 0
    let j = this.offsets[b] ?? 0
    const endA = i + 2 * lengthA
    const endB = j + 2 * lengthB
    let n = 0
    while (i < endA || j < endB) {
      const x = i < endA ? (arena[i] ?? 0) : beyond
      const y = j < endB ? (arena[j] ?? 0) : beyond
      draftWords[n] = Math.min(x, y)
      draftBits[n++] = (x <= y ? (arena[i + 1] ?? 0) : 0) | (y <= x ? (arena[j + 1] ?? 0) : 0)
      if (x <= y) i += 2
      if (y <= x) j += 2
    }
    this.drafted = n
    return this.seal()
  }
}

/** Above every word index. */
const beyond = 0x7fffffff

function mix(hash: number, word: number, bits: number): number {
  let mixed = Math.imul(hash ^ word, 0x9e3779b1)
  mixed ^= mixed >>> 15
  mixed = Math.imul(mixed ^ bits, 0x85ebca6b)
  return mixed ^ (mixed >>> 13)
}

function hashOf(words: Int32Array, bits: Int32Array, length: number): number {
  let hash = length
  for (let n = 0; n < length; n++) hash = mix(hash, words[n] ?? 0, bits[n] ?? 0)
  return hash
}

function grown(array: Int32Array, least: number): Int32Array<ArrayBuffer> {
  let size = array.length
  while (size < least) size *= 2
  const larger = new Int32Array(size)
  larger.set(array)
  return larger
}

function bitCount(bits: number): number {
  let v = bits - ((bits >>> 1) & 0x55555555)
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333)
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
