import { isList, isMap, own, quote, type Json } from '../../model/json'
import type { Path } from '../../model/object'
import type { Action, Peer } from '../../model/rule'
import { present, readCidr, readSelector, type Reading } from '../reading'
import type { Api, PeerField } from './api'
import { alternatives, oneOf } from './one-of'
import { everyPod, readNamespaces, readPods } from './subject'

const unreadable = (path: Path, reason: string): Peer => ({ kind: 'unreadable', path, reason })

/** What is known around a peer entry: the fields it may have, and what its rule does. */
export interface PeerPlace {
  readonly api: Api
  readonly fields: readonly PeerField[]
  /** Undefined where the action does not parse. */
  readonly action: Action | undefined
}

/**
 * Reads one entry of `from` or `to`: the peers that it lists, or `closed` where it sets no field that is known, because
 * then the whole rule fails closed (rule 14).
 */
export function readPeer(
  reading: Reading,
  value: Json,
  path: Path,
  place: PeerPlace,
): readonly Peer[] | 'closed' {
  const map = value ?? {}
  if (!isMap(map)) {
    reading.refuse('bad-peer', path, `${quote(value)} is no peer`, `write ${alternatives(place.fields)}`)
    return [unreadable(path, 'the peer does not parse')]
  }
  if (place.fields.every(field => present(map, field) === undefined)) {
    refuseUnknownPeer(reading, map, path, place)
    return 'closed'
  }
  const field = oneOf(reading, map, path, place.fields, 'bad-peer')
  if (!field) return [unreadable(path, 'the peer does not parse')]
  return readField(reading, field, own(map, field) ?? null, [...path, field], path, place)
}

function refuseUnknownPeer(reading: Reading, map: Json, path: Path, { fields, action }: PeerPlace): void {
  const outcome =
    action === undefined
      ? 'fails closed'
      : action === 'allow'
        ? 'fails closed: it lets nothing through'
        : 'fails closed: it denies everything'
  reading.refuse(
    'unknown-peer',
    path,
    `${quote(map)} has no field that is known here, so the whole rule ${outcome}`,
    `write ${alternatives(fields)}; if the field comes from a newer version of the API, judge this rule by hand`,
  )
}

function readField(
  reading: Reading,
  field: PeerField,
  value: Json,
  at: Path,
  path: Path,
  { api, action }: PeerPlace,
): Peer[] {
  switch (field) {
    case 'namespaces': {
      const namespaces = readNamespaces(reading, value, at, api.oldShapes)
      return [
        namespaces
          ? { kind: 'pods', path, namespaces, pods: everyPod }
          : unreadable(path, 'the namespaces do not parse'),
      ]
    }
    case 'pods': {
      const set = readPods(reading, value, at, api)
      return [set ? { kind: 'pods', path, ...set } : unreadable(path, 'the pods do not parse')]
    }
    case 'nodes':
      return [{ kind: 'nodes', path, nodes: readSelector(reading, value, at) }]
    case 'networks':
      return readEntries(reading, value, at, api.limits.networks, '`10.0.0.0/8`').map(readNetwork(reading))
    case 'domainNames':
      return readNames(
        reading,
        readEntries(reading, value, at, api.limits.domainNames, 'names'),
        path,
        at,
        action,
      )
  }
}

interface Entry {
  readonly value: Json
  readonly path: Path
}

/** The entries of a list that must hold one to `most` different texts; a single unreadable entry where it is no list. */
function readEntries(reading: Reading, value: Json, path: Path, most: number, what: string): Entry[] {
  if (!isList(value) || value.length === 0) {
    reading.refuse(
      'bad-peer',
      path,
      `${quote(value)} lists nothing`,
      `list one entry at least, such as ${what}`,
    )
    return [{ value: null, path }]
  }
  if (value.length > most)
    reading.refuse(
      'too-many',
      path,
      `lists ${value.length} entries, ${most} are allowed`,
      'make two peers of it',
    )
  if (new Set(value).size < value.length)
    reading.refuse('bad-peer', path, 'lists one entry twice', 'remove the second one')
  return value.map((entry, i) => ({ value: entry, path: [...path, i] }))
}

/** Rule 9: a network means every address in it, of its family alone. */
const readNetwork =
  (reading: Reading) =>
  ({ value, path }: Entry): Peer => {
    if (value === null && typeof path.at(-1) !== 'number')
      return unreadable(path, 'the networks do not parse')
    const block = readCidr(reading, value, path)
    if (!block) return unreadable(path, 'the network does not parse')
    return { kind: 'addresses', path, block, except: [] }
  }

/** `*.` in front stands for one or more labels, and for nothing anywhere else. */
const domainName =
  /^(\*\.)?([a-zA-Z0-9]([-a-zA-Z0-9_]*[a-zA-Z0-9])?\.)+[a-zA-Z0-9]([-a-zA-Z0-9_]*[a-zA-Z0-9])?\.?$/

/** Rule 15: names stand in rules that allow, and nowhere else. */
function readNames(
  reading: Reading,
  entries: readonly Entry[],
  path: Path,
  at: Path,
  action: Action | undefined,
): Peer[] {
  if (action !== 'allow') {
    reading.refuse(
      'bad-peer',
      at,
      'stands in a rule that does not allow; a name can only be allowed',
      'write the addresses as `networks`',
    )
    return [unreadable(path, 'names stand in a rule that does not allow')]
  }
  const patterns = entries.flatMap(({ value, path: place }) => {
    if (typeof value === 'string' && domainName.test(value)) return [value]
    if (value !== null)
      reading.refuse(
        'bad-name',
        place,
        `${quote(value)} is no domain name`,
        'write `example.org`, or `*.example.org` for every name below it',
      )
    return []
  })
  const names: Peer[] = patterns.length > 0 ? [{ kind: 'names', path, patterns }] : []
  return patterns.length < entries.length ? [...names, unreadable(path, 'a name does not parse')] : names
}
