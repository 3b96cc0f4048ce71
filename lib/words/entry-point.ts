import { contains, rangeText, wholeSpace, type AddressRange } from '../model/address'
import type { EntryPoint, EntryTarget, EntryVia } from '../model/entry-point'
import { refText } from '../model/object'
import { count, listed } from './count'
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

/** `every IPv4 address is`, `203.0.113.0-203.0.113.255 is`, `3 address ranges are`. */
function addressesText(ranges: readonly AddressRange[]): string {
  const texts = ranges.map(range =>
    contains(range, wholeSpace(range.family)) ? `every IPv${range.family} address` : rangeText(range),
  )
  const [only] = texts
  if (only !== undefined && texts.length === 1) return `${only} is`
  return `${texts.length > 3 ? count(texts.length, 'address range') : listed(texts)} are`
}
