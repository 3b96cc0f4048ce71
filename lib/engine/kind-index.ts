import type { KubeObject } from '../model/object'

/** Objects by group and kind, each kind in the order of the capture; made in one pass, since captures are large. */
export class KindIndex {
  private readonly groups = new Map<string, Map<string, KubeObject[]>>()

  constructor(objects: readonly KubeObject[]) {
    for (const object of objects) {
      const { group, kind } = object.ref
      const kinds = this.groups.get(group) ?? new Map<string, KubeObject[]>()
      this.groups.set(group, kinds)
      const known = kinds.get(kind)
      if (known) known.push(object)
      else kinds.set(kind, [object])
    }
  }

  of(group: string, kind: string): readonly KubeObject[] {
    return this.groups.get(group)?.get(kind) ?? []
  }
}
