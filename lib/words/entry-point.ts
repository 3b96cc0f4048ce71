import { contains, rangeText, wholeSpace, type AddressRange } from '../model/address'
import type { Door, DoorVia, EntryPoint, EntryTarget, EntryTls, EntryVia } from '../model/entry-point'
import { refText } from '../model/object'
import type { Transport } from '../model/verdict'
import { count, listed } from './count'
import { verdictName } from './glossary'
import { visible } from './visible'

const ways: Readonly<Record<EntryVia, string>> = {
  controller: 'through its controller',
  'load-balancer': 'through its load balancer',
  'node-port': 'through a port of every node',
  'external-address': 'through an external address',
}

/** What a way is, behind the name of its object: `for shop.example/pay, through Gateway edge/public, port 443`. */
export function entryWayText({
  via,
  through,
  hosts,
  paths,
  ports,
}: Pick<EntryPoint, 'via' | 'through' | 'hosts' | 'paths' | 'ports'>): string {
  const parts = [
    ...(hosts.length > 0 && via !== 'external-address' ? [`for ${listed(hosts)}`] : []),
    ...(paths.length > 0 ? [`${paths.length === 1 ? 'path' : 'paths'} ${listed(paths)}`] : []),
    through.length > 0 ? `through ${listed(through.map(refText))}` : ways[via],
    ...(hosts.length > 0 && via === 'external-address' ? [listed(hosts)] : []),
    ...(ports.length > 0 ? [`${ports.length === 1 ? 'port' : 'ports'} ${listed(ports.map(String), 6)}`] : []),
  ]
  return visible(parts.join(', '))
}

const reasons: Readonly<Record<Exclude<EntryTarget['reason'], 'some-addresses'>, string>> = {
  everyone: 'whoever comes is let in',
  nobody: 'nobody who comes this way is let in',
  'controller-pods': 'judged with the pods of the controller as the source',
  'controller-unknown': 'it depends on where the controller runs, which cannot be told',
  'own-node':
    'no pod and no address is let in, but a controller that uses the network of the pod’s own node gets through',
  'client-or-node':
    'the policies may see the client’s address or that of a node, and do not treat the two alike; a node always reaches its own pods',
  unread: 'something that decides could not be read',
  'doubtful-way': 'the object that opens the way could not be read as it is written',
  'at-controller': 'what lets traffic in at the pods of the gateway decides',
  membership:
    'the gateway uses the network of its node, and whether the mesh takes it for a member cannot be told',
  'client-identity': 'the gateway passes the client’s own certificate on, and who that is cannot be told',
}

/** Why traffic gets through to one target, or not, or why that cannot be told. */
export function entryReasonText({
  reason,
  from,
  elsewhere,
}: Pick<EntryTarget, 'reason' | 'from' | 'elsewhere'>): string {
  if (reason !== 'some-addresses') return reasons[reason]
  const rest =
    elsewhere === 'unknown'
      ? 'for others it depends on whether the policies see the client’s address or that of a node'
      : 'others are not let in'
  return `${addressesText(from)} let in, ${rest}`
}

/**
 * What is known of a way besides: where TLS ends and what it asks of the client, by which doors traffic gets to the pods of
 * the gateway, and whom the target sees. One sentence each; none for ways of which nothing of the kind is known.
 */
export const entryFacts = (
  { tls, doors }: Pick<EntryPoint, 'tls' | 'doors'>,
  target: Pick<EntryTarget, 'transport' | 'principal'>,
): string[] => [
  ...(tls ? [tlsText(tls)] : []),
  ...(doors ? [doorsText(doors)] : []),
  ...(target.transport ? [seenText(target.transport, target.principal)] : []),
]

const secret = 'Its certificate is in a Secret, which is never read: without one nothing is served there'

function tlsText({ ends, client }: EntryTls): string {
  switch (ends) {
    case 'nowhere':
      return 'No TLS is asked for at the gateway.'
    case 'redirected':
      return 'Requests without TLS are told to come back with it.'
    case 'pods':
      return client === 'mesh-identity'
        ? 'TLS passes the gateway unopened and ends at the pods, which meet the client’s own identity.'
        : 'TLS passes the gateway unopened and ends at the pods; whether they ask for a client certificate is not known.'
    case 'unknown':
      return 'Where TLS ends could not be read.'
    case 'controller':
      return atGateway[client]
  }
}

const atGateway: Readonly<Record<EntryTls['client'], string>> = {
  'not-asked': `TLS ends at the gateway, which asks for no client certificate. ${secret}.`,
  optional: `TLS ends at the gateway, which looks at a client certificate and lets in who has none. ${secret}.`,
  required: `TLS ends at the gateway, which requires a client certificate. ${secret}, and whose certificates it takes is not known.`,
  'mesh-identity':
    'TLS ends at the gateway, which takes members of the mesh alone; whether anybody outside is one is not known.',
  unknown: `TLS ends at the gateway; whether it asks for a client certificate is not known. ${secret}.`,
}

const doorWays: Readonly<Record<DoorVia, string>> = {
  'load-balancer': 'the load balancer',
  'node-port': 'a port of every node',
  'external-address': 'an external address',
  'host-port': 'a port of their nodes',
  'host-network': 'the network of their nodes',
}

function doorsText(doors: readonly Door[]): string {
  if (doors.length === 0)
    return 'No Service and no port of a node is known to lead to the pods of the gateway: nothing outside reaches it, as far as is known.'
  return `The pods of the gateway are reached by ${doors.map(doorText).join('; by ')}.`
}

const doorText = ({ via, service, ports, verdict }: Door): string =>
  [
    doorWays[via],
    ...(service ? [` of ${visible(refText(service))}`] : []),
    ...(ports.length > 0
      ? [`, ${ports.length === 1 ? 'port' : 'ports'} ${listed(ports.map(String), 6)}`]
      : []),
    ` (${verdictName[verdict].toLowerCase()})`,
  ].join('')

/** What goes over the wire behind a gateway of a mesh, and as whom it comes in there. */
function seenText(transport: Transport, principal: EntryTarget['principal']): string {
  if (transport === 'unknown' || principal === 'unknown')
    return 'What goes over the wire behind the gateway could not be told.'
  if (principal) return `Behind it these pods see ${visible(principal)}, by mutual TLS.`
  if (transport === 'fail') return 'Behind it the handshake with these pods fails.'
  return transport === 'plaintext'
    ? 'Behind it goes plaintext, and these pods see nobody’s identity.'
    : 'Behind it goes TLS, and these pods see nobody’s identity of the mesh.'
}

/** `every IPv4 address is`, `203.0.113.0-203.0.113.255 is`, `3 address ranges are`. */
function addressesText(ranges: readonly AddressRange[]): string {
  const texts = ranges.map(range =>
    contains(range, wholeSpace(range.family)) ? `every IPv${range.family} address` : rangeText(range),
  )
  const [only] = texts
  if (only !== undefined && texts.length === 1) return `${only} is`
  return `${texts.length > 3 ? count(texts.length, 'address range') : listed(texts)} are`
}
