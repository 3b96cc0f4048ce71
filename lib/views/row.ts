import { wholeSpace, rangeText, type AddressRange } from '../model/address'
import type { Workload } from '../model/inventory'
import type { Protocol } from '../model/port'
import { internet, type Row } from '../model/table'
import type { ConnectionFacts, SideView } from '../api/connection-contract'
import type { Survey } from './survey'

/** Ranges of one row that an answer holds; a policy can name any number of blocks. */
const maxRanges = 100
/** Characters of a list of ports that an answer holds. */
const maxPortsText = 600

/** Objects that may change a row which an answer names; the explanation has them all. */
const maxAlterers = 12

/** What an answer says of a row. */
export function factsOf(row: Row, { session, workloads }: Survey): ConnectionFacts {
  const { verdict, trustClass, pillars, transport, serverAccepts, address, through, pods, engineDependent } =
    row.connection
  const ask = askOf(row, workloads)
  const [first] = row.connection.ports
  const alteredBy = session.alterersOf(row.connection).slice(0, maxAlterers)
  const end = (name: string): string => (name === internet && row.ranges[0] ? rangeText(row.ranges[0]) : name)
  return {
    id: `${end(row.from)} => ${end(row.to)} : ${first?.protocol ?? ask.protocol} ${first?.first ?? ask.port}`,
    from: sideView(row.from, row, workloads),
    to: sideView(row.to, row, workloads),
    ports: shortPorts(row.ports),
    ask,
    verdict,
    trustClass,
    pillars,
    transport,
    ...(serverAccepts && { serverAccepts }),
    ...(address && { address }),
    ...(through && { through }),
    pods,
    ...(alteredBy.length > 0 && { mayBeAltered: true, alteredBy: alteredBy.map(({ object }) => object) }),
    engineDependent,
  }
}

function sideView(name: string, { ranges }: Row, workloads: ReadonlyMap<string, Workload>): SideView {
  const workload = workloads.get(name)
  if (workload) {
    const { key, namespace, kind } = workload
    return { kind: 'workload', key, namespace, name: workload.name, workloadKind: kind }
  }
  const rest = ranges.length - maxRanges
  return {
    kind: 'outside',
    ranges: ranges.slice(0, maxRanges).map(rangeText),
    ...(rest > 0 && { rest }),
    everything: coversEverything(ranges),
  }
}

const coversEverything = (ranges: readonly AddressRange[]): boolean =>
  ([4, 6] as const).every(family => {
    const whole = wholeSpace(family)
    return ranges.some(
      ({ family: own, first, last }) => own === family && first === whole.first && last === whole.last,
    )
  })

/** A list of ports for an answer; a very long one is cut at a comma, so that no port is half a number. */
export const shortPorts = (ports: string): string =>
  ports.length <= maxPortsText ? ports : `${ports.slice(0, ports.lastIndexOf(',', maxPortsText))},…`

/** The port at which a row is explained: one that the destination declares, else a usual one, else the first. */
export function askOf(
  { connection, to }: Row,
  workloads: ReadonlyMap<string, Workload>,
): { protocol: Protocol; port: number } {
  const { ports } = connection
  const has = (protocol: Protocol, port: number): boolean =>
    ports.some(run => run.protocol === protocol && run.first <= port && port <= run.last)
  for (const pod of workloads.get(to)?.pods ?? []) {
    const declared = pod.ports.find(({ protocol, port }) => has(protocol, port))
    if (declared) return { protocol: declared.protocol, port: declared.port }
  }
  if (has('TCP', 443)) return { protocol: 'TCP', port: 443 }
  const run = ports.find(({ protocol }) => protocol === 'TCP') ?? ports[0]
  return { protocol: run?.protocol ?? 'TCP', port: run?.first ?? 443 }
}
