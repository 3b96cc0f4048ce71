import type { NamespaceScope, Peer, PodSet, Policy, PortMatch, Rule } from '../model/rule'
import type { Requirement } from '../model/selector'
import { nameLabel } from './inventory'

/** A rule, and the policy that it is of. */
export interface Placed {
  readonly policy: Policy
  readonly rule: Rule
  /** Its place among all rules. */
  readonly place: number
}

/**
 * Finds the rules that may cover another without looking at all of them: by one condition of their subject, one of a peer
 * and one of a port, each of which the covered rule must imply (`implies.ts`). Finds too many, never too few.
 */
export class ShadowIndex {
  private readonly all: Placed[] = []
  private readonly bySubject = new Map<string, Map<string, Map<string, Placed[]>>>()

  add(placed: Placed): void {
    const { policy, rule } = placed
    if (policy.subject.kind !== 'pods') return
    this.all.push(placed)
    for (const subject of podKeys(policy.subject))
      for (const peer of atMost(rule.peers.flatMap(peerKeys)))
        for (const port of atMost(rule.ports.map(portKey))) {
          const byPeer = entry(this.bySubject, subject, () => new Map<string, Map<string, Placed[]>>())
          const byPort = entry(byPeer, peer, () => new Map<string, Placed[]>())
          entry(byPort, port, () => []).push(placed)
        }
  }

  /** Lists of them, each in the order of their places; some may be in several. */
  *candidates({ subject }: Policy, { peers: [peer], ports: [port] }: Rule): Generator<readonly Placed[]> {
    if (subject.kind !== 'pods' || !peer || !port) return
    // Who takes none of no values lies within every set of values.
    if (asksForNothing(subject) || (peer.kind === 'pods' && asksForNothing(peer))) {
      yield this.all
      return
    }
    for (const subjectKey of impliedByPods(subject)) {
      const byPeer = this.bySubject.get(subjectKey)
      if (!byPeer) continue
      for (const peerKey of impliedByPeer(peer)) {
        const byPort = byPeer.get(peerKey)
        if (!byPort) continue
        for (const key of impliedByPort(port)) {
          const found = byPort.get(key)
          if (found) yield found
        }
      }
    }
  }
}

const anything = '*'

/** The conditions by which a set is found: one of its own, by each of the values that it takes. */
function podKeys({ namespaces, pods }: PodSet): string[] {
  const [first] = [...pods.requirements].sort((a, b) => sharpness(b) - sharpness(a))
  if (first) return requirementKeys('p', first)
  const [around] = asRequirements(namespaces).sort((a, b) => sharpness(b) - sharpness(a))
  return around ? requirementKeys('n', around) : [anything]
}

const sharpness = ({ operator }: Requirement): number =>
  operator === 'In' ? 2 : operator === 'Exists' ? 1 : 0

const requirementKeys = (of: string, { key, operator, values }: Requirement): string[] =>
  operator === 'In'
    ? atMost(values.map(value => JSON.stringify([of, key, value])))
    : [JSON.stringify([of, key])]

const asksForNothing = ({ namespaces, pods }: PodSet): boolean =>
  [...pods.requirements, ...asRequirements(namespaces)].some(
    ({ operator, values }) => operator === 'In' && values.length === 0,
  )

function impliedByPods({ namespaces, pods }: PodSet): string[] {
  const implied = (of: string, requirements: readonly Requirement[]): string[] =>
    requirements.flatMap(({ key, operator, values }) => [
      JSON.stringify([of, key]),
      // Whatever takes all of the values takes the first.
      ...(operator === 'In' ? values.slice(0, 1).map(value => JSON.stringify([of, key, value])) : []),
    ])
  return distinct([anything, ...implied('p', pods.requirements), ...implied('n', asRequirements(namespaces))])
}

function asRequirements(scope: NamespaceScope): Requirement[] {
  switch (scope.kind) {
    case 'all':
      return []
    case 'named':
      return [{ key: nameLabel, operator: 'In', values: [scope.namespace], path: [] }]
    case 'selected':
      return [...scope.selector.requirements]
  }
}

const peerKeys = (peer: Peer): string[] =>
  peer.kind === 'pods'
    ? podKeys(peer)
    : peer.kind === 'addresses'
      ? [JSON.stringify([peer.block.family, String(peer.block.first), peer.block.prefix])]
      : [anything]

function impliedByPeer(peer: Peer): string[] {
  if (peer.kind === 'pods') return impliedByPods(peer)
  if (peer.kind !== 'addresses') return [anything]
  const { family, first, prefix } = peer.block
  const bits = family === 4 ? 32 : 128
  const around = Array.from({ length: prefix + 1 }, (_, length) => {
    const shift = BigInt(bits - length)
    return JSON.stringify([family, String((first >> shift) << shift), length])
  })
  return [anything, ...around]
}

const portKey = (port: PortMatch): string =>
  port.kind === 'range' && port.first === port.last
    ? `${port.protocol} ${port.first}`
    : port.kind === 'range'
      ? port.protocol
      : port.kind === 'named'
        ? JSON.stringify([port.protocol, port.name])
        : anything

const impliedByPort = (port: PortMatch): string[] =>
  port.kind === 'range'
    ? [anything, port.protocol, `${port.protocol} ${port.first}`]
    : [anything, ...(port.kind === 'named' ? [portKey(port)] : [])]

/** A long list is found by anything: conditions multiply. */
const mostKeys = 16

const atMost = (keys: readonly string[]): string[] =>
  keys.length > mostKeys || keys.includes(anything) ? [anything] : distinct(keys)

const distinct = (keys: readonly string[]): string[] => [...new Set(keys)]

function entry<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
