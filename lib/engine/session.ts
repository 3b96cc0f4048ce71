import type { Capture } from '../model/capture'
import type { Connection, Isolation } from '../model/connection'
import type { Compilation } from '../model/dialect'
import type { FindingReport } from '../model/finding'
import type { Workload } from '../model/inventory'
import { refKey, type ObjectRef } from '../model/object'
import type { Direction, PodSet, Policy } from '../model/rule'
import type { Session } from '../model/session'
import type { Settings } from '../model/settings'
import { finish, type Stepwise } from '../model/stepwise'
import type { NamespaceLines, Tally } from '../model/summary'
import type { Tri } from '../model/tri'
import { admittedBy } from './admission'
import { demandsOf } from './demands'
import { isEnforcementUnproven, unprovenProblem } from './enforcement'
import { findEntryPoints } from './entry-points'
import { exposureOf } from './exposure'
import { findingReport } from './finding-report'
import { governedClasses } from './governed-classes'
import { heldBy } from './held-by'
import { identityReport } from './identities'
import { rememberForAnswers } from './memory'
import { policyReports } from './policy-report'
import { answer } from './question'
import { Alterers } from './relation/alterers'
import { cells } from './relation/cells'
import { throughDoor } from './relation/door'
import { namespaceLines } from './relation/namespace-lines'
import { openRelation } from './relation/open'
import { SetOverlaps } from './relation/overlaps'
import { PodAnswers } from './relation/pod-questions'
import { Decisions } from './relation/policy-effects'
import { reach } from './relation/reach'
import type { Relation } from './relation/relation'
import { tally } from './relation/summary'
import { rowPage, rowPlace } from './relation/table'
import { RelationView } from './relation/view'
import { ties } from './ties'
import { worldsOf } from './worlds'

/** Builds, step by step, everything that can be asked of a capture; `compilation` is what the dialects made of its objects. */
export function* openSession(
  capture: Capture,
  compilation: Compilation,
  settings: Settings,
): Stepwise<Session> {
  const { world, other, engine, problems } = worldsOf(capture, compilation, settings)
  const { inventory } = world
  const enforcementUnproven = isEnforcementUnproven(capture, engine)
  yield { done: 0, of: inventory.workloads.length }
  const relation = openRelation({ world, other })
  const memory = rememberForAnswers(relation)
  const entries = findEntryPoints(world, capture, compilation.waysIn?.(inventory), settings, memory)
  const origins = once(() => new Map(capture.objects.map(({ ref, origin }) => [refKey(ref), origin])))
  const allProblems = [
    ...capture.problems,
    ...compilation.problems,
    ...problems,
    ...(world.wire?.problems ?? []),
    ...(enforcementUnproven ? [unprovenProblem] : []),
    ...entries.problems,
    ...ties(world.compiled.policies, new SetOverlaps(relation), ref => origins().get(refKey(ref))),
  ]
  const isolation = new Map(
    inventory.workloads.map(workload => [
      workload.key,
      isolationOf(relation, workload, settings.compat !== undefined),
    ]),
  )
  const governed = governedClasses(relation)
  const ask = new PodAnswers(relation)
  const entryPoints = once(entries.entryPoints)
  let found: FindingReport | undefined
  const decisions = once(() => new Decisions(relation))
  let connections: readonly Connection[] | undefined
  let made: RelationView | undefined
  const view = (): RelationView => (made ??= new RelationView(relation, isolation))
  const identities = once(() => identityReport(world, world.wire ? demandsOf(view()) : () => 'no'))
  const alterers = once(() => new Alterers(view()))
  let counted: Tally | undefined
  let lines: { readonly key: string; readonly found: NamespaceLines } | undefined
  return {
    capture,
    inventory,
    engine,
    enforced: world.enforced,
    enforcementUnproven,
    problems: allProblems,
    incomplete: capture.gaps.length > 0 || allProblems.some(({ effect }) => effect !== 'none'),
    get connections() {
      connections ??= [...view().connections.all(inventory.workloads)]
      return connections
    },
    get tally() {
      counted ??= finish(tally(view()))
      return counted
    },
    rows: query => rowPage(view(), query),
    rowPlace: (query, wanted) => rowPlace(view(), query, wanted),
    tallyOf: selection => tally(view(), selection),
    namespaceLines: (drawn, selection) => {
      if (selection) return namespaceLines(view(), drawn, selection)
      // Most ask for the same namespaces again and again.
      const key = [...drawn].sort().join()
      if (lines?.key !== key) lines = { key, found: namespaceLines(view(), drawn) }
      return lines.found
    },
    cells: (selection, rows, columns) => cells(view(), selection, rows, columns),
    between: (from, to) => view().between(from, to),
    alterersOf: connection => alterers().of(connection),
    throughDoor: (key, selection) => throughDoor(view(), key, selection),
    reach: (from, heading, hops) => reach(view(), from, heading, hops),
    workloadsIn: set => workloadsIn(relation, set),
    isolation,
    get entryPoints() {
      return entryPoints()
    },
    exposure: key => {
      const workload = relation.slots.workloads[relation.slots.workloadIndex.get(key) ?? -1]
      return workload && exposureOf(world, workload, isolation.get(key), memory, ask.surelyFits)
    },
    policiesOf: workload => heldBy(relation, slotsOf(relation, workload)),
    admittedBy: workload => admittedBy(relation, slotsOf(relation, workload)),
    policyReports: once(() => policyReports(world, governed, ask)),
    *findings() {
      // What servers ask of identities is a question to all connections, and no finding asks it.
      return (found ??= yield* findingReport(relation, ask, () => identityReport(world, () => 'no')))
    },
    identityReport: identities,
    policyEffects: rememberByRef(object => decisions().of(object)),
    unknownBecauseOf: objects => decisions().of(...objects).unknown,
    explain: question => answer(world, other, question, memory).answers,
    explainSome: (question, most, those) => answer(world, other, question, memory, { most, those }),
  }
}

