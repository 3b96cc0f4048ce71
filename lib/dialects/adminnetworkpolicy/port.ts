import { isMap, own, quote, type Json, type JsonMap } from '../../model/json'
import type { Path } from '../../model/object'
import { firstPort, isPortNumber, lastPort, protocols, type Protocol } from '../../model/port'
import type { PortMatch } from '../../model/rule'
import { present, type Reading } from '../reading'
import { oneOf } from './one-of'

const unreadable = (path: Path): PortMatch[] => [
  { kind: 'unreadable', path, reason: 'the port does not parse' },
]

const ports = (path: Path, protocol: Protocol, first: number, last = first): PortMatch[] => [
  { kind: 'range', path, protocol, first, last },
]

const numberRemedy = `use a number from ${firstPort} to ${lastPort}`

/** Reads one entry of `ports` (AdminNetworkPolicy, BaselineAdminNetworkPolicy). */
export function readAdminPort(reading: Reading, value: Json, path: Path): PortMatch[] {
  const map = readMap(reading, value, path, 'write `portNumber`, `portRange` or `namedPort`')
  const field = map && oneOf(reading, map, path, ['portNumber', 'portRange', 'namedPort'], 'bad-port')
  if (!map || !field) return unreadable(path)
  const at = [...path, field]
  if (field === 'namedPort') return readName(reading, own(map, field), at, path)
  const entry = readMap(reading, own(map, field) ?? null, at, 'write `protocol` and the port')
  const numbers = field === 'portNumber' ? ['port'] : ['start', 'end']
  if (!entry || !reading.onlyKeys(entry, at, ['protocol', ...numbers])) return unreadable(path)
  // Rule 12: a missing protocol is TCP.
  const protocol = readProtocolName(reading, present(entry, 'protocol') ?? 'TCP', [...at, 'protocol'])
  if (!protocol) return unreadable(path)
  if (field === 'portRange') return readRange(reading, entry, at, path, protocol)
  const port = readNumber(reading, own(entry, 'port'), [...at, 'port'])
  return port === undefined ? unreadable(path) : ports(path, protocol, port)
}

const protocolFields = { tcp: 'TCP', udp: 'UDP', sctp: 'SCTP' } as const

/** Reads one entry of `protocols` (ClusterNetworkPolicy). */
export function readProtocol(reading: Reading, value: Json, path: Path): PortMatch[] {
  const map = readMap(reading, value, path, 'write `tcp`, `udp`, `sctp` or `destinationNamedPort`')
  const fields = ['tcp', 'udp', 'sctp', 'destinationNamedPort'] as const
  const field = map && oneOf(reading, map, path, fields, 'bad-port')
  if (!map || !field) return unreadable(path)
  const at = [...path, field]
  if (field === 'destinationNamedPort') return readName(reading, own(map, field), at, path)
  const protocol = protocolFields[field]
  const entry = readMap(reading, own(map, field) ?? null, at, 'write `destinationPort`')
  if (!entry || !reading.onlyKeys(entry, at, ['destinationPort'])) return unreadable(path)
  const port = present(entry, 'destinationPort')
  if (port === undefined) {
    // Rule 11: the overview of the API says that every port is meant, its schema wants a port.
    reading.warn(
      'no-port',
      at,
      `names no \`destinationPort\`; every port of ${protocol} is meant, but API servers refuse it`,
      `write \`destinationPort: {range: {start: ${firstPort}, end: ${lastPort}}}\``,
    )
    return ports(path, protocol, firstPort, lastPort)
  }
  return readDestination(reading, port, [...at, 'destinationPort'], path, protocol)
}

function readDestination(
  reading: Reading,
  value: Json,
  at: Path,
  path: Path,
  protocol: Protocol,
): PortMatch[] {
  const map = readMap(reading, value, at, 'write `number` or `range`')
  const field = map && oneOf(reading, map, at, ['number', 'range'], 'bad-port')
  if (!map || !field) return unreadable(path)
  if (field === 'number') {
    const port = readNumber(reading, own(map, field), [...at, field])
    return port === undefined ? unreadable(path) : ports(path, protocol, port)
  }
  const range = readMap(reading, own(map, field) ?? null, [...at, field], 'write `start` and `end`')
  return range && reading.onlyKeys(range, [...at, field], ['start', 'end'])
    ? readRange(reading, range, [...at, field], path, protocol)
    : unreadable(path)
}

/** Both ends are included, and the first must lie below the last. */
function readRange(reading: Reading, map: JsonMap, at: Path, path: Path, protocol: Protocol): PortMatch[] {
  const first = readNumber(reading, own(map, 'start'), [...at, 'start'])
  const last = readNumber(reading, own(map, 'end'), [...at, 'end'])
  if (first === undefined || last === undefined) return unreadable(path)
  if (first < last) return ports(path, protocol, first, last)
  reading.refuse(
    'bad-port',
    [...at, 'end'],
    `${quote(last)} does not lie above \`start\`, which is ${first}`,
    first === last ? 'write it as a single port' : 'swap the two',
  )
  return unreadable(path)
}

/** Rule 13: a name takes protocol and number from the ports of the destination pod. */
function readName(reading: Reading, value: Json | undefined, at: Path, path: Path): PortMatch[] {
  if (typeof value === 'string' && value !== '')
    return protocols.map(protocol => ({ kind: 'named', path, protocol, name: value }))
  reading.refuse('bad-port', at, `${quote(value)} is no port name`, 'write the name of a container port')
  return unreadable(path)
}

function readNumber(reading: Reading, value: Json | undefined, path: Path): number | undefined {
  if (isPortNumber(value)) return value
  reading.refuse('bad-port', path, `${quote(value)} is no port`, numberRemedy)
  return undefined
}

function readProtocolName(reading: Reading, value: Json, path: Path): Protocol | undefined {
  const protocol = protocols.find(name => name === value)
  if (!protocol)
    reading.refuse('bad-protocol', path, `${quote(value)} is no protocol here`, 'use TCP, UDP or SCTP')
  return protocol
}

function readMap(reading: Reading, value: Json, path: Path, remedy: string): JsonMap | undefined {
  if (isMap(value)) return value
  reading.refuse('bad-port', path, `${quote(value)} is no port`, remedy)
  return undefined
}
