import { isList, isMap, quote, type Json, type JsonMap } from '../../model/json'
import type { Path } from '../../model/object'
import type { Action, Direction, Peer, PortMatch, Rule } from '../../model/rule'
import { present, type Reading } from '../reading'
import { ingressPeers, type Api } from './api'
import { alternatives } from './one-of'
import { readPeer, type PeerPlace } from './peer'

const longestName = 100

/** The rules of one direction, in the order in which they are asked (rule 4). */
export function readRules(reading: Reading, body: JsonMap, direction: Direction, api: Api): Rule[] {
  const path: Path = ['spec', direction]
  const value = present(body, direction)
  if (value === undefined) return []
  if (!isList(value)) {
    reading.refuse('bad-rules', path, `${quote(value)} is no list of rules`, 'start each rule with a dash')
    return doubtfulRules(path, 'the rules do not parse')
  }
  refuseMany(reading, value, path, api.limits.rules, 'rules')
  return value.flatMap((rule, i) => readRule(reading, rule, [...path, i], direction, api))
}

/** What does not parse may allow, deny or pass anything, or be no rule at all. */
export const doubtfulRules = (path: Path, reason: string): Rule[] =>
  anyAction({
    path,
    peers: [{ kind: 'unreadable', path, reason }],
    ports: [{ kind: 'unreadable', path, reason }],
  })

const actions: readonly Action[] = ['allow', 'deny', 'pass']

const anyAction = (rule: Omit<Rule, 'action' | 'present'>): Rule[] =>
  actions.map(action => ({ ...rule, action, present: 'maybe' }))

function readRule(reading: Reading, value: Json, path: Path, direction: Direction, api: Api): Rule[] {
  const peersField = direction === 'ingress' ? 'from' : 'to'
  if (!isMap(value)) {
    reading.refuse(
      'bad-rules',
      path,
      `${quote(value)} is no rule`,
      `write \`action\`, \`${peersField}\` and, if need be, \`${api.portsField}\``,
    )
    return doubtfulRules(path, 'the rule does not parse')
  }
  const understood = reading.onlyKeys(value, path, ['name', 'action', peersField, api.portsField])
  readName(reading, value, path)
  const action = readAction(reading, value, path, api)
  const fields = direction === 'ingress' ? ingressPeers : api.egressPeers
  const peers = readPeers(reading, value, peersField, path, { api, fields, action })
  const ports = readPorts(reading, value, path, api, peers)
  const present = understood ? 'yes' : 'maybe'
  // Rule 14: one peer of no known kind closes the rule as a whole.
  if (peers.includes('closed')) return failClosed(path, action, present)
  const rule = { path, peers: peers.filter(peer => peer !== 'closed'), ports }
  return action === undefined ? anyAction(rule) : [{ ...rule, action, present }]
}

/** Rule 14: such a rule lets nothing through if it would allow, and denies everything otherwise. */
const failClosed = (path: Path, action: Action | undefined, present: Rule['present']): Rule[] =>
  action === 'allow'
    ? []
    : [
        {
          action: 'deny',
          path,
          peers: [{ kind: 'anyone', path }],
          ports: [{ kind: 'every', path }],
          present: action === undefined ? 'maybe' : present,
        },
      ]

function readName(reading: Reading, map: JsonMap, path: Path): void {
  const value = present(map, 'name')
  if (value === undefined || (typeof value === 'string' && value.length <= longestName)) return
  reading.refuse(
    'bad-name',
    [...path, 'name'],
    `${quote(value)} is no name for a rule`,
    `use at most ${longestName} characters`,
  )
}

function readAction(reading: Reading, map: JsonMap, path: Path, api: Api): Action | undefined {
  const value = present(map, 'action')
  const action = typeof value === 'string' ? api.actions.get(value) : undefined
  if (action) return action
  const words = [...api.actions.keys()]
  reading.refuse(
    'bad-action',
    [...path, 'action'],
    value === undefined ? 'is missing' : `${quote(value)} is no action here`,
    `write ${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`,
  )
  return undefined
}

/** Entries of `from` or `to`, of which there must be one at least: a rule without peers is refused (rule 10). */
function readPeers(
  reading: Reading,
  map: JsonMap,
  field: 'from' | 'to',
  path: Path,
  place: PeerPlace,
): (Peer | 'closed')[] {
  const at = [...path, field]
  const value = present(map, field)
  if (isList(value) && value.length > 0) {
    refuseMany(reading, value, at, place.api.limits.peers, 'peers')
    return value.flatMap((entry, i): readonly (Peer | 'closed')[] => {
      const peers = readPeer(reading, entry, [...at, i], place)
      return peers === 'closed' ? ['closed'] : peers
    })
  }
  reading.refuse(
    'no-peers',
    at,
    value === undefined ? 'is missing' : `${quote(value)} lists nobody`,
    'list one peer at least; `namespaces: {}` means every pod',
  )
  return [{ kind: 'unreadable', path: at, reason: 'no peer is listed' }]
}

/** Rules 11 and 13: without a list every protocol is meant; a port name means nothing where there are no pods. */
function readPorts(
  reading: Reading,
  map: JsonMap,
  path: Path,
  { portsField, readPort, limits }: Api,
  peers: readonly (Peer | 'closed')[],
): PortMatch[] {
  const at = [...path, portsField]
  const value = present(map, portsField)
  if (value === undefined) return [{ kind: 'every', path }]
  if (!isList(value) || value.length === 0) {
    reading.refuse(
      'bad-port',
      at,
      `${quote(value)} lists nothing`,
      'list one entry at least; to mean every port leave the field out',
    )
    return [{ kind: 'unreadable', path: at, reason: 'no port is listed' }]
  }
  refuseMany(reading, value, at, limits.ports, 'entries')
  const ports = value.flatMap((entry, i) => readPort(reading, entry, [...at, i]))
  const [named] = ports.filter(port => port.kind === 'named')
  if (named && peers.some(peer => peer !== 'closed' && isPodless(peer)))
    reading.refuse(
      'named-port-outside',
      named.path,
      `${quote(named.name)} is a port name, which ${alternatives(['networks', 'nodes', 'domainNames'])} do not have`,
      'write the number, or make a rule of its own for the peers that are pods',
    )
  return ports
}

const isPodless = (peer: Peer): boolean =>
  peer.kind === 'addresses' || peer.kind === 'nodes' || peer.kind === 'names'

function refuseMany(reading: Reading, list: readonly Json[], path: Path, most: number, what: string): void {
  if (list.length > most)
    reading.refuse(
      'too-many',
      path,
      `has ${list.length} ${what}, ${most} are allowed`,
      'split it into two policies or rules',
    )
}
