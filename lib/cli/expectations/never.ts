import type { Connection } from '../../model/connection'
import type { Inventory, Pod, Workload } from '../../model/inventory'
import { allPorts, cutPorts, joinPorts, portsText, type PortRange } from '../../model/port'
import { hidden, selects, type LabelLookup, type Selector } from '../../model/selector'
import { and } from '../../model/tri'
import type { Session } from '../../model/session'
import { resolveEndpoint } from '../../engine/resolve'
import { shared, topicsOf } from '../topics'
import type { LabelSelector, NeverCase, Zone } from './schema'

/** The connections that the case forbids and that are there all the same, or what is wrong with the case. */
export function forbidden(session: Session, asked: NeverCase): { found: string[] } | { wrong: string[] } {
  const { inventory, connections } = session
  const wrong: string[] = []
  const zones = [asked.fromZone, asked.toZone].map(zone => membersOf(inventory, zone))
  for (const [at, members] of zones.entries())
    if (members.size === 0) wrong.push(`${at === 0 ? 'fromZone' : 'toZone'} selects no workload`)
  const exceptions = asked.except.flatMap(entry => {
    const read = readException(inventory, entry)
    if ('wrong' in read) wrong.push(...read.wrong)
    return 'wrong' in read ? [] : [read]
  })
  const [sources, targets] = zones
  if (wrong.length > 0 || !sources || !targets) return { wrong }
  return {
    found: connections.flatMap(connection => {
      const { from, to, verdict } = connection
      if (from.kind !== 'workload' || to.kind !== 'workload') return []
      const [source, target] = [sources.get(from.key), targets.get(to.key)]
      if (!source || !target) return []
      const left = without(connection, exceptions, from.key, to.key)
      const found = source.whole && target.whole ? left : shared(left, openPorts(session, source, target))
      if (found.length === 0) return []
      return [`${from.key} => ${to.key} : ${portsText(found)}${verdict === 'allow' ? '' : ` [${verdict}]`}`]
    }),
  }
}

/** The pods of one workload that are in a zone, or may be. */
interface Members {
  readonly key: string
  readonly pods: readonly Pod[]
  /** All pods of the workload are. */
  readonly whole: boolean
}

function membersOf(inventory: Inventory, zone: Zone): ReadonlyMap<string, Members> {
  const [namespaces, labels] = [zone.namespaceSelector, zone.podSelector].map(toSelector)
  const inZone = (pod: Pod): boolean =>
    and(
      namespaces ? selects(namespaces, namespaceLabels(inventory, pod.namespace)) : 'yes',
      labels ? selects(labels, key => pod.labels.get(key)) : 'yes',
    ) !== 'no'
  const members = inventory.workloads.map(({ key, pods }): Members => {
    const inside = pods.filter(inZone)
    return { key, pods: inside, whole: inside.length === pods.length }
  })
  return new Map(members.filter(({ pods }) => pods.length > 0).map(each => [each.key, each]))
}

/** Ports on which some of these pods may reach some of those: a connection speaks for all pods of its workloads. */
const openPorts = (session: Session, source: Members, target: Members): PortRange[] =>
  topicsOf(session, {
    from: { kind: 'pods', label: source.key, pods: source.pods },
    to: { kind: 'pods', label: target.key, pods: target.pods },
  }).flatMap(({ ports, answers }) =>
    answers.some(({ explanation }) => explanation.verdict !== 'deny' && explanation.trustClass !== undefined)
      ? ports
      : [],
  )

function namespaceLabels(inventory: Inventory, name: string): LabelLookup {
  const namespace = inventory.namespaces.get(name)
  return key => namespace?.labels.get(key) ?? (namespace?.labelsKnown === false ? hidden : undefined)
}

const toSelector = (selector: LabelSelector | undefined): Selector | undefined =>
  selector && {
    unreadable: [],
    requirements: [
      ...Object.entries(selector.matchLabels ?? {}).map(([key, value]) => ({
        key,
        operator: 'In' as const,
        values: [value],
        path: [],
      })),
      ...(selector.matchExpressions ?? []).map(({ key, operator, values = [] }) => ({
        key,
        operator,
        values,
        path: [],
      })),
    ],
  }

interface Exception {
  readonly from: string | undefined
  readonly to: string | undefined
  readonly ports: readonly PortRange[]
}

function readException(
  inventory: Inventory,
  { from, to, port, protocol }: NeverCase['except'][number],
): Exception | { wrong: string[] } {
  const wrong: string[] = []
  const workload = (text: string | undefined, field: string): Workload | undefined => {
    if (text === undefined) return undefined
    const found = resolveEndpoint(inventory, text)
    if (found.kind === 'unresolved') wrong.push(`except.${field}: ${found.message}`)
    const named =
      found.kind === 'pods' ? inventory.workloads.find(({ key }) => key === found.label) : undefined
    if (found.kind !== 'unresolved' && !named) wrong.push(`except.${field}: \`${text}\` is no workload`)
    return named
  }
  const [source, target] = [workload(from, 'from'), workload(to, 'to')]
  if (typeof port === 'string' && !target) wrong.push('except.port: a port name needs `to`, whose port it is')
  const numbers =
    typeof port === 'string'
      ? (target?.pods ?? []).map(
          pod => pod.ports.find(one => one.name === port && one.protocol === protocol)?.port,
        )
      : [port]
  const [first] = numbers
  if (typeof port === 'string' && target && (first === undefined || numbers.some(number => number !== first)))
    wrong.push(`except.port: the pods of \`${target.key}\` do not all have one ${protocol} port \`${port}\``)
  if (wrong.length > 0) return { wrong }
  return {
    from: source?.key,
    to: target?.key,
    ports: first === undefined ? allPorts : [{ protocol, first, last: first }],
  }
}

/** Ports of the connection that no exception covers. */
function without(
  connection: Connection,
  exceptions: readonly Exception[],
  from: string,
  to: string,
): PortRange[] {
  const excepted = exceptions
    .filter(one => (one.from ?? from) === from && (one.to ?? to) === to)
    .flatMap(({ ports }) => ports)
  const inside = (ranges: readonly PortRange[], piece: PortRange): boolean =>
    ranges.some(
      ({ protocol, first, last }) =>
        protocol === piece.protocol && first <= piece.first && piece.last <= last,
    )
  return joinPorts(
    cutPorts([...connection.ports, ...excepted]).filter(
      piece => inside(connection.ports, piece) && !inside(excepted, piece),
    ),
  )
}
