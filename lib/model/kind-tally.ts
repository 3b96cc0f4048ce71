import type { ObjectRef } from './object'

/** How many objects of one kind there are. */
export interface KindCount {
  readonly group: string
  readonly kind: string
  readonly count: number
}

type Kind = Pick<ObjectRef, 'group' | 'kind'>

/** Counts objects by kind while they come in, and may be asked in between. */
export class KindTally {
  private readonly groups = new Map<string, Map<string, number>>()

  /** Fewer where a list is begun anew. */
  add({ group, kind }: Kind, more = 1): void {
    const kinds = this.groups.get(group) ?? new Map<string, number>()
    this.groups.set(group, kinds.set(kind, (kinds.get(kind) ?? 0) + more))
  }

  /** In the order in which kinds came first. */
  get counts(): readonly KindCount[] {
    return [...this.groups].flatMap(([group, kinds]) =>
      [...kinds].map(([kind, count]) => ({ group, kind, count })),
    )
  }
}

export function kindsOf(objects: Iterable<{ readonly ref: Kind }>): readonly KindCount[] {
  const tally = new KindTally()
  for (const { ref } of objects) tally.add(ref)
  return tally.counts
}
