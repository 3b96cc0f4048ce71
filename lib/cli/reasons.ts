import type { Connection, Side } from '../model/connection'
import type { Explanation, Reason } from '../model/explanation'
import type { Endpoint, Session } from '../model/session'
import { addressText } from '../model/address'
import type { Alterer } from '../model/mesh'
import { refText } from '../model/object'

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

/** What may change a connection, for whoever reads JSON (contract.md section 1, `mayBeAltered`); nothing where nothing may change it. */
export const alteration = (
  by: readonly Alterer[],
): { readonly mayBeAltered?: true; readonly alteredBy?: readonly string[] } =>
  by.length > 0 ? { mayBeAltered: true, alteredBy: by.map(({ object }) => refText(object)) } : {}
