import type { Inventory } from '../model/inventory'
import type { NamespaceGroup, NamespaceLine } from '../model/summary'
import { groupName } from './group-name'
import { quoted } from './query/tokens'

/** Characters and values that a filter text of one group may have: a link with more is none that anybody reads. */
const [longest, mostValues] = [900, 100] as const

/**
 * Text of the filter that keeps what the lines of a group of many namespaces stand for: connections between it and the
 * namespaces at their other ends. Undefined where that takes a longer text than a link should hold.
 */
export function groupFilter(
  { namespaces, workloads }: Pick<Inventory, 'namespaces' | 'workloads'>,
  { id, namespaces: members }: NamespaceGroup,
  lines: readonly Partial<Pick<NamespaceLine, 'from' | 'to'>>[],
): string | undefined {
  const inhabited = new Set(workloads.map(({ namespace }) => namespace))
  const ends = { src: new Set<string>(), dst: new Set<string>() }
  for (const { from, to } of lines) {
    if (from === id && to !== undefined) ends.dst.add(to)
    if (to === id && from !== undefined) ends.src.add(from)
  }
  const own = endNamer(namespaces, inhabited, members)
  const ways = [
    ...(ends.dst.size > 0 ? [[...own('src'), ...named('dst', [...ends.dst])]] : []),
    ...(ends.src.size > 0 ? [[...named('src', [...ends.src]), ...own('dst')]] : []),
  ].map(terms => terms.join(' and '))
  if (ways.length === 0 || members.length === 0) return undefined
  const text = `crosses = namespaces and ${ways.length === 1 ? ways.join('') : `(${ways.map(way => `(${way})`).join(' or ')})`}`
  return text.length <= longest && [...ends.src, ...ends.dst].length <= mostValues ? text : undefined
}

/** How namespaces are called as one end: nothing where all are meant, a label that only these have, or their names. */
function endNamer(
  namespaces: Inventory['namespaces'],
  inhabited: ReadonlySet<string>,
  members: readonly string[],
): (side: 'src' | 'dst') => readonly string[] {
  const those = new Set(members)
  if (those.size === inhabited.size) return () => []
  const [first = ''] = members
  for (const [key, value] of namespaces.get(first)?.labels ?? []) {
    const isTheirs = [...inhabited].every(
      name => (namespaces.get(name)?.labels.get(key) === value) === those.has(name),
    )
    if (isTheirs)
      return side => [`${side}.group = ${quoted(groupName(`namespace-label:${key}`, `=${value}`))}`]
  }
  const others = [...inhabited].filter(name => !those.has(name))
  return others.length < members.length
    ? side => [`not ${named(side, others).join('')}`]
    : side => named(side, members)
}

const named = (side: 'src' | 'dst', names: readonly string[]): readonly string[] => [
  names.length === 1
    ? `${side}.ns = ${names.map(quoted).join('')}`
    : `${side}.ns in (${[...names].sort().map(quoted).join(', ')})`,
]
