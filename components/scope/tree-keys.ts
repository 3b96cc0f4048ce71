import type { ScopeItem } from './scope-items'

type Row = Pick<ScopeItem, 'level' | 'expanded' | 'name'>

/** The row that a key leads to from row `at`; undefined where the key leads nowhere. */
export function step(items: readonly Row[], at: number, key: string): number | undefined {
  const here = items[at]
  const last = items.length - 1
  if (here === undefined) return undefined
  switch (key) {
    case 'ArrowDown':
      return Math.min(at + 1, last)
    case 'ArrowUp':
      return Math.max(at - 1, 0)
    case 'Home':
      return 0
    case 'End':
      return last
    case 'ArrowLeft': {
      if (here.expanded === true || here.level === 1) return undefined
      return items.findLastIndex((item, i) => i < at && item.level < here.level)
    }
    case 'ArrowRight':
      return here.expanded === true && (items[at + 1]?.level ?? 0) > here.level ? at + 1 : undefined
    default:
      return undefined
  }
}

/** The next row whose name begins with what was typed, round the end; one letter again and again goes on. */
export function typeAhead(items: readonly Row[], at: number, typed: string): number | undefined {
  const letters = [...typed.toLowerCase()]
  const same = letters.every(letter => letter === letters[0])
  const wanted = same ? (letters[0] ?? '') : letters.join('')
  const first = same ? at + 1 : at
  for (let i = 0; i < items.length; i++) {
    const place = (first + i) % items.length
    if (items[place]?.name.toLowerCase().startsWith(wanted)) return place
  }
  return undefined
}

/** The rows beside row `at`, under one parent with it, that are shut and can be opened. */
export function shutSiblings<Item extends Row>(items: readonly Item[], at: number): Item[] {
  const level = items[at]?.level
  if (level === undefined) return []
  let first = at
  while (first > 0 && (items[first - 1]?.level ?? 0) >= level) first--
  const after = items.findIndex((item, i) => i > at && item.level < level)
  return items
    .slice(first, after === -1 ? undefined : after)
    .filter(item => item.level === level && item.expanded === false)
}
