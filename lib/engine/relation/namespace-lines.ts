import type { Counts, NamespaceGroup, NamespaceLines } from '../../model/summary'
import type { RowSelection } from '../../model/table'
import { trustClasses } from '../../model/verdict'
import { implicitPlace } from './kinds'
import { groupLabels, Spreads, type Spread } from './namespaces'
import type { PortMapId } from './port-maps'
import type { Area, Lie } from './row-areas'
import { RowFilter } from './row-filter'
import { noFact } from './values'
import { nothing, type SetId } from './sets'
import { noCounts } from './summary'
import type { RelationView } from './view'

/** A side that lies in more namespaces than this is one end, not one for each. */
export const mostNamespaces = 64

/**
 * Selected pairs of workloads by namespace, summed over rectangles, for the namespaces that are drawn. What comes through open doors
 * is left out. Where a side of a rectangle lies in many namespaces, its pairs make lines to or from the group of these.
 */
export function namespaceLines(
  view: RelationView,
  drawn: ReadonlySet<string>,
  selection: RowSelection = {},
  most = mostNamespaces,
): NamespaceLines {
  const sums = new Sums(view, drawn, new RowFilter(view, selection), most)
  sums.addAll()
  return sums.result()
}

/** Whose ends a rectangle's pairs are drawn at: those of the rectangle that they were first counted with. */
interface DrawnAs {
  readonly from: SetId
  readonly to: SetId
}

const eachByItself: DrawnAs = { from: nothing, to: nothing }

class Sums {
  private readonly spreads: Spreads
  private readonly drawn: ReadonlySet<number>
  /** By both ends: a namespace by its index, a group by its number below zero. */
  private readonly lines = new Map<number, Map<number, OpenCounts>>()
  private readonly inside = new Map<number, OpenCounts>()
  private readonly groups = new Map<string, number>()
  private readonly members: Spread[] = []

  constructor(
    private readonly view: RelationView,
    drawn: ReadonlySet<string>,
    private readonly filter: RowFilter,
    private readonly most: number,
  ) {
    this.spreads = new Spreads(view)
    const { namespaceIndex } = view.relation.slots
    this.drawn = new Set([...drawn].flatMap(name => namespaceIndex.get(name) ?? []))
  }

  addAll(): void {
    for (const area of this.filter.areas) this.addArea(area)
    this.filter.forEachSelf((slot, map, area) => this.leaveOut(slot, map, area))
  }

  private addArea(area: Area): void {
    const { sets, ports } = this.view.relation.stores
    const none = ports.all(noFact)
    const wide: { readonly as: DrawnAs; readonly facts: PortMapId }[] = []
    this.filter.forEachBaseOf(area, (from, to, facts) => {
      if (this.isWide(from) || this.isWide(to)) wide.push({ as: { from, to }, facts })
      this.add(from, to, facts, 1, area)
    })
    this.filter.forEachExceptionOf(area, (from, to, facts, replaced) => {
      this.add(from, to, facts, 1, area)
      if (replaced === none) return
      // What is taken back is taken from the lines that the base was added to.
      let left = from
      for (const { as, facts: base } of wide) {
        if (base !== replaced || left === nothing || !sets.has(as.to, sets.first(to))) continue
        const taken = sets.and(left, as.from)
        if (taken === nothing) continue
        left = sets.minus(left, taken)
        this.add(taken, to, replaced, -1, area, as)
      }
      // The rest was counted with rectangles of few namespaces, each pair of them by itself.
      if (left !== nothing) this.add(left, to, replaced, -1, area, eachByItself)
    })
  }

  result(): NamespaceLines {
    const { namespaces } = this.view.relation.slots
    const used = new Set<number>()
    const nameOf = (end: number): string => {
      if (end >= 0) return namespaces[end] ?? ''
      used.add(end)
      return groupId(end)
    }
    const lines = [...this.lines].flatMap(([from, targets]) =>
      [...targets]
        .filter(([, counts]) => trustClasses.some(trustClass => counts[trustClass] > 0))
        .map(([to, counts]) => ({ from: nameOf(from), to: nameOf(to), counts })),
    )
    const label = used.size > 0 ? groupLabels(this.view, this.spreads) : undefined
    return {
      lines,
      inside: new Map(
        [...this.inside]
          .filter(([, counts]) => trustClasses.some(trustClass => counts[trustClass] > 0))
          .map(([namespace, counts]) => [namespaces[namespace] ?? '', counts]),
      ),
      groups: [...used].flatMap((end): NamespaceGroup[] => {
        const spread = this.members[-1 - end]
        return spread && label
          ? [
              {
                id: groupId(end),
                label: label(spread),
                namespaces: spread.namespaces.map(index => namespaces[index] ?? ''),
              },
            ]
          : []
      }),
    }
  }

