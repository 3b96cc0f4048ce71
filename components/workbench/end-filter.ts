import { quoted } from '@/lib/views/query/tokens'
import { namespaceOf, type PairOfGroups } from './ends'
import type { View } from './view-state'

/** Text of the filter that keeps one end, spelled as `about` is; Anyone is nobody by name. */
export function endFilter(side: 'src' | 'dst', end: string): string | undefined {
  if (end === 'anyone') return undefined
  if (end === 'internet') return `${side}.kind = internet`
  const namespace = namespaceOf(end)
  if (namespace !== undefined) return `${side}.ns = ${quoted(namespace)}`
  return end.startsWith('group:')
    ? `${side}.group = ${quoted(end.slice('group:'.length))}`
    : `${side}.workload = ${quoted(end)}`
}

/** Text that keeps what both keep. */
export const both = (q: string, other: string): string =>
  q.trim() === '' ? other : `${/\bor\b/i.test(q) ? `(${q.trim()})` : q.trim()} and ${other}`

/** What keeps the connections of a pair and no others, beside what the text keeps already. */
export function pairFilter(q: string, { from, to }: PairOfGroups): Pick<View, 'q' | 'about'> {
  const terms = [endFilter('src', from), endFilter('dst', to)].filter(term => term !== undefined)
  return {
    q: terms.length === 0 ? q : both(q, terms.join(' and ')),
    about: from === 'anyone' ? from : '',
  }
}
