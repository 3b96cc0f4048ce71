import { cutPorts, protocols } from '../../model/port'
import type { Peer, PortMatch, Resolution, Rule } from '../../model/rule'
import { and, type Tri } from '../../model/tri'
import { matchesPort, namingsOf, resolvePorts } from '../matching'
import { demandOf, isLegible, isSeen } from '../sides'
import type { Hit } from '../readings'
import type { Party, Way } from '../world'
import type { Effects } from './effects'
import { isNamed } from './governors'
import type { Lens } from './lens'
import type { Peers } from './peers'
import type { PortMapId, PortMaps } from './port-maps'
import type { Entry } from './rows'
import { isCofinite, nothing, type SetId, type SetStore } from './sets'
import type { Slots } from './slots'

/** Which end of the connection a rule speaks of, and what is known of the destination's ports. */
export interface Standpoint {
  readonly way: Way
  /** For rules about what comes in: the pod whose ports the names mean. */
  readonly self?: Party
  /** Whether the governed pod meets the rule's demand on its own side. */
  readonly selfMatch: Tri
}

/**
 * Turns rules into entries of rows: for which slots, what on which ports. Everything that a rule says of ports and names is
 * asked of `matching.ts`, for one stand-in of all ends that are alike.
 */
export class RuleEntries {
  private readonly maps = new Map<string, PortMapId>()
  private readonly outside: SetId
  private signatures: readonly Signature[] | undefined

  constructor(
    private readonly sets: SetStore,
    private readonly ports: PortMaps,
    private readonly slots: Slots,
    private readonly effects: Effects,
  ) {
    this.outside = sets.range(slots.outside, slots.outside + slots.relevance.atoms.length)
  }

  /** Classes of pods came or changed. */
  forgetPods(): void {
    this.signatures = undefined
  }

  entries(
    rule: Rule,
    resolution: Resolution,
    peers: Peers,
    { way, self, selfMatch }: Standpoint,
    into: Entry[],
    lens?: Lens,
  ): void {
    const stands = and(and(rule.present, selfMatch), isLegible(rule) ? 'yes' : 'maybe')
    if (stands === 'no' || !isSeen(rule, way)) return
    const named = rule.ports.some(isNamed)
    const terms: Terms = {
      rule,
      resolution,
      named,
      text: termsText(rule, resolution),
      self,
      ...(lens && { lens }),
    }
    const from = into.length
    for (const peer of rule.peers) {
      const { yes, maybe } = peers.match(peer, way)
      if (yes !== nothing) this.enter(into, terms, peer, yes, stands)
      if (maybe !== nothing) this.enter(into, terms, peer, maybe, 'maybe')
    }
    // Where order does not matter, entries with the same worth become one.
    if (resolution === 'deny-overrides' && into.length > from + 1)
      into.push(...this.gathered(into.splice(from)))
  }

  private enter(into: Entry[], terms: Terms, peer: Peer, set: SetId, certainty: Exclude<Tri, 'no'>): void {
    const perDestination = terms.named && !terms.self
    if (!perDestination && !hasAddresses(peer)) {
      this.add(into, terms, peer, set, somePod, terms.self ?? somePod, certainty)
      return
    }
    // An address names whom it names outside, never a pod; and who is no pod has no names for ports.
    const outside = this.sets.and(set, this.outside)
    this.add(into, terms, peer, outside, someOutside, terms.self ?? someOutside, certainty)
    const pods = this.sets.minus(set, outside)
    if (!perDestination) this.add(into, terms, peer, pods, somePod, terms.self ?? somePod, certainty)
    else
      for (const { pod, members } of this.portSignatures())
        this.add(into, terms, peer, this.sets.and(pods, members), pod, pod, certainty)
  }

  private add(
    into: Entry[],
    terms: Terms,
    peer: Peer,
    set: SetId,
    party: Party,
    destination: Party,
    certainty: Exclude<Tri, 'no'>,
  ): void {
    if (set === nothing) return
    const map = this.mapFor(terms, peer, party, destination, certainty)
    if (this.ports.constant(map) !== this.effects.arithmetic(terms.resolution).none) into.push({ set, map })
  }

