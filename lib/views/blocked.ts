import type { Blocked } from '../api/overview-contract'
import type { SideTrace } from '../model/explanation'
import type { Pod, Workload } from '../model/inventory'
import { sameRef } from '../model/object'
import type { PortRange, Protocol } from '../model/port'
import type { Direction, Peer, Policy, PortMatch, Rule } from '../model/rule'
import { requiresLabel } from '../model/selector'
import type { Question, Session } from '../model/session'
import type { Stepwise } from '../model/stepwise'

export interface BlockedPairs {
  readonly items: readonly Blocked[]
  /** False where the search stopped at its bounds. */
  readonly complete: boolean
}

const bounds = {
  found: 200,
  asked: 2000,
  /** Pairs that are looked at, of all rules and of one: rules that name many stand for themselves. */
  looked: 40_000,
  lookedPerRule: 1000,
  /** Kinds of pod pairs that are explained of one pair of workloads. */
  kinds: 8,
} as const

/**
 * Pairs that a rule means to connect and the other side keeps apart, found by asking `explain` about the pairs that
 * allow rules name one by one. Which pairs a rule names is only where to look; the verdict is the engine's. Pairs that
 * are seen to be connected come last, since only some of their pods may be kept apart.
 */
export function* intendedButBlocked(session: Session, policies: readonly Policy[]): Stepwise<BlockedPairs> {
  const items: Blocked[] = []
  const search = new Search(session, policies)
  yield { done: 0, of: policies.length }
  const [apart, connected] = search.sortOut()
  let left: number = bounds.asked
  let complete = true
  const candidatesInOrder = [...apart, ...connected]
  for (const [done, candidate] of candidatesInOrder.entries()) {
    yield { done, of: Math.min(candidatesInOrder.length, bounds.asked) }
    if (items.length >= bounds.found || left-- === 0) return { items, complete: false }
    const found = judge(session, candidate)
    if (found === 'not-all-asked') complete = false
    else if (found) items.push(found)
  }
  return { items, complete: complete && search.complete }
}

/** Finds whom rules mean to connect, within bounds. */
class Search {
  /** False where some pairs were not looked at. */
  complete = true
  private left: number = bounds.looked

  constructor(
    private readonly session: Session,
    private readonly policies: readonly Policy[],
  ) {}

  /** Every question once: those about ports that no connection of the pair has, and those where pods may still differ. */
  sortOut(): [apart: Candidate[], connected: Candidate[]] {
    const seen = new Set<string>()
    const apart: Candidate[] = []
    const connected: Candidate[] = []
    for (const candidate of this.candidates()) {
      const { from, to, protocol, port } = candidate
      const id = JSON.stringify([from.key, to.key, protocol, port])
      if (seen.has(id)) continue
      seen.add(id)
      const open = this.session.between(from.key, to.key).find(({ ports }) => holds(ports, candidate))
      if (!open) apart.push(candidate)
      // One pair of pods that is connected has no other that is kept apart.
      else if (open.pods.of > 1) connected.push(candidate)
    }
    return [apart, connected]
  }

  private *candidates(): Generator<Candidate> {
    for (const policy of this.policies) {
      if (policy.unread || policy.subject.kind === 'unreadable') continue
      const subjects = this.session.workloadsIn(policy.subject)
      for (const rule of policy.rules.filter(({ action }) => action === 'allow')) {
        let ofRule: number = bounds.lookedPerRule
        for (const [self, peer] of this.named(rule, subjects)) {
          if (this.left-- <= 0 || ofRule-- <= 0) {
            this.complete = false
            break
          }
          yield* questions(policy, rule, ends(policy.direction, self, peer))
        }
      }
    }
  }

  private *named(rule: Rule, subjects: readonly Workload[]): Generator<[self: Workload, peer: Workload]> {
    for (const set of rule.peers.filter(namesPods))
      for (const peer of this.session.workloadsIn(set))
        for (const self of subjects) if (self.key !== peer.key) yield [self, peer]
  }
}

const holds = (ports: readonly PortRange[], { to, protocol, port }: Candidate): boolean =>
  numbersOf(port, protocol, to.pods).every(number =>
    ports.some(run => run.protocol === protocol && run.first <= number && number <= run.last),
  )

const numbersOf = (port: number | string, protocol: Protocol, pods: readonly Pod[]): number[] =>
  typeof port === 'number'
    ? [port]
    : pods.flatMap(pod =>
        pod.ports.filter(each => each.name === port && each.protocol === protocol).map(each => each.port),
      )

interface Candidate {
  readonly from: Workload
  readonly to: Workload
  readonly protocol: Protocol
  readonly port: number | string
  readonly policy: Policy
}

function judge(
  session: Session,
  { from, to, protocol, port, policy }: Candidate,
): Blocked | 'not-all-asked' | undefined {
  const question: Question = {
    from: { kind: 'pods', label: from.key, pods: from.pods },
    to: { kind: 'pods', label: to.key, pods: to.pods },
    protocol,
    port,
  }
  const { kinds, answers } = session.explainSome(question, bounds.kinds, 'different')
  for (const { explanation } of answers) {
    if (explanation.verdict !== 'deny' || explanation.port === undefined) continue
    const letsIn = explanation.sides.some(
      side => side.direction === policy.direction && side.verdict === 'allow' && namesPolicy(side, policy),
    )
    const keepsOut = explanation.sides.find(
      side => side.direction !== policy.direction && side.verdict === 'deny',
    )
    const deniedBy = keepsOut?.reasons[0]
    if (letsIn && keepsOut && deniedBy)
      return {
        from: from.key,
        to: to.key,
        protocol: explanation.protocol,
        port: explanation.port,
        allowedBy: policy.object,
        allowedAt: policy.direction,
        deniedAt: keepsOut.direction,
        deniedBy,
      }
  }
  return kinds > answers.length ? 'not-all-asked' : undefined
}

const namesPolicy = (side: SideTrace, policy: Policy): boolean =>
  side.steps.some(
    ({ role, object }) => role === 'decided' && object !== undefined && sameRef(object, policy.object),
  )

/** A namespace alone names nobody (contract.md section 1), so it means no pair in particular. */
const namesPods = (peer: Peer): peer is Extract<Peer, { kind: 'pods' }> =>
  peer.kind === 'pods' && (requiresLabel(peer.pods) || peer.serviceAccounts !== undefined)

const ends = (direction: Direction, self: Workload, peer: Workload): { from: Workload; to: Workload } =>
  direction === 'ingress' ? { from: peer, to: self } : { from: self, to: peer }

/** One port of every entry stands for it; a rule for every port is asked at the first one that the pods declare. */
function* questions(
  policy: Policy,
  rule: Rule,
  pair: { from: Workload; to: Workload },
): Generator<Candidate> {
  for (const match of rule.ports) {
    const port = portOf(match, pair.to.pods)
    if (port) yield { ...pair, ...port, policy }
  }
}

function portOf(match: PortMatch, pods: readonly Pod[]): Pick<Candidate, 'protocol' | 'port'> | undefined {
  switch (match.kind) {
    case 'range':
      return { protocol: match.protocol, port: match.first }
    case 'named':
      return pods.some(pod => pod.ports.some(({ name }) => name === match.name))
        ? { protocol: match.protocol, port: match.name }
        : undefined
    case 'every': {
      const declared = pods.flatMap(pod => pod.ports)[0]
      return declared ? { protocol: declared.protocol, port: declared.port } : { protocol: 'TCP', port: 80 }
    }
    default:
      return undefined
  }
}
