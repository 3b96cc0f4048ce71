import type { LensName } from '../model/filter'
import type { Stepwise } from '../model/stepwise'
import type { Counts } from '../model/summary'
import { lensOf } from './lenses'
import { linesOf, sceneUnder, type Line, type Scene } from './map-scene'
import { narrowed } from './selection'
import { total } from './tally'

/** How many connections a lens lights of each thing that a map draws. */
export interface Light {
  /** The map as it would be of nothing but what is lit. */
  readonly scene: Scene
  readonly anyone: number
  readonly internet: number
  readonly workload: (key: string) => number
  readonly hull: (id: string) => number
  readonly inside: (id: string, counts: Counts) => number
  readonly line: (line: Pick<Line, 'from' | 'to' | 'counts'>) => number
  readonly stub: (id: string, direction: 'in' | 'out') => number
}

export function* lightOf(
  { survey, grouping, selection = {} }: Scene,
  lens: LensName,
  hulls: readonly string[],
): Stepwise<Light> {
  const scene = yield* sceneUnder(survey, grouping, narrowed(selection, lensOf[lens].test))
  const { tally, sums } = scene
  const between = yield* linesUnder(scene, lens, hulls)
  return {
    scene,
    anyone: total(tally.anyone),
    internet: total(tally.internet),
    workload: key => {
      const own = tally.byWorkload.get(key)
      return own ? total(own.incoming) + total(own.outgoing) : 0
    },
    hull: id => {
      const { owned } = sums.get(id) ?? {}
      return owned ? total(owned) : 0
    },
    inside: (id, counts) => between(id, id, counts),
    line: ({ from, to, counts }) =>
      from === undefined ? (sums.get(to)?.throughDoors ?? 0) : between(from, to, counts),
    stub: (id, direction) => {
      const { toInternet, fromInternet } = sums.get(id) ?? {}
      const counts = direction === 'in' ? fromInternet : toInternet
      return counts ? total(counts) : 0
    },
  }
}

/**
 * What is lit between two hulls. What hangs on classes or ends follows from what is drawn there, whose lines are those of
 * the whole picture; what is on the wire has to be counted, and what crosses namespaces where hulls are none.
 */
function* linesUnder(
  scene: Scene,
  lens: LensName,
  hulls: readonly string[],
): Stepwise<(from: string, to: string, counts: Counts) => number> {
  switch (lens) {
    case 'implicit':
    case 'unknown':
      return (_from, _to, counts) => counts[lens]
    case 'internet':
      return () => 0
    case 'crosses': {
      if (scene.grouping.by.kind === 'namespace')
        return (from, to, counts) => (from === to ? 0 : total(counts))
      return yield* counted(scene, hulls)
    }
    case 'plaintext':
    case 'no-identity':
      return yield* counted(scene, hulls)
  }
}

/** What is lit of each line, from what would be there if nothing else were. */
function* counted(scene: Scene, hulls: readonly string[]): Stepwise<(from: string, to: string) => number> {
  const { lines, inside } = yield* linesOf(scene, hulls)
  const lit = new Map(lines.map(({ from, to, counts }) => [JSON.stringify([from, to]), total(counts)]))
  for (const [id, counts] of inside) lit.set(JSON.stringify([id, id]), total(counts))
  return (from, to) => lit.get(JSON.stringify([from, to])) ?? 0
}
