'use client'

import { useKeptText } from '../workbench/use-kept'
import { useMedia } from '../workbench/use-media'
import { columnsFor, withColumn, type Column } from './columns'

interface Columns {
  readonly shown: readonly Column[]
  /** As it is kept; empty = as many as there is room for. */
  readonly chosen: string
  readonly toggle: (id: Column['id']) => void
  readonly reset: () => void
}

/** The columns of the table, as this browser keeps them. */
export function useColumns(): Columns {
  const room = useMedia('(min-width: 112rem)')
  const [chosen, keep] = useKeptText('columns')
  return {
    shown: columnsFor(chosen, room),
    chosen,
    toggle: id => keep(withColumn(chosen, room, id)),
    reset: () => keep(''),
  }
}
