'use client'

import { useQuery } from '@tanstack/react-query'
import type { RowPlace } from '@/lib/api/connection-contract'
import type { ConnectionEnds } from '../workbench/ends'
import { rowPlaceQuery, type RowFilter } from '../workbench/queries'

/** At which row the selected connection stands, however far down. */
export function useSought(filter: RowFilter, selected: ConnectionEnds | undefined): RowPlace | undefined {
  const { data } = useQuery({
    ...rowPlaceQuery(filter, selected ?? { from: '', to: '' }),
    enabled: selected !== undefined,
  })
  // What cannot be read is said where the rows are.
  return selected && data
}
