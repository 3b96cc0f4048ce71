import type { Connection, Side } from '../model/connection'
import type { Explanation, Reason } from '../model/explanation'
import type { Endpoint, Session } from '../model/session'
import { addressText } from '../model/address'

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

/** Why the connection is there: the reasons of both sides at its first port, for a pod pair that has its class. */
export function reasonsOf(session: Session, connection: Connection): SidedReason[] {
  const [first] = connection.ports
  if (!first) return []
  const answers = session.explain({
    from: endpointOf(session, connection.from),
    to: endpointOf(session, connection.to),
    protocol: first.protocol,
    port: first.first,
  })
  const open = answers.map(({ explanation }) => explanation).filter(({ verdict }) => verdict !== 'deny')
  const told =
    open.find(
      ({ verdict, trustClass }) => verdict === connection.verdict && trustClass === connection.trustClass,
    ) ?? open[0]
  return told ? sidedReasons(told) : []
}

/**
 * Whom the server sees: nobody (null), because no mesh is read that would present an identity; `unknown` where one may
 * be there that could not be read.
 */
export const principalOf = ({ transport }: Pick<Explanation, 'transport'>): 'unknown' | null =>
  transport === 'unknown' ? 'unknown' : null
