import type { Pod } from '../model/inventory'
import type { PolicyNote } from '../model/policy-report'
import type { Peer, Policy, PortMatch, Rule } from '../model/rule'
import { peerText } from './describe'
import { governs, matchesPeer } from './matching'
import type { Party, World } from './world'

/**
 * Parts of a policy that match nothing in the capture, in any reading: peers that fit no pod, port names that no
 * destination has. Silent itself where nothing is left to match: a policy that governs nobody is told of once.
 */
export function silentParts(world: World, policy: Policy): PolicyNote[] {
  if (policy.unread) return []
  const governed = world.inventory.pods.filter(pod => governs(world, policy.subject, pod) !== 'no')
  if (governed.length === 0) return []
  return policy.rules.flatMap(rule => {
    const silent = rule.peers.filter(peer => meansPods(peer) && !somePod(world, peer))
    return [
      ...silent.map((peer): PolicyNote => ({
        kind: 'peer-matches-nobody',
        direction: policy.direction,
        path: peer.path,
        peer: peerText(peer),
      })),
      ...(silent.length === rule.peers.length ? [] : missingNames(world, policy, rule, governed)),
    ]
  })
}

const meansPods = (peer: Peer): boolean =>
  peer.kind === 'pods' || (peer.kind === 'all-of' && peer.peers.some(meansPods))

const asParty = (pod: Pod): Party => ({ kind: 'pod', pod })

const somePod = (world: World, peer: Peer): boolean =>
  world.inventory.pods.some(pod => matchesPeer(world, peer, asParty(pod), {}) !== 'no')

/** A name is looked up at the destination: the governed pods for ingress, whomever the rule leads to for egress. */
function missingNames(world: World, policy: Policy, rule: Rule, governed: readonly Pod[]): PolicyNote[] {
  const named = rule.ports.filter(
    (port): port is Extract<PortMatch, { kind: 'named' }> => port.kind === 'named',
  )
  if (named.length === 0) return []
  const reached =
    policy.direction === 'ingress'
      ? governed
      : world.inventory.pods.filter(pod =>
          rule.peers.some(peer => matchesPeer(world, peer, asParty(pod), {}) !== 'no'),
        )
  return named
    .filter(
      ({ name, protocol }) =>
        !reached.some(pod => pod.ports.some(port => port.name === name && port.protocol === protocol)),
    )
    .map(({ path, name, protocol }) => ({
      kind: 'port-name-missing',
      direction: policy.direction,
      path,
      protocol,
      name,
    }))
}
