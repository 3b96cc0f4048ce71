import type { BoardColumn } from '../board/column'

/** What the identities can be told by, in the order of reading. */
export type IdentityColumn = 'identity' | 'presenters' | 'account' | 'how' | 'accepted' | 'notes'

export const identityColumns: readonly BoardColumn<IdentityColumn>[] = [
  { id: 'identity', title: 'SPIFFE ID', gloss: 'without its scheme', width: '29%' },
  { id: 'presenters', title: 'Presented by', width: '22%' },
  { id: 'account', title: 'Service account', width: '15%' },
  { id: 'how', title: 'How', gloss: 'what proves it', width: '7rem' },
  { id: 'accepted', title: 'Accepted by', gloss: 'workloads whose allow rules name it', width: '8rem' },
  { id: 'notes', title: 'Findings', width: 'auto' },
]

/** Beside the detail, and on a narrow page, there is less room. */
export const fewIdentityColumns: readonly BoardColumn<IdentityColumn>[] = [
  { id: 'identity', title: 'SPIFFE ID', gloss: 'without its scheme', width: '40%' },
  { id: 'presenters', title: 'Presented by', width: '32%' },
  { id: 'accepted', title: 'Accepted by', gloss: 'workloads whose allow rules name it', width: 'auto' },
]

/** One column: each row is a card. */
export const identityCards: readonly BoardColumn<IdentityColumn>[] = [
  { id: 'identity', title: 'Identity', width: 'auto' },
]
