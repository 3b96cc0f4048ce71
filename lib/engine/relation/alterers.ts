import type { Connection, Side } from '../../model/connection'
import type { Pod } from '../../model/inventory'
import type { Alterer, Mesh } from '../../model/mesh'
import { refKey } from '../../model/object'
import { portsText, type PortRange } from '../../model/port'
import type { PortMapId } from './port-maps'
import type { RelationView } from './view'

/**
 * What may change a connection in ways that cannot be read (contract.md section 1, `mayBeAltered`): all that is named on some
 * way to dial some of its ports, for some pair of pods that it is of; where it leaves the cluster, by its client's proxy. A mesh
 * is asked once per kind of client, kind of server and ports. Proxies carry TCP alone.
 */
export class Alterers {
  private readonly byKinds = new Map<string, readonly Alterer[]>()

  constructor(private readonly view: RelationView) {}

  of({ from, to, ports }: Connection): readonly Alterer[] {
    const { wire } = this.view.relation.world
    const wanted = ports.filter(({ protocol }) => protocol === 'TCP')
    if (!wire?.mayAlter || wanted.length === 0) return []
    const { slots, stores } = this.view.relation
    const found = new Map<string, Alterer>()
    for (const { source, target, facts } of this.kindsOf(from, to)) {
      const open = stores.values.portsByFact(facts).flatMap(each => each.ports)
      const carried = inBoth(wanted, open)
      if (carried.length === 0) continue
      const [client, server] = [slots.pods[source], slots.pods[target]]
      const named = server
        ? this.between(wire, client, server, carried)
        : client
          ? this.leaving(wire, client, carried)
          : []
      for (const alterer of named) found.set(refKey(alterer.object), alterer)
    }
    return [...found.values()]
  }

  /** Kinds of pairs that stand behind a connection, by slots. */
  private kindsOf(
    from: Side,
    to: Side,
  ): readonly { readonly source: number; readonly target: number; readonly facts: PortMapId }[] {
    const { connections, relation } = this.view
    const slotsOf = (side: Side): readonly number[] =>
      side.kind === 'workload'
        ? connections.slotsOf(relation.slots.workloadIndex.get(side.key) ?? -1)
        : [relation.slots.slotOfAddress({ family: side.range.family, value: side.range.first })]
    const [sources, targets] = [slotsOf(from), slotsOf(to)]
    if (from.kind === 'workload' && to.kind === 'workload') return connections.parts(sources, targets)
    return sources.flatMap(source =>
      targets.map(target => ({ source, target, facts: relation.between(source, target) })),
    )
  }

  /** Of what goes to where no pod is. */
  private leaving(wire: Mesh, client: Pod, ports: readonly PortRange[]): readonly Alterer[] {
    return this.once([wire.clientKey(client), portsText(ports)].join('\n'), () =>
      samples(ports, wire.portsLeaving(client)).flatMap(port => wire.alterersLeaving(client, port)),
    )
  }

  private between(
    wire: Mesh,
    client: Pod | undefined,
    server: Pod,
    ports: readonly PortRange[],
  ): readonly Alterer[] {
    const key = [client ? wire.clientKey(client) : '', wire.serverKey(server), portsText(ports)].join('\n')
    return this.once(key, () =>
      samples(ports, wire.portsOf(server)).flatMap(port =>
        wire
          .routes(client, server, port)
          .flatMap(({ hops }) => hops.flatMap(({ alteredBy = [] }) => alteredBy)),
      ),
    )
  }

  private once(key: string, ask: () => readonly Alterer[]): readonly Alterer[] {
    const known = this.byKinds.get(key)
    if (known) return known
    const made = [...new Set(ask())]
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
