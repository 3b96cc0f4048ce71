import type { Connection, Side } from '../../model/connection'
import type { Pod } from '../../model/inventory'
import type { Alterer, Mesh } from '../../model/mesh'
import { refKey } from '../../model/object'
import { portsText, type PortRange } from '../../model/port'
import type { PortMapId } from './port-maps'
import type { RelationView } from './view'

/**
 * What may change a connection in ways that cannot be read (contract.md section 1, `mayBeAltered`): all that is named on some
 * way to dial some of its ports, for some pair of pods that it is of. A mesh is asked once per kind of client, kind of server
 * and ports. Proxies carry TCP alone, and only pods are dialled through them.
 */
export class Alterers {
  private readonly byKinds = new Map<string, readonly Alterer[]>()

  constructor(private readonly view: RelationView) {}

  of({ from, to, ports }: Connection): readonly Alterer[] {
    const { wire } = this.view.relation.world
    const wanted = ports.filter(({ protocol }) => protocol === 'TCP')
    if (!wire?.mayAlter || to.kind === 'outside' || wanted.length === 0) return []
    const { slots, stores } = this.view.relation
    const found = new Map<string, Alterer>()
    for (const { source, target, facts } of this.kindsOf(from, to.key)) {
      const open = stores.values.portsByFact(facts).flatMap(each => each.ports)
      const carried = inBoth(wanted, open)
      const server = slots.pods[target]
      if (!server || carried.length === 0) continue
      for (const alterer of this.between(wire, slots.pods[source], server, carried))
        found.set(refKey(alterer.object), alterer)
    }
    return [...found.values()]
  }

  /** Kinds of pairs that stand behind a connection, by slots. */
  private kindsOf(
    from: Side,
    to: string,
  ): readonly { readonly source: number; readonly target: number; readonly facts: PortMapId }[] {
    const { connections, relation } = this.view
    const { workloadIndex } = relation.slots
    const targets = connections.slotsOf(workloadIndex.get(to) ?? -1)
    if (from.kind === 'workload')
      return connections.parts(connections.slotsOf(workloadIndex.get(from.key) ?? -1), targets)
    const { family, first } = from.range
    const source = relation.slots.slotOfAddress({ family, value: first })
    return targets.map(target => ({ source, target, facts: relation.between(source, target) }))
  }

  private between(
    wire: Mesh,
    client: Pod | undefined,
    server: Pod,
    ports: readonly PortRange[],
  ): readonly Alterer[] {
    const key = [client ? wire.clientKey(client) : '', wire.serverKey(server), portsText(ports)].join('\n')
    const known = this.byKinds.get(key)
    if (known) return known
    const found = new Set(
      samples(ports, wire.portsOf(server)).flatMap(port =>
        wire
          .routes(client, server, port)
          .flatMap(({ hops }) => hops.flatMap(({ alteredBy = [] }) => alteredBy)),
      ),
    )
    const made = [...found]
    this.byKinds.set(key, made)
    return made
  }
}

/** The ports that stand for themselves, and one that stands for all others. */
function samples(ranges: readonly PortRange[], apart: readonly number[]): number[] {
  const alone = new Set(apart)
  const found: number[] = []
  let rest: number | undefined
  for (const { first, last } of ranges) {
    for (const port of alone) if (first <= port && port <= last) found.push(port)
    for (let port = first; rest === undefined && port <= last; port++) if (!alone.has(port)) rest = port
  }
  return rest === undefined ? found : [...found, rest]
}

const inBoth = (some: readonly PortRange[], others: readonly PortRange[]): PortRange[] =>
  some.flatMap(a =>
    others.flatMap(b => {
      const [first, last] = [Math.max(a.first, b.first), Math.min(a.last, b.last)]
      return a.protocol === b.protocol && first <= last ? [{ protocol: a.protocol, first, last }] : []
    }),
  )
