import { quoted } from '@/lib/views/query/tokens'
import type { ConnectionEnds } from '../workbench/ends'
import type { View } from '../workbench/view-state'
import { groupOf } from './picture'
import type { End, Line } from './cell-text'

/** Workload key or `internet`; undefined for a group. */
function single(end: End): string | undefined {
  if (end === 'internet') return end
  return end.kind === 'workload' ? end.id : undefined
}

/** The connection that a cell is, where both its ends are one. */
export function connectionOf(from: End, to: End): ConnectionEnds | undefined {
  const [source, target] = [single(from), single(to)]
  if (source === undefined || target === undefined || source === target) return undefined
  return { from: source, to: target }
}

/**
 * Text of the filter that keeps what a cell holds, beside what is kept already. Undefined where the language has no
 * words for it: it can name workloads and namespaces, and a group by label leaves out pods that differ.
 */
export function pairFilter(q: string, by: string, from: End, to: End): string | undefined {
  const [source, target] = [endFilter('src', by, from), endFilter('dst', by, to)]
  if (source === undefined || target === undefined) return undefined
  return both(q, `${source} and ${target}`)
}

/** The same of one end. */
export function endFilter(side: 'src' | 'dst', by: string, end: End): string | undefined {
  const key = single(end)
  if (key === 'internet') return `${side}.kind = internet`
  if (key !== undefined) return `${side}.workload = ${quoted(key)}`
  return by === 'namespace' && end !== 'internet' ? `${side}.ns = ${quoted(end.id)}` : undefined
}

/** Text that keeps what both keep. */
export const both = (q: string, other: string): string =>
  q.trim() === '' ? other : `${/\bor\b/i.test(q) ? `(${q.trim()})` : q.trim()} and ${other}`

/** What the view looks at when the head of a line is opened; groups that are no namespaces cannot be looked at. */
export function aboutOf(end: End, by: string): string | undefined {
  const key = single(end)
  if (key !== undefined) return key
  return by === 'namespace' && end !== 'internet' ? `namespace:${end.id}` : undefined
}

/** The expanded groups after those of these lines were opened, or closed where all of them are open. */
export function toggled(expand: View['expand'], lines: readonly (Line | undefined)[]): string[] {
  const groups = [...new Set(lines.flatMap(line => (line ? [groupOf(line)] : [])))]
  const open = groups.every(group => expand.includes(group))
  return open
    ? expand.filter(group => !groups.includes(group))
    : [...expand, ...groups.filter(group => !expand.includes(group))]
}
