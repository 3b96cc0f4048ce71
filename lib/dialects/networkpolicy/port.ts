import { isMap, quote, type Json } from '../../model/json'
import { below, type Path } from '../../model/object'
import { firstPort, isPortNumber, lastPort, protocols, type Protocol } from '../../model/port'
import type { PortMatch } from '../../model/rule'
import { present, type Reading } from '../reading'

const portName = /^(?=.*[a-z])(?!.*--)[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?$/

/** Reads one entry of `ports`; what the API server would refuse becomes `unreadable`. */
export function readPort(reading: Reading, value: Json, path: Path): PortMatch {
  const map = value ?? {}
  if (!isMap(map)) {
    reading.refuse('bad-port', path, `${quote(value)} is no port`, 'write `protocol` and `port`')
    return unreadable(path)
  }
  const understood = reading.onlyKeys(map, path, ['protocol', 'port', 'endPort'])
  const protocol = readProtocol(reading, present(map, 'protocol'), below(path, 'protocol'))
  const port = present(map, 'port')
  const endPort = present(map, 'endPort')
  if (!understood || !protocol) return unreadable(path)
  const refuse = (field: string, message: string, remedy: string): PortMatch => {
    reading.refuse('bad-port', below(path, field), message, remedy)
    return unreadable(path)
  }
  if (port === undefined) {
    if (endPort !== undefined)
      return refuse('endPort', 'stands without `port`', 'add the first port of the range')
    // Rule 9: an entry with a protocol alone means every port of it.
    return { kind: 'range', path, protocol, first: firstPort, last: lastPort }
  }
  if (typeof port === 'string') {
    if (!portName.test(port))
      return /^\d+$/.test(port)
        ? refuse('port', `${quote(port)} is a name here, and no legal one`, 'write the number without quotes')
        : refuse(
            'port',
            `${quote(port)} is no port name`,
            'use at most 15 lower-case letters, digits and dashes',
          )
    if (endPort !== undefined)
      return refuse('endPort', 'stands beside a named port', 'write `port` as a number')
    // Rule 19: resolved on each destination pod, with the rule's protocol.
    return { kind: 'named', path, protocol, name: port }
  }
  if (!isPortNumber(port)) return refuse('port', `${quote(port)} is no port`, 'use a number from 1 to 65535')
  if (endPort === undefined) return { kind: 'range', path, protocol, first: port, last: port }
  if (typeof endPort === 'string')
    return refuse('endPort', `${quote(endPort)} is no number`, 'write the number without quotes')
  if (!isPortNumber(endPort) || endPort < port)
    return refuse(
      'endPort',
      `${quote(endPort)} does not end a range from ${port}`,
      'use a number from `port` to 65535',
    )
  // Rule 21: both ends included.
  return { kind: 'range', path, protocol, first: port, last: endPort }
}

/** Rule 9: a missing protocol is TCP. */
function readProtocol(reading: Reading, value: Json | undefined, path: Path): Protocol | undefined {
  if (value === undefined) return 'TCP'
  const protocol = protocols.find(name => name === value)
  if (!protocol)
    reading.refuse('bad-protocol', path, `${quote(value)} is no protocol here`, 'use TCP, UDP or SCTP')
  return protocol
}

const unreadable = (path: Path): PortMatch => ({
  kind: 'unreadable',
  path,
  reason: 'the port does not parse',
})
