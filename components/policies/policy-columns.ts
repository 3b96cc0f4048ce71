import type { BoardColumn } from '../board/column'

/** What the policies can be told by, in the order of reading. */
export type PolicyColumn =
  'policy' | 'namespace' | 'selects' | 'allows' | 'denies' | 'soleAllow' | 'findings' | 'from'

export const policyColumns: readonly BoardColumn<PolicyColumn>[] = [
  { id: 'policy', title: 'Policy', width: '19%' },
  { id: 'namespace', title: 'Namespace', width: '7rem' },
  { id: 'selects', title: 'Selects', gloss: 'workloads that it governs', width: '4.25rem', figures: true },
  {
    id: 'allows',
    title: 'Allows',
    gloss: 'pairs with a connection that a rule of it is among those to allow',
    width: '4.25rem',
    figures: true,
  },
  {
    id: 'denies',
    title: 'Denies',
    gloss: 'pairs of which no port gets through, because of it or of it among others',
    width: '4.25rem',
    figures: true,
  },
  {
    id: 'soleAllow',
    title: 'Sole allow',
    gloss: 'pairs with an open port that no other rule lets through at that side',
    width: '5rem',
    figures: true,
  },
  { id: 'findings', title: 'Findings', width: '25%' },
  { id: 'from', title: 'From', width: 'auto' },
]

/** The others share what is left: names first, then the findings. */
const without = (...ids: PolicyColumn[]): readonly BoardColumn<PolicyColumn>[] =>
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
export const policyCards: readonly BoardColumn<PolicyColumn>[] = [
  { id: 'policy', title: 'Policy', width: 'auto' },
]