  /** What one peer entry with all port entries is worth; equal ones are worked out once. */
  private mapFor(
    { rule, resolution, named, text, lens }: Terms,
    peer: Peer,
    party: Party,
    destination: Party,
    certainty: Exclude<Tri, 'no'>,
  ): PortMapId {
    // What a peer is worth shows at any port entry; what port entries are worth is in the text of the terms.
    const worth = namingsOf(peer, everyPort, party, rule.request)
    const key = `${lens?.key ?? ''}${certainty}${worth.length === 1 ? worth[0] : worth.join('+')} ${text}${named ? signatureOf(destination) : ''}`
    const isShared = lens === undefined || lens.key !== undefined
    let map = isShared ? this.maps.get(key) : undefined
    if (map === undefined) {
      const { hit, none, operation } = this.effects.arithmetic(resolution)
      const request = demandOf(rule)
      map = rule.ports
        .map(port => {
          const namings = namingsOf(peer, port, party, rule.request)
          const worthOf = (match: Tri): number => {
            if (match === 'no') return none
            const plain: Hit = { action: rule.action, match, namings, ...(request && { request }) }
            if (!lens) return hit(plain)
            return lens
              .see(plain, rule, peer, port)
              .reduce((worth, seen) => operation.apply(worth, hit(seen)), none)
          }
          return this.portMap(port, destination, tri => worthOf(and(certainty, tri)))
        })
        .reduce((a, b) => this.ports.combine(a, b, operation))
      if (isShared) this.maps.set(key, map)
    }
    return map
  }

  private portMap(match: PortMatch, destination: Party, worth: (tri: Tri) => number): PortMapId {
    // A match is the same all along a range that the entry itself names, and all along what lies between.
    const pieces = cutPorts(resolvePorts(match, destination)).map(range => ({
      range,
      value: worth(matchesPort(match, destination, range.protocol, range.first)),
    }))
    return this.ports.of(pieces, 0)
  }

  /** Entries with the same worth become one, large sets apart from small ones, where order does not matter. */
  private gathered(entries: readonly Entry[]): Entry[] {
    const byMap = new Map<PortMapId, { small: SetId[]; large: Set<SetId> }>()
    for (const { set, map } of entries) {
      let known = byMap.get(map)
      if (!known) byMap.set(map, (known = { small: [], large: new Set() }))
      if (isCofinite(set) || this.sets.words(set) > largeWords) known.large.add(set)
      else known.small.push(set)
    }
    return [...byMap].flatMap(([map, { small, large }]) => [
      ...(small.length > 0 ? [{ set: this.sets.unionOf(small), map }] : []),
      ...[...large].map(set => ({ set, map })),
    ])
  }

  /** Pods grouped by the ports that have names, of which some rule speaks. */
  private portSignatures(): readonly Signature[] {
    if (this.signatures) return this.signatures
    const { portNames } = this.slots.relevance
    const found = new Map<string, { pod: Party; slots: number[] }>()
    this.slots.forEachClass((slot, pod) => {
      const spoken = pod.ports.filter(({ name }) => name !== undefined && portNames.has(name))
      const key = signatureOf({ kind: 'pod', pod: { ...pod, ports: spoken } })
      const known = found.get(key)
      if (known) known.slots.push(slot)
      else found.set(key, { pod: { kind: 'pod', pod: { ...pod, ports: spoken } }, slots: [slot] })
    })
    this.signatures = [...found.values()].map(({ pod, slots }) => ({ pod, members: this.sets.of(slots) }))
    return this.signatures
  }
}

/** A rule, and what of it is the same for all its peers. */
interface Terms {
  readonly rule: Rule
  readonly resolution: Resolution
  readonly named: boolean
  readonly text: string
  readonly self: Party | undefined
  readonly lens?: Lens
}

function termsText({ action, ports, request }: Rule, resolution: Resolution): string {
  let text = resolution === 'deny-overrides' ? `${action}|` : `${action}>`
  if (request) text += `${request.key.length}:${request.key}`
  for (const port of ports) text += portKey(port)
  return text
}

const everyPort: PortMatch = { kind: 'every', path: [] }

interface Signature {
  readonly pod: Party
  readonly members: SetId
}

const largeWords = 48

const hasAddresses = (peer: Peer): boolean =>
  peer.kind === 'addresses' ||
  (peer.kind === 'all-of' && peer.peers.some(hasAddresses)) ||
  (peer.kind === 'not' && hasAddresses(peer.peer))

function portKey(match: PortMatch): string {
  switch (match.kind) {
    case 'every':
      return '*'
    case 'range':
      return `${match.protocol}${match.first}-${match.last};`
    case 'named':
      return `${match.protocol}=${match.name.length}:${match.name};`
    case 'icmp':
      return 'i'
    case 'except':
      return `!(${match.ports.map(portKey).join('')})`
    case 'unreadable':
      return '?'
  }
}

const signatureOf = (party: Party): string =>
  party.kind === 'pod'
    ? party.pod.ports
        .map(({ name = '', protocol, port }) => `${name}/${protocols.indexOf(protocol)}/${port}`)
        .sort()
        .join()
    : '-'

/** Stand-ins for ends of which nothing but their kind matters. */
const someOutside: Party = { kind: 'outside', range: { family: 4, first: 0n, last: 0n } }
const somePod: Party = {
  kind: 'pod',
  pod: {
    namespace: '',
    name: '',
    workload: '',
    labels: new Map(),
    addresses: [],
    ports: [],
    hostNetwork: false,
    serviceAccount: '',
    proxy: 'none',
    predicted: false,
  },
}
