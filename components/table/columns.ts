import type { SortKey } from '@/lib/api/connection-contract'

/** A column of the table; `sorts` are the orders that its head offers. */
export interface Column {
  readonly id: 'class' | 'from' | 'to' | 'ports' | 'pillars' | 'wire' | 'decided'
  readonly title: string
  /** Share of the width, as a CSS width. */
  readonly width: string
  readonly sorts: readonly { readonly key: SortKey; readonly title: string }[]
}

const column = (id: Column['id'], title: string, width: string, ...keys: SortKey[]): Column => ({
  id,
  title,
  width,
  sorts: keys.map(key => ({ key, title: keys.length > 1 ? shortPillar(key) : title })),
})

/** `Authn`, `Authz`, `Enc`: the three pillars share a column, and each can be sorted by. */
const shortPillar = (key: SortKey): string =>
  key === 'authenticated' ? 'Authn' : key === 'authorized' ? 'Authz' : 'Enc'

export const columns: readonly Column[] = [
  column('class', 'Class', '5.75rem', 'class'),
  column('from', 'From', '21%', 'from'),
  column('to', 'To', '22%', 'to'),
  column('ports', 'Ports', '5.75rem', 'ports'),
  column('pillars', 'Pillars', '7.5rem', 'authenticated', 'authorized', 'encrypted'),
  column('wire', 'On the wire', '5.5rem'),
  column('decided', 'Decided by', 'auto'),
]

/** Beside two panels there is no room for all; what is left out stands in the detail. */
export const fewColumns: readonly Column[] = columns.filter(({ id }) => id !== 'wire')

/** One column: each row is a card of two lines. */
export const cardColumns: readonly Column[] = [
  column('from', 'Connection', 'auto', 'class'),
  column('pillars', 'Pillars', '4rem'),
]

/** What the head of a column tells a screen reader; pillars share one, so only the pressed button tells there. */
export function sortOf(
  { sorts }: Column,
  sort: SortKey | undefined,
  order: 'asc' | 'desc',
): 'ascending' | 'descending' | 'none' | undefined {
  if (sorts.length === 0) return undefined
  if (!sorts.some(({ key }) => key === sort)) return 'none'
  return order === 'asc' ? 'ascending' : 'descending'
}

/** The next order for a pressed head: another column starts ascending, the same one turns round. */
export const nextSort = (
  pressed: SortKey,
  sort: SortKey | undefined,
  order: 'asc' | 'desc',
): { sort: SortKey; order: 'asc' | 'desc' } => ({
  sort: pressed,
  order: pressed === sort && order === 'asc' ? 'desc' : 'asc',
})

/** Columns without which a row would say nothing of a connection. */
export const fixedColumns: readonly Column['id'][] = ['from', 'to']

/** The columns to show: those that were chosen, `class,from,to`, else as many as there is room for. */
export function columnsFor(chosen: string, room: boolean): readonly Column[] {
  if (chosen === '') return room ? columns : fewColumns
  const ids = new Set(chosen.split(','))
  return columns.filter(({ id }) => fixedColumns.includes(id) || ids.has(id))
}

/** What is chosen after a column was shown or hidden; empty where that is what there is room for anyway. */
export function withColumn(chosen: string, room: boolean, id: Column['id']): string {
  const shown = new Set(columnsFor(chosen, room).map(column => column.id))
  if (shown.has(id)) shown.delete(id)
  else shown.add(id)
  const text = columns.filter(column => shown.has(column.id)).map(column => column.id)
  const usual = columnsFor('', room).map(column => column.id)
  return text.join() === usual.join() ? '' : text.join()
}
