/** A column of the identities, in the order of reading. */
export interface IdentityColumn {
  readonly id: 'identity' | 'presenters' | 'account' | 'how' | 'accepted' | 'notes'
  readonly title: string
  /** What it counts or says, for those who ask. */
  readonly gloss?: string
  readonly width: string
}

export const identityColumns: readonly IdentityColumn[] = [
  { id: 'identity', title: 'SPIFFE ID', gloss: 'without its scheme', width: '29%' },
  { id: 'presenters', title: 'Presented by', width: '22%' },
  { id: 'account', title: 'Service account', width: '15%' },
  { id: 'how', title: 'How', gloss: 'what proves it', width: '7rem' },
  { id: 'accepted', title: 'Accepted by', gloss: 'workloads whose allow rules name it', width: '8rem' },
  { id: 'notes', title: 'Findings', width: 'auto' },
]

/** Beside the detail, and on a narrow page, there is less room. */
export const fewIdentityColumns: readonly IdentityColumn[] = [
  { id: 'identity', title: 'SPIFFE ID', gloss: 'without its scheme', width: '40%' },
  { id: 'presenters', title: 'Presented by', width: '32%' },
  { id: 'accepted', title: 'Accepted by', gloss: 'workloads whose allow rules name it', width: 'auto' },
]

/** One column: each row is a card. */
export const identityCards: readonly IdentityColumn[] = [{ id: 'identity', title: 'Identity', width: 'auto' }]
