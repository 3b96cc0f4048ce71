import { visible } from '@/lib/words/visible'
import type { BoardColumn } from '../board/column'

/** What the identities can be told by, in the order of reading. */
export type IdentityColumn = 'identity' | 'presenters' | 'how' | 'accepted' | 'notes'

type Columns = readonly BoardColumn<IdentityColumn>[]

/** A trust domain that all of them have stands in the heading, so that rows begin where they differ. */
const identityColumn = (common: string | undefined, width: string): BoardColumn<IdentityColumn> => ({
  id: 'identity',
  title: common === undefined ? 'SPIFFE ID' : `SPIFFE ID spiffe://${visible(common)}/…`,
  gloss: common === undefined ? 'without its scheme' : 'what follows the trust domain',
  width,
})

const accepted: BoardColumn<IdentityColumn> = {
  id: 'accepted',
  title: 'Accepted by',
  gloss: 'workloads whose allow rules name it',
  width: '6.5rem',
  figures: true,
}

export const identityColumns = (common: string | undefined): Columns => [
  identityColumn(common, '32%'),
  { id: 'presenters', title: 'Presented by', width: '24%' },
  { id: 'how', title: 'How', gloss: 'what proves it, or why nothing does', width: '12%' },
  accepted,
  { id: 'notes', title: 'Findings', width: 'auto' },
]

/** Beside the detail, and on a narrow page, there is less room. */
export const fewIdentityColumns = (common: string | undefined): Columns => [
  identityColumn(common, '42%'),
  { id: 'presenters', title: 'Presented by', width: 'auto' },
  accepted,
]

/** One column: each row is a card. */
export const identityCards: Columns = [{ id: 'identity', title: 'Identity', width: 'auto' }]
