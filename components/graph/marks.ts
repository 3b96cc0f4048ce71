import type { TrustMap } from '@/lib/api/contract'
import type { TrustClass } from '@/lib/model/verdict'
import { namespaceOf } from '../workbench/ends'
import { keepsClass } from '../workbench/toggle-class'
import { bundleId, hullId } from './elements'

/** What of the view changes how things look on the map, and not what is there. */
export interface Looks {
  readonly class: readonly TrustClass[]
  readonly about: string
  readonly q: string
  readonly from: string | null
  readonly to: string | null
}

/** Ids of elements by the class they are to carry: `off` = filtered out, `dim` = not what is being looked at. */
export interface Marks {
  readonly off: ReadonlySet<string>
  readonly dim: ReadonlySet<string>
  readonly selected: ReadonlySet<string>
}

export function marks(map: TrustMap, looks: Looks): Marks {
  const off = new Set<string>()
  const dim = new Set<string>()
  const namespace = namespaceOf(looks.about)
  const focused = looks.about !== '' && namespace === undefined

  for (const { from, to, trustClass } of map.bundles) {
    const id = bundleId(from, to)
    if (!keepsClass(looks.class, trustClass)) off.add(id)
    else if (focused ? !(looks.about === 'anyone' && from === undefined) : beside(namespace, from, to))
      dim.add(id)
  }
  for (const stub of map.stubs) {
    const id = `stub:${stub.direction}:${stub.namespace}`
    if (!keepsClass(looks.class, stub.trustClass)) off.add(id)
    else if (focused ? looks.about !== 'internet' : beside(namespace, stub.namespace, undefined)) dim.add(id)
  }
  for (const { namespace: name, inside } of map.hulls)
    if (inside && !keepsClass(looks.class, inside.trustClass)) {
      off.add(`inside:${name}`)
      off.add(`glyph:inside:${name}`)
    }
  for (const { from, to, trustClass } of map.singles) {
    const id = `single:${JSON.stringify([from, to, trustClass])}`
    if (!keepsClass(looks.class, trustClass)) off.add(id)
    else if (looks.from !== null && !(from === looks.from && to === looks.to)) dim.add(id)
  }

  const q = looks.q.toLowerCase()
  if (q !== '')
    for (const { key, namespace: own, name } of map.nodes)
      if (!`${own}/${name}`.toLowerCase().includes(q)) dim.add(key)

  const selected = [looks.about, looks.from, looks.to].filter(end => end !== null && end !== '')
  return { off, dim, selected: new Set(selected.map(end => idOf(end ?? ''))) }
}

const idOf = (about: string): string => {
  const namespace = namespaceOf(about)
  return namespace === undefined ? about : hullId(namespace)
}

const beside = (namespace: string | undefined, from: string | undefined, to: string | undefined): boolean =>
  namespace !== undefined && from !== namespace && to !== namespace
