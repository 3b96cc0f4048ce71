import type { PolicyNote } from '../model/policy-report'
import type { Peer, Policy, Rule } from '../model/rule'
import { peerText } from './describe'
import type { NamedPort, PodQuestions } from './pod-questions'

/**
 * Parts of a policy that match nothing in the capture, in any reading: peers that fit no pod, port names that no
 * destination has. Silent itself where nothing is left to match: a policy that governs nobody is told of once.
 */
export function silentParts(ask: PodQuestions, policy: Policy): PolicyNote[] {
  if (policy.unread || !ask.governsSomebody(policy.subject)) return []
  return policy.rules.flatMap(rule => {
    const silent = rule.peers.filter(peer => meansPods(peer) && !ask.matchesSomebody(peer))
    return [
      ...silent.map((peer): PolicyNote => ({
        kind: 'peer-matches-nobody',
        direction: policy.direction,
        path: peer.path,
        peer: peerText(peer),
      })),
      ...(silent.length === rule.peers.length ? [] : missingNames(ask, policy, rule)),
    ]
  })
}

const meansPods = (peer: Peer): boolean =>
  peer.kind === 'pods' || (peer.kind === 'all-of' && peer.peers.some(meansPods))

/** A name is looked up at the destination: the governed pods for ingress, whomever the rule leads to for egress. */
const missingNames = (
  ask: PodQuestions,
  { direction, subject }: Policy,
  { peers, ports }: Rule,
): PolicyNote[] =>
  ports
    .filter((port): port is NamedPort => port.kind === 'named')
    .filter(port =>
      direction === 'ingress' ? !ask.governedServe(subject, port) : !ask.matchedServe(peers, port),
    )
    .map(({ path, name, protocol }) => ({ kind: 'port-name-missing', direction, path, protocol, name }))
