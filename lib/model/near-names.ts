import type { Workload } from './inventory'

/** Beyond this a text is no name that somebody mistyped. */
const longest = 100

/**
 * The names that somebody may have meant who wrote another one: few letters are other, missing, too many or changed over,
 * in the whole name or in its beginning. The nearest first; none where the text is a name itself.
 */
export function nearNames(wanted: string, names: Iterable<string>, most = 3): readonly string[] {
  const sought = wanted.toLowerCase()
  if (sought.length < 2 || sought.length > longest) return []
  const allowed = Math.max(1, Math.floor(sought.length / 3))
  const found = new Map<string, number>()
  for (const name of names) {
    if (found.has(name)) continue
    const far = distance(sought, name.toLowerCase(), allowed)
    if (far === 0) return []
    if (far <= allowed) found.set(name, far)
  }
  return [...found]
    .sort(([a, near], [b, nearer]) => near - nearer || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([name]) => name)
}

/** Letters to change, at least where that is more than allowed; a beginning counts as a whole name that is a little further. */
function distance(sought: string, name: string, allowed: number): number {
  const whole = Math.abs(sought.length - name.length) > allowed ? Infinity : edits(sought, name)
  if (sought.length < 4 || name.length <= sought.length) return whole
  return Math.min(whole, edits(sought, name.slice(0, sought.length)) + 0.5)
}

/** Letters that are other, missing or too many, or two that have changed places. */
function edits(a: string, b: string): number {
  let before: readonly number[] = []
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row.push(
        Math.min(
          (last[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          (last[j - 1] ?? 0) + (same ? 0 : 1),
          swapped ? (before[j - 2] ?? 0) + 1 : Infinity,
        ),
      )
    }
    before = last
    last = row
  }
  return last[b.length] ?? 0
}

/** The same for workloads by `name` or `namespace/name`; here a part may be right and the other wrong. */
export function nearWorkloads<Named extends Pick<Workload, 'namespace' | 'name'>>(
  workloads: readonly Named[],
  text: string,
  most = 3,
): readonly Named[] {
  const [, namespace, name = ''] = /^(?:([^/]*)\/)?([^/[]*)/.exec(text) ?? []
  const within =
    namespace === undefined ? workloads : ordered(workloads, namespace, ({ namespace: one }) => one)
  return ordered(within, name, ({ name: one }) => one).slice(0, most)
}

/** Those that are called so, else those that are nearly called so, the nearest first. */
function ordered<Named>(
  all: readonly Named[],
  wanted: string,
  nameOf: (one: Named) => string,
): readonly Named[] {
  const same = all.filter(one => nameOf(one) === wanted)
  if (same.length > 0) return same
  return nearNames(wanted, all.map(nameOf)).flatMap(near => all.filter(one => nameOf(one) === near))
}
