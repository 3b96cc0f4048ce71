import { aboutGroup, type ConnectionEnds } from '../workbench/ends'
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

/** What the view looks at when the head of a line is opened, spelled as `about` is. */
export function aboutOf(end: End, by: string): string {
  if (end === 'internet') return end
  return end.kind === 'workload' ? end.id : aboutGroup(by, end.id)
}

/** The expanded groups after those of these lines were opened, or closed where all of them are open. */
export function toggled(expand: View['expand'], lines: readonly (Line | undefined)[]): string[] {
  const groups = [...new Set(lines.flatMap(line => (line ? [groupOf(line)] : [])))]
  const open = groups.every(group => expand.includes(group))
  return open
    ? expand.filter(group => !groups.includes(group))
    : [...expand, ...groups.filter(group => !expand.includes(group))]
}
