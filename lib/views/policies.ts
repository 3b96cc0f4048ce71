import type {
  PoliciesPage,
  PoliciesQuery,
  PolicyDetail,
  PolicyFilter,
  PolicyRow,
} from '../api/policy-contract'
import { refKey, type KubeObject, type ObjectRef, type Path } from '../model/object'
import type { PolicyNote, PolicyReport } from '../model/policy-report'
import type { Session } from '../model/session'
import { provenanceOf } from './provenance'
import { entry } from './tally'

/** Notes of a row, and of the one object that somebody looks at. */
const notesOfRow = 3
const notesOfObject = 50
/** Workloads that the answer about one object names. */
const mostSelected = 500

/** What the page needs of everything that was loaded. */
export interface PolicySource {
  readonly session: Session
  readonly objects: ReadonlyMap<string, KubeObject>
}

/** Why an object passes a filter; `all` needs no reason. */
const reasons: Readonly<Record<Exclude<PolicyFilter, 'all'>, readonly PolicyNote['kind'][]>> = {
  'matches-nothing': ['selects-nobody', 'peer-matches-nobody', 'port-name-missing'],
  'not-enforced': ['not-enforced'],
  shadowed: ['shadowed'],
}

const passes = ({ notes }: PolicyReport, filter: PolicyFilter): boolean =>
  filter === 'all' || notes.some(({ kind }) => reasons[filter].includes(kind))

/** The objects of one page, without their numbers, and everything around them. */
export interface SelectedPolicies {
  readonly around: Omit<PoliciesPage, 'rows'>
  readonly reports: readonly PolicyReport[]
}

export function selectPolicies(session: Session, query: PoliciesQuery): SelectedPolicies {
  const all = session.policyReports()
  const there =
    query.namespace === '' ? all : all.filter(({ object }) => object.namespace === query.namespace)
  const kept = there.filter(report => passes(report, query.filter))
  const counted = (filter: PolicyFilter): number => there.filter(report => passes(report, filter)).length
  return {
    around: {
      total: kept.length,
      offset: query.offset,
      counts: {
        all: there.length,
        'matches-nothing': counted('matches-nothing'),
        'not-enforced': counted('not-enforced'),
        shadowed: counted('shadowed'),
      },
      tiers: tiersOf(all, kept),
      namespaces: [...new Set(all.flatMap(({ object: { namespace } }) => namespace ?? []))].sort(),
    },
    reports: kept.slice(query.offset, query.offset + query.limit),
  }
}

/** The tiers of what is kept, each with its place among all tiers of its plane. */
function tiersOf(all: readonly PolicyReport[], kept: readonly PolicyReport[]): PoliciesPage['tiers'] {
  const objects = new Map<string, number>()
  for (const report of kept) objects.set(tierKey(report), (objects.get(tierKey(report)) ?? 0) + 1)
  const positions = new Map<string, number>()
  const tiers = new Map<string, PoliciesPage['tiers'][number]>()
  for (const report of all) {
    const { plane, name, resolution } = report.tier
    entry(tiers, tierKey(report), () => {
      const position = (positions.get(plane) ?? 0) + 1
      positions.set(plane, position)
      return { plane, name, resolution, position, objects: objects.get(tierKey(report)) ?? 0 }
    })
  }
  return [...tiers.values()].filter(tier => tier.objects > 0)
}

const tierKey = ({ tier: { plane, name } }: PolicyReport): string => JSON.stringify([plane, name])

/** One object with its numbers; costly, so it is for rows that somebody sees. */
export const describePolicy = (source: PolicySource, report: PolicyReport): PolicyRow =>
  rowOf(source, report, notesOfRow)

function rowOf({ session, objects }: PolicySource, report: PolicyReport, mostNotes: number): PolicyRow {
  const { object, tier, directions, enforcement, selected, pods, notes } = report
  const { allows, denies, soleAllow, unknown } = session.policyEffects(object)
  return {
    ref: object,
    tier: { plane: tier.plane, name: tier.name },
    directions,
    enforcement,
    selects: {
      workloads: selected.filter(({ certain }) => certain).length,
      possibly: selected.length,
      pods: pods.surely,
    },
    allows,
    denies,
    soleAllow,
    unknown,
    notes: notes.slice(0, mostNotes).map(shortened),
    notesTotal: notes.length,
    from: provenanceOf(objects.get(refKey(object))),
  }
}

/** Characters of a selector or reason that an answer holds; a selector can list any number of values. */
const longest = 300

/** The same note, its free texts cut; names of objects and fields stay whole, because they are looked up by. */
function shortened(note: PolicyNote): PolicyNote {
  const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text)
  switch (note.kind) {
    case 'unread':
      return { ...note, reason: cut(note.reason) }
    case 'peer-matches-nobody':
      return { ...note, peer: cut(note.peer) }
    case 'port-name-missing':
      return { ...note, name: cut(note.name) }
    case 'selects-nobody':
      return {
        ...note,
        selector: cut(note.selector),
        near: note.near.map(({ workload, wants, has }) => ({ workload, wants: cut(wants), has: cut(has) })),
      }
    default:
      return note
  }
}

/** Everything about one object; undefined where there is no such policy. */
export function policyView(source: PolicySource, ref: ObjectRef): PolicyDetail | undefined {
  const { session, objects } = source
  const report = session.policyReports().find(({ object }) => refKey(object) === refKey(ref))
  if (!report) return undefined
  const { namespace } = report.object
  const { workloads } = session.inventory
  return {
    ...rowOf(source, report, notesOfObject),
    readable: objects.has(refKey(ref)),
    reach: {
      workloads:
        namespace === undefined
          ? workloads.length
          : workloads.filter(workload => workload.namespace === namespace).length,
      ...(namespace !== undefined && { namespace }),
    },
    selected: report.selected.slice(0, mostSelected).map(each => ({ ...each })),
    pairs: session.policyEffects(ref).pairs,
    marked: report.notes.slice(0, notesOfObject).flatMap(markedBy),
  }
}

/** What the author should look at; a broad peer is a fact and no slip, but its line says it best. */
const markedBy = (note: PolicyNote): Path[] => ('path' in note ? [note.path] : [])