  private isWide(set: SetId): boolean {
    return this.spreads.of(set).namespaces.length > this.most
  }

  private add(
    from: SetId,
    to: SetId,
    facts: PortMapId,
    sign: 1 | -1,
    area: Area,
    as: DrawnAs = { from, to },
  ): void {
    const { sets } = this.view.relation.stores
    const { classes } = this.filter.kept(facts, area)
    const shut = (set: SetId): SetId => sets.minus(set, this.view.doors)
    const others = classes.filter(place => place !== implicitPlace)
    if (others.length > 0) this.addClasses(from, to, { classes: others, sign, lie: area.lie }, as)
    if (others.length === classes.length) return
    const closed = shut(to)
    if (closed !== nothing)
      this.addClasses(
        from,
        closed,
        { classes: [implicitPlace], sign, lie: area.lie },
        { from: as.from, to: shut(as.to) },
      )
  }

  private addClasses(
    fromSet: SetId,
    toSet: SetId,
    { classes, sign, lie }: { readonly classes: readonly number[]; readonly sign: 1 | -1; readonly lie: Lie },
    as: DrawnAs,
  ): void {
    const [from, to] = [this.spreads.of(fromSet), this.spreads.of(toSet)]
    const [group, wideTo] = [this.isWide(as.from), this.isWide(as.to)]
    if (group || wideTo) {
      // One end is a group: of the sources where both are wide, so that lines end at namespaces that are drawn.
      const [near, far, end] = group ? [to, from, this.groupOf(as.from)] : [from, to, this.groupOf(as.to)]
      for (const [namespace, workloads] of near.workloads) {
        if (!this.drawn.has(namespace)) continue
        const own = far.workloads.get(namespace) ?? 0
        if (lie !== 'across') count(this.insideOf(namespace), classes, sign * own * workloads)
        if (lie === 'within') continue
        const line = group ? this.lineOf(end, namespace) : this.lineOf(namespace, end)
        count(line, classes, sign * (far.total - own) * workloads)
      }
      return
    }
    for (const [source, sources] of from.workloads) {
      if (!this.drawn.has(source)) continue
      for (const [target, targets] of to.workloads)
        if (source === target) {
          if (lie !== 'across') count(this.insideOf(source), classes, sign * sources * targets)
        } else if (lie !== 'within' && this.drawn.has(target))
          count(this.lineOf(source, target), classes, sign * sources * targets)
    }
  }

  /** Nobody is a pair with itself; wherever it was counted, that was inside its namespace. */
  private leaveOut(slot: number, map: PortMapId, area: Area): void {
    const { doors, relation } = this.view
    const namespace = relation.slots.namespaceOf[slot] ?? -1
    if (!this.drawn.has(namespace)) return
    const through = relation.stores.sets.has(doors, slot)
    const classes = this.filter.kept(map, area).classes.filter(place => !(through && place === implicitPlace))
    if (classes.length > 0) count(this.insideOf(namespace), classes, -1)
  }

  private groupOf(set: SetId): number {
    const spread = this.spreads.of(set)
    const key = spread.namespaces.join()
    let group = this.groups.get(key)
    if (group === undefined) {
      this.members.push(spread)
      group = -this.members.length
      this.groups.set(key, group)
    }
    return group
  }

  private insideOf(namespace: number): OpenCounts {
    let counts = this.inside.get(namespace)
    if (!counts) this.inside.set(namespace, (counts = noCounts()))
    return counts
  }

  private lineOf(from: number, to: number): OpenCounts {
    let targets = this.lines.get(from)
    if (!targets) this.lines.set(from, (targets = new Map<number, OpenCounts>()))
    let counts = targets.get(to)
    if (!counts) targets.set(to, (counts = noCounts()))
    return counts
  }
}

type OpenCounts = { -readonly [K in keyof Counts]: Counts[K] }

/** No name of a namespace holds a colon. */
const groupId = (end: number): string => `group:${-end}`

function count(counts: OpenCounts, classes: readonly number[], pairs: number): void {
  for (const place of classes) {
    const trustClass = trustClasses[place]
    if (trustClass) counts[trustClass] += pairs
  }
}
