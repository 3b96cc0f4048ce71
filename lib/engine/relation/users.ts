import type { Peer, PodSet } from '../../model/rule'
import type { Governor } from './governors'
import { keyOf } from './selection'

/** Which governors a selection matters to, and in what role. */
export class Users {
  private readonly byPeer = new Map<string, Set<Governor>>()
  private readonly bySubject = new Map<string, Set<Governor>>()
  /** Rules whose peers or ports no selection tells in full: addresses, names of ports, what is put together. */
  readonly special = new Set<Governor>()

  add(governor: Governor): void {
    const { subject, rules, direction } = governor.policy
    if (subject.kind === 'pods') entry(this.bySubject, keyOf(subject)).add(governor)
    for (const { peers, self } of rules) {
      for (const set of peers.flatMap(podSets)) entry(this.byPeer, keyOf(set)).add(governor)
      if (self || peers.some(peer => peer.kind !== 'pods' && peer.kind !== 'anyone'))
        this.special.add(governor)
    }
    if (governor.namesPorts && direction === 'egress') this.special.add(governor)
  }

  remove(governor: Governor): void {
    const { subject, rules } = governor.policy
    if (subject.kind === 'pods') this.bySubject.get(keyOf(subject))?.delete(governor)
    for (const set of rules.flatMap(({ peers }) => peers.flatMap(podSets)))
      this.byPeer.get(keyOf(set))?.delete(governor)
    this.special.delete(governor)
  }

  /** Those whose rules name the selection as a peer. */
  ofPeer(key: string): Iterable<Governor> {
    return this.byPeer.get(key) ?? []
  }

  /** Those that govern the selection. */
  ofSubject(key: string): Iterable<Governor> {
    return this.bySubject.get(key) ?? []
  }
}

function podSets(peer: Peer): PodSet[] {
  switch (peer.kind) {
    case 'pods':
      return [peer]
    case 'all-of':
      return peer.peers.flatMap(podSets)
    case 'not':
      return podSets(peer.peer)
    default:
      return []
  }
}

function entry(map: Map<string, Set<Governor>>, key: string): Set<Governor> {
  const known = map.get(key)
  if (known) return known
  const made = new Set<Governor>()
  map.set(key, made)
  return made
}
