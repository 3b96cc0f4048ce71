/** A column of the policies, in the order of reading. */
export interface PolicyColumn {
  readonly id: 'policy' | 'namespace' | 'selects' | 'allows' | 'denies' | 'soleAllow' | 'findings' | 'from'
  readonly title: string
  /** What its numbers count, for those who ask. */
  readonly gloss?: string
  readonly width: string
}

export const policyColumns: readonly PolicyColumn[] = [
  { id: 'policy', title: 'Policy', width: '19%' },
  { id: 'namespace', title: 'Namespace', width: '7rem' },
  { id: 'selects', title: 'Selects', gloss: 'workloads that it governs', width: '4.25rem' },
  {
    id: 'allows',
    title: 'Allows',
    gloss: 'pairs with a connection that a rule of it is among those to allow',
    width: '4.25rem',
  },
  {
    id: 'denies',
    title: 'Denies',
    gloss: 'pairs of which no port gets through, because of it or of it among others',
    width: '4.25rem',
  },
  {
    id: 'soleAllow',
    title: 'Sole allow',
    gloss: 'pairs with an open port that no other rule lets through at that side',
    width: '5rem',
  },
  { id: 'findings', title: 'Findings', width: '25%' },
  { id: 'from', title: 'From', width: 'auto' },
]

/** The others share what is left: names first, then the findings. */
const without = (...ids: PolicyColumn['id'][]): readonly PolicyColumn[] =>
  policyColumns
    .filter(({ id }) => !ids.includes(id))
    .map(column =>
      column.id === 'findings'
        ? { ...column, width: 'auto' }
        : column.id === 'policy'
          ? { ...column, width: '25%' }
          : column,
    )

/** Beside the detail there is less room; where an object came from stands there too. */
export const mostPolicyColumns = without('from')

export const fewPolicyColumns = without('from', 'soleAllow')

/** One column: each row is a card. */
export const policyCards: readonly PolicyColumn[] = [{ id: 'policy', title: 'Policy', width: 'auto' }]
