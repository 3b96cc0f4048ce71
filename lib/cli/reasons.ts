import type { Connection, Side } from '../model/connection'
import type { Explanation, Reason } from '../model/explanation'
import type { Endpoint, Session } from '../model/session'
import { addressText } from '../model/address'
import type { Alterer } from '../model/mesh'
import { refKey, refText } from '../model/object'
import { mayAlter } from '../model/policy-kinds'

/** A reason with the side that it decided. */
export type SidedReason = Reason & { readonly side: 'egress' | 'ingress' }

export const sidedReasons = ({ sides }: Explanation): SidedReason[] =>
  sides.flatMap(({ direction, reasons }) => reasons.map(reason => ({ side: direction, ...reason })))

/** One end of a connection as an end of a question; any address of an outside range stands for all of them. */
export function endpointOf(session: Session, side: Side): Endpoint {
  if (side.kind === 'workload')
    return {
      kind: 'pods',
      label: side.key,
      pods: session.inventory.workloads.find(({ key }) => key === side.key)?.pods ?? [],
    }
  const address = { family: side.range.family, value: side.range.first }
  return { kind: 'address', label: addressText(address), address }
}

/** What explains a connection: the answer at its first port, for a pod pair that has its class. */
export function explanationOf(session: Session, connection: Connection): Explanation | undefined {
  const [first] = connection.ports
  if (!first) return undefined
  const answers = session.explain({
    from: endpointOf(session, connection.from),
    to: endpointOf(session, connection.to),
    protocol: first.protocol,
    port: first.first,
  })
  const open = answers.map(({ explanation }) => explanation).filter(({ verdict }) => verdict !== 'deny')
  return (
    open.find(
      ({ verdict, trustClass }) => verdict === connection.verdict && trustClass === connection.trustClass,
    ) ?? open[0]
  )
}

/**
 * What may change a connection (contract.md section 1, `mayBeAltered`): all that is named for some pod pair on one of its
 * runs of TCP ports. Proxies carry nothing else.
 */
export function alterersIn(session: Session): (connection: Connection) => readonly Alterer[] {
  if (!session.capture.objects.some(({ ref }) => mayAlter(ref.group, ref.kind))) return () => []
  return ({ from, to, ports }) => {
    const ends = { from: endpointOf(session, from), to: endpointOf(session, to), protocol: 'TCP' } as const
    const found = new Map<string, Alterer>()
    for (const { protocol, first } of ports)
      if (protocol === 'TCP')
        for (const { explanation } of session.explain({ ...ends, port: first }))
          if (explanation.verdict !== 'deny')
            for (const alterer of explanation.alteredBy ?? []) found.set(refKey(alterer.object), alterer)
    return [...found.values()]
  }
}

/** The same for whoever reads JSON; nothing where nothing may change it. */
export const alteration = (by: readonly Alterer[]): object =>
  by.length > 0 ? { mayBeAltered: true, alteredBy: by.map(({ object }) => refText(object)) } : {}
