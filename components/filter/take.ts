import type { CompleteAnswer } from '@/lib/api/matrix-contract'

type Item = CompleteAnswer['items'][number]

export interface Taken {
  readonly text: string
  readonly caret: number
}

/** The text with a proposal in its place, and the caret where one goes on writing. */
export function take(q: string, { from, to }: Pick<CompleteAnswer, 'from' | 'to'>, item: Item): Taken {
  const before = q.slice(0, from)
  const apart = item.kind === 'operator' && /\S$/.test(before) ? ' ' : ''
  const put = `${before}${apart}${item.text}${blankAfter(item)}`
  return { text: put + q.slice(to).replace(put.endsWith(' ') ? /^ / : /^$/, ''), caret: put.length }
}

/** What is whole is parted from what follows; `src.` and `in (` go on at once. */
const blankAfter = ({ text }: Item): string => (/[.(]$/.test(text) ? '' : ' ')
