import { compile } from './analyze'
import { advance } from './engine/relation/advance'
import { changesOf, type ConnectionState, type PairChange } from './engine/relation/changes'
import type { DeltaRectangles } from './engine/relation/delta'
import { openRelation } from './engine/relation/open'
import type { Relation } from './engine/relation/relation'
import { tally } from './engine/relation/summary'
import { RelationView } from './engine/relation/view'
import { worldsOf, type OpenedWorld } from './engine/worlds'
import type { Capture } from './model/capture'
import { refKey, type KubeObject } from './model/object'
import type { Session } from './model/session'
import { defaultSettings, type Settings } from './model/settings'
import { finish } from './model/stepwise'
import type { Counts, Tally } from './model/summary'
import { trustClasses } from './model/verdict'

/** How many came, went, or are other than they were. */
export interface Differences {
  readonly added: number
  readonly removed: number
  readonly changed: number
}

/** What one reading of a source changed against the one before. */
export interface Changes {
  /** Each pair and class once; `atLeast` where so much changed that this is no more than a lower bound. */
  readonly connections: Differences & { readonly atLeast?: true }
  /** By name and content; where they were written is no matter. */
  readonly objects: Differences
}

/** Up to so many pairs of pod classes are told one by one; where more changed, the sums of both states are compared. */
const tellable = 100_000

/** What changed from a capture to a session of the same settings. */
export function changesBetween(
  before: Capture,
  after: Session,
  settings: Settings = defaultSettings,
  most = tellable,
): Changes {
  const objects = differentObjects(before.objects, after.capture.objects)
  return {
    objects,
    connections: isNone(objects) && sameDoubts(before, after.capture) ? none : connections(),
  }

  function connections(): Changes['connections'] {
    const relation = openRelation(open(before))
    const was = finish(tally(new RelationView(relation, new Map())))
    const told = advance(relation, open(after.capture))
    if (pairsIn(told.relation, told.delta) > most) return differentSums(was, after.tally)
    return differentConnections(changesOf(told.relation, told.delta), was, after.tally)
  }

  function open(capture: Capture): OpenedWorld {
    return worldsOf(capture, compile(capture), settings)
  }
}

const none: Differences = { added: 0, removed: 0, changed: 0 }

const isNone = ({ added, removed, changed }: Differences): boolean => added + removed + changed === 0

function differentObjects(before: readonly KubeObject[], after: readonly KubeObject[]): Differences {
  const old = new Map(before.map(object => [refKey(object.ref), object]))
  let [added, changed] = [0, 0]
  for (const object of after) {
    const key = refKey(object.ref)
    const known = old.get(key)
    if (!known) added += 1
    else if (contentOf(known) !== contentOf(object)) changed += 1
    old.delete(key)
  }
  return { added, removed: old.size, changed }
}

const contentOf = ({ version, body }: KubeObject): string => JSON.stringify([version, body])

/** What could not be read makes verdicts unknown, as objects make them what they are. */
const sameDoubts = (before: Capture, after: Capture): boolean =>
  JSON.stringify([before.gaps, before.cluster]) === JSON.stringify([after.gaps, after.cluster])

function pairsIn({ stores: { sets } }: Relation, delta: DeltaRectangles): number {
  let pairs = 0
  for (let at = 0; at < delta.length; at += 4)
    pairs += sets.count(delta[at] ?? 0) * sets.count(delta[at + 1] ?? 0)
  return pairs
}

/** What the sums alone tell: of each class, so many more or fewer there are at least. */
function differentSums(before: Tally, after: Tally): Changes['connections'] {
  const more = trustClasses.map(trustClass => after.counts[trustClass] - before.counts[trustClass])
  return {
    added: more.reduce((sum, each) => sum + Math.max(0, each), 0),
    removed: more.reduce((sum, each) => sum + Math.max(0, -each), 0),
    changed: 0,
    atLeast: true,
  }
}

interface ChangedPair {
  readonly before: ReadonlySet<string>
  readonly after: ReadonlySet<string>
  /** Classes of which something is said now that was not said before, or the other way round. */
  readonly touched: Set<string>
}

function differentConnections(changes: readonly PairChange[], before: Tally, after: Tally): Differences {
  const pairs = new Map<string, ChangedPair>()
  for (const change of changes) {
    const key = JSON.stringify(
      [change.from, change.to].map(end => (end.kind === 'workload' ? end.key : null)),
    )
    let pair = pairs.get(key)
    if (!pair) pairs.set(key, (pair = changedPair(change, before, after)))
    for (const trustClass of trustClasses) if (touches(change, trustClass)) pair.touched.add(trustClass)
  }
  let [added, removed, changed] = [0, 0, 0]
  for (const pair of pairs.values())
    for (const trustClass of pair.touched) {
      const [was, is] = [pair.before.has(trustClass), pair.after.has(trustClass)]
      if (was && is) changed += 1
      else if (is) added += 1
      else if (was) removed += 1
    }
  return { added, removed, changed }
}

/** All addresses outside are one end, and most of them say what they said: which classes there are is for the sums. */
function changedPair({ from, to, ...states }: PairChange, before: Tally, after: Tally): ChangedPair {
  const classes = (sums: Tally, own: readonly ConnectionState[]): ReadonlySet<string> => {
    if (from.kind === 'outside' && to.kind === 'workload')
      return classesOf(sums.byWorkload.get(to.key)?.fromInternet)
    if (to.kind === 'outside' && from.kind === 'workload')
      return classesOf(sums.byWorkload.get(from.key)?.toInternet)
    return new Set(own.map(({ trustClass }) => trustClass))
  }
  return {
    before: classes(before, states.before),
    after: classes(after, states.after),
    touched: new Set(),
  }
}

const classesOf = (counts: Counts | undefined): ReadonlySet<string> =>
  new Set(trustClasses.filter(trustClass => (counts?.[trustClass] ?? 0) > 0))

function touches({ before, after }: PairChange, trustClass: string): boolean {
  const of = (states: readonly ConnectionState[]): string =>
    JSON.stringify(states.filter(state => state.trustClass === trustClass))
  return of(before) !== of(after)
}
