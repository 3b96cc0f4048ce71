import type { TrustMap } from '../api/map-contract'
import type { Stepwise } from '../model/stepwise'
import { count } from '../words/count'
import { numberText } from '../words/number'
import type { LayoutInput } from './layout'
import { sceneUnder, type Scene } from './map-scene'
import { readGrouping } from './matrix'
import type { Survey } from './survey'

/** More boxes than this, hulls and workloads, make the map slow and no clearer; beyond it namespaces are drawn closed. */
export const maxDrawn = 300

/** From this many hulls on a picture of most pairs of them shows less than a matrix does. */
const manyHulls = 20
/** The share of ordered pairs of hulls above which that is so. */
const dense = 0.3

/** Everything where it fits; else closed groups, with as many of the wanted ones opened as fit. */
export function groupsToDraw(
  { survey: { workloads }, sums }: Scene,
  wanted: readonly string[],
): { unit: 'workloads' | 'namespaces'; spaces: LayoutInput[]; of: number } {
  const everything = [...sums].flatMap(([namespace, { workloads: keys }]) =>
    keys.length > 0 ? [{ namespace, workloads: keys }] : [],
  )
  if (workloads.size + everything.length <= maxDrawn)
    return { unit: 'workloads', spaces: everything, of: workloads.size }

  const { length } = everything
  const shown = everything.sort((a, b) => (a.namespace < b.namespace ? -1 : 1)).slice(0, maxDrawn)
  let room = maxDrawn - shown.length
  const opened = new Set<string>()
  for (const name of wanted) {
    const size = sums.get(name)?.workloads.length ?? 0
    if (opened.has(name) || size > room) continue
    opened.add(name)
    room -= size
  }
  const spaces = shown.map(space => (opened.has(space.namespace) ? space : { ...space, workloads: [] }))
  return { unit: 'namespaces', spaces, of: length }
}

/** The matrix, where a picture would have too many boxes or too many lines to be read; and why. */
export function* suggestion(
  { survey: { session, workloads }, selection, sums }: Scene,
  drawn: readonly LayoutInput[],
): Stepwise<TrustMap['suggest']> {
  const boxes = workloads.size + drawn.length
  if (boxes > maxDrawn)
    return {
      view: 'matrix',
      why: `a map of ${count(workloads.size, 'workload')} in ${count(drawn.length, 'group')} would draw more boxes than the ${maxDrawn} that can be told apart`,
    }
  if (drawn.length < manyHulls) return undefined
  const members = drawn.map(({ namespace }) => sums.get(namespace)?.workloads ?? [])
  const cells = yield* session.cells(selection ?? {}, members, members)
  const pairs = cells.filter(({ row, column }) => row !== column).length
  const possible = drawn.length * (drawn.length - 1)
  return pairs > dense * possible
    ? {
        view: 'matrix',
        why: `${numberText(pairs)} of ${count(possible, 'ordered pair')} of groups are connected: a map would draw lines that all say the same`,
      }
    : undefined
}

/** What is proposed in place of the map of everything, as it opens. */
export function* suggestedView(survey: Survey): Stepwise<TrustMap['suggest']> {
  const grouping = readGrouping(survey, 'auto')
  if (!grouping) return undefined
  const scene = yield* sceneUnder(survey, grouping, {})
  return yield* suggestion(scene, groupsToDraw(scene, []).spaces)
}
