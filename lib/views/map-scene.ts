import { openDoor } from '../model/connection'
import type { Session } from '../model/session'
import type { Stepwise } from '../model/stepwise'
import type { Counts, NamespaceLines, Tally } from '../model/summary'
import { internet, type RowSelection, type RowTest } from '../model/table'
import { groupsOf } from './grouping'
import { isolationOf } from './isolation'
import type { Grouping } from './matrix'
import { sumMembers, type NamespaceSums } from './namespaces'
import { narrowed } from './selection'
import type { Survey } from './survey'

/** What a map is made of: groups, and what the filter keeps of them. */
export interface Scene {
  readonly survey: Survey
  readonly grouping: Grouping
  /** Absent where everything is kept. */
  readonly selection?: RowSelection
  readonly tally: Tally
  /** By group. */
  readonly sums: ReadonlyMap<string, NamespaceSums>
  readonly labels: ReadonlyMap<string, string>
  readonly groupOf: ReadonlyMap<string, string>
}

/** The groups with what a selection keeps of them. */
export function* sceneUnder(survey: Survey, grouping: Grouping, kept: RowSelection): Stepwise<Scene> {
  const { session } = survey
  const { isolation } = session
  const selection = kept.where || (kept.classes?.length ?? 0) > 0 ? kept : undefined
  const tally = selection ? yield* session.tallyOf(selection) : session.tally
  const groups = groupsOf(session.inventory, grouping.by)
  const plain = grouping.by.kind === 'namespace' && !selection
  return {
    survey,
    grouping,
    ...(selection && { selection }),
    tally,
    sums: plain
      ? survey.namespaces
      : new Map(groups.map(({ id, members }) => [id, sumMembers({ isolation, tally }, members)])),
    labels: new Map(groups.map(({ id, label }) => [id, label])),
    groupOf: new Map(groups.flatMap(({ id, members }) => members.map(key => [key, id] as const))),
  }
}

/** A line of the map before it is drawn; without `from` it is what open doors let into a group. */
export interface Line {
  readonly from?: string
  readonly to: string
  readonly counts: Counts
  /** Workloads with an open door. */
  readonly open: number
}

/**
 * Lines between what is drawn, without what comes through open doors. Namespaces that policies treat alike make lines of
 * their own where they are the hulls; other hulls are few.
 */
export function* linesOf(
  { survey, grouping, selection, sums }: Scene,
  drawn: readonly string[],
): Stepwise<NamespaceLines> {
  const { session } = survey
  if (grouping.by.kind === 'namespace') return session.namespaceLines(new Set(drawn), selection)
  const members = drawn.map(id => sums.get(id)?.workloads ?? [])
  const cells = yield* session.cells(narrowed(selection ?? {}, shut(session)), members, members)
  const between = cells.map(({ row, column, counts }) => ({
    from: drawn[row] ?? '',
    to: drawn[column] ?? '',
    counts,
  }))
  return {
    lines: between.filter(({ from, to }) => from !== to),
    inside: new Map(
      between.flatMap(({ from, to, counts }) => (from === to ? [[from, counts] as const] : [])),
    ),
    groups: [],
  }
}

/** What does not come in through an open door. */
function shut(session: Session): RowTest {
  const open = session.inventory.workloads.filter(({ key }) => openDoor(isolationOf(session, key)))
  return {
    kind: 'not',
    of: {
      kind: 'all',
      of: [
        { kind: 'class', classes: ['implicit'] },
        { kind: 'end', side: 'to', names: new Set(open.map(({ key }) => key)) },
        { kind: 'not', of: { kind: 'end', side: 'from', names: new Set([internet]) } },
      ],
    },
  }
}
