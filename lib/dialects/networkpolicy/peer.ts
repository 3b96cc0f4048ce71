import { contains, type AddressRange, type Block } from '../../model/address'
import { isList, isMap, own, quote, type Json, type JsonMap } from '../../model/json'
import { below, type Path } from '../../model/object'
import type { Peer } from '../../model/rule'
import { present, readCidr, readSelector, type Reading } from '../reading'

const unreadable = (path: Path, reason: string): Peer => ({ kind: 'unreadable', path, reason })

/** Reads one entry of `from` or `to`; what the API server would refuse becomes `unreadable` (rule 13). */
export function readPeer(reading: Reading, value: Json, path: Path, namespace: string): Peer {
  const map = value ?? {}
  if (!isMap(map)) {
    reading.refuse(
      'bad-peer',
      path,
      `${quote(value)} is no peer`,
      'write `podSelector`, `namespaceSelector` or `ipBlock`',
    )
    return unreadable(path, 'the peer does not parse')
  }
  if (!reading.onlyKeys(map, path, ['podSelector', 'namespaceSelector', 'ipBlock']))
    return unreadable(path, 'the peer has a field that is not known')
  const pods = present(map, 'podSelector')
  const namespaces = present(map, 'namespaceSelector')
  const block = present(map, 'ipBlock')
  if (block !== undefined) {
    if (pods === undefined && namespaces === undefined)
      return readBlock(reading, block, below(path, 'ipBlock'))
    reading.refuse('bad-peer', path, '`ipBlock` stands beside a selector', 'make two peers of them')
    return unreadable(path, '`ipBlock` stands beside a selector')
  }
  if (pods === undefined && namespaces === undefined) {
    reading.refuse(
      'bad-peer',
      path,
      'the peer is empty',
      'name `podSelector`, `namespaceSelector` or `ipBlock`; to allow everybody leave the list out',
    )
    return unreadable(path, 'the peer is empty')
  }
  // Rules 10-12: both selectors of one peer are ANDed; without namespaceSelector the policy's own namespace is meant,
  // without podSelector every pod of the matched namespaces; `{}` selects all, `null` is absent.
  return {
    kind: 'pods',
    path,
    namespaces:
      namespaces === undefined
        ? { kind: 'named', namespace }
        : { kind: 'selected', selector: readSelector(reading, namespaces, below(path, 'namespaceSelector')) },
    pods: readSelector(reading, pods ?? {}, below(path, 'podSelector')),
  }
}

/** Rule 24: `except` takes away inside the block only; it must lie strictly within it. */
function readBlock(reading: Reading, value: Json, path: Path): Peer {
  if (!isMap(value)) {
    reading.refuse(
      'bad-cidr',
      path,
      `${quote(value)} is no address block`,
      'write `cidr` and, if need be, `except`',
    )
    return unreadable(path, 'the address block does not parse')
  }
  const understood = reading.onlyKeys(value, path, ['cidr', 'except'])
  const block = readCidr(reading, own(value, 'cidr'), below(path, 'cidr'))
  if (!understood || !block) return unreadable(path, 'the address block does not parse')
  const { ranges, complete } = readExcept(reading, value, path, block)
  const peer: Peer = { kind: 'addresses', path, block, except: ranges }
  // An exception that does not parse may take away anything of the block, and nothing outside of it.
  return complete
    ? peer
    : {
        kind: 'all-of',
        path,
        peers: [peer, unreadable(below(path, 'except'), 'an exception does not parse')],
      }
}

function readExcept(
  reading: Reading,
  map: JsonMap,
  path: Path,
  block: Block,
): { ranges: AddressRange[]; complete: boolean } {
  const at = below(path, 'except')
  const value = present(map, 'except') ?? []
  if (!isList(value)) {
    reading.refuse('bad-cidr', at, `${quote(value)} is no list`, 'start each range with a dash')
    return { ranges: [], complete: false }
  }
  const ranges = value.map((entry, i) => {
    const range = readCidr(reading, entry, below(at, i))
    if (!range || (contains(block, range) && range.prefix > block.prefix)) return range
    reading.refuse(
      'bad-cidr',
      below(at, i),
      `${quote(entry)} does not lie inside \`cidr\``,
      'name a smaller range of the block',
    )
    return undefined
  })
  const readable = ranges.filter(range => range !== undefined)
  return { ranges: readable, complete: readable.length === ranges.length }
}
