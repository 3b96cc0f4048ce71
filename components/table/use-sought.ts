'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { endsOf, sameEnds, type ConnectionEnds } from '../workbench/ends'
import { pageSize, rowsQuery, type RowFilter } from '../workbench/queries'

/** Pages that are looked through for a selection that came with a link; it may be far down. */
const mostPages = 20

/** Tells once where the selected row is, among the first rows, whenever the selection or the list becomes another. */
export function useSought(
  filter: RowFilter,
  selected: ConnectionEnds | undefined,
  onFound: (row: number) => void,
): void {
  const client = useQueryClient()
  const found = useRef(onFound)
  useEffect(() => {
    found.current = onFound
  })
  const key = selected && JSON.stringify(selected)
  useEffect(() => {
    if (key === undefined) return undefined
    const wanted = JSON.parse(key) as ConnectionEnds
    let gone = false
    const seek = async (): Promise<void> => {
      for (let page = 0; page < mostPages && !gone; page++) {
        const { rows, total } = await client.ensureQueryData(rowsQuery(filter, page))
        const at = rows.findIndex(row => sameEnds(endsOf(row), wanted))
        if (at >= 0 && !gone) return found.current(page * pageSize + at)
        if ((page + 1) * pageSize >= total) return
      }
    }
    // What cannot be read is said where the rows are.
    seek().catch(() => undefined)
    return () => {
      gone = true
    }
  }, [client, filter, key])
}
