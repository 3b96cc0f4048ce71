/**
 * Hash-consed lists of small integers: two lists are equal exactly when their numbers are. A `Map` would need a text for
 * each list.
 */
export class TupleStore {
  private readonly lists: (readonly number[])[] = []
  private table = new Int32Array(256).fill(-1)

  get size(): number {
    return this.lists.length
  }

  /** The number of a list, which must not change afterwards. */
  id(list: readonly number[]): number {
    const mask = this.table.length - 1
    let at = hashOf(list) & mask
    for (; ; at = (at + 1) & mask) {
      const found = this.table[at] ?? -1
      if (found < 0) break
      if (same(this.lists[found] ?? list, list)) return found
    }
    const made = this.lists.length
    this.lists.push(list)
    this.table[at] = made
    if (this.lists.length * 2 > mask) this.rehash()
    return made
  }

  of(id: number): readonly number[] {
    const found = this.lists[id]
    if (!found) throw new Error(`there is no list ${id}`)
    return found
  }

  private rehash(): void {
    const mask = this.table.length * 4 - 1
    const table = new Int32Array(mask + 1).fill(-1)
    for (const [id, list] of this.lists.entries()) {
      let at = hashOf(list) & mask
      while ((table[at] ?? -1) >= 0) at = (at + 1) & mask
      table[at] = id
    }
    this.table = table
  }
}

function hashOf(list: readonly number[]): number {
  let hash = list.length
  for (let at = 0; at < list.length; at++) {
    hash = Math.imul(hash ^ (list[at] ?? 0), 0x9e3779b1)
    hash ^= hash >>> 15
  }
  return hash ^ (hash >>> 13)
}

function same(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false
  return true
}
