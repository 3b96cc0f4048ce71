import type { ConnectionRow } from '@/lib/api/connection-contract'
import type { Cause } from '@/lib/model/verdict'
import { decidedBy } from '../table/decided-by'

export interface PairReason {
  readonly cause: Cause
  /** The object that decides, or what its absence means. */
  readonly words: string
  readonly rows: number
}

/** What decides about some rows, as the table says it of each: the reason of most rows first, then as they come. */
export function pairReasons(rows: readonly ConnectionRow[]): PairReason[] {
  const found = new Map<string, PairReason>()
  for (const row of rows) {
    const deciding = decidedBy(row)
    if (!deciding) continue
    const { cause, full } = deciding
    const key = `${cause} ${full}`
    found.set(key, { cause, words: full, rows: (found.get(key)?.rows ?? 0) + 1 })
  }
  return [...found.values()].sort((a, b) => b.rows - a.rows)
}