/** Asked for at the first call. */
function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined
  return () => (made ??= { value: make() }).value
}

function rememberByRef<Value>(make: (object: ObjectRef) => Value): (object: ObjectRef) => Value {
  const known = new Map<string, Value>()
  return object => {
    const key = refKey(object)
    const value = known.get(key) ?? make(object)
    known.set(key, value)
    return value
  }
}

/** Whether the policy keeps anything out: by isolating, or by a rule that is there and denies. */
const limits = ({ isolates, rules }: Policy): Tri =>
  rules.some(({ action, present }) => action === 'deny' && present === 'yes') ? 'yes' : isolates

/**
 * Whether some enforced policy limits the workload's pods, per direction of the network plane. The other analyzer calls
 * a pod protected as soon as any policy speaks of it.
 */
function isolationOf(relation: Relation, workload: Workload, compat: boolean): Isolation {
  const of = (direction: Direction): Isolation['ingress'] => {
    const states = new Set(
      slotsOf(relation, workload.key).map(slot => {
        const limiting = relation
          .holdings('network', direction, slot)
          .map(({ governor: { policy }, certain }) => ({
            sure: certain && !policy.refused,
            limits: compat ? 'yes' : limits(policy),
          }))
          .filter(each => each.limits !== 'no')
        const certain = limiting.some(each => each.sure && each.limits === 'yes')
        return certain ? 'yes' : limiting.length > 0 ? 'unknown' : 'no'
      }),
    )
    const [state = 'no'] = states
    return states.size > 1 ? (states.has('unknown') ? 'unknown' : 'partly') : state
  }
  return { ingress: of('ingress'), egress: of('egress') }
}

const slotsOf = ({ slots }: Relation, key: string): readonly number[] =>
  slots.slotsOf[slots.workloadIndex.get(key) ?? -1] ?? []

function workloadsIn({ selections, slots, stores: { sets }, live }: Relation, set: PodSet): Workload[] {
  const found = new Set<number>()
  sets.forEach(sets.and(live, selections.podSet(set).yes), slot => found.add(slots.workloadOf[slot] ?? -1))
  return [...found].flatMap(index => slots.workloads[index] ?? [])
}
