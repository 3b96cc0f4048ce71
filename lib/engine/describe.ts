import { addressText, type Block } from '../model/address'
import { portsText, protocols } from '../model/port'
import type { IdentityPart, NamespaceScope, Peer, PortMatch } from '../model/rule'
import { selectorText, selectsAll } from '../model/selector'
import { patternText } from '../model/text-pattern'

/** A peer as a user would say it: `pods app=web in namespaces team=a`. */
export function peerText(peer: Peer): string {
  switch (peer.kind) {
    case 'anyone':
      return 'anyone'
    case 'pods':
      return `${selectsAll(peer.pods) ? 'every pod' : `pods ${selectorText(peer.pods)}`}${scopeText(peer.namespaces)}`
    case 'addresses': {
      const holes = peer.except.map(hole => `${addressText({ family: hole.family, value: hole.first })}…`)
      return `${blockText(peer.block)}${holes.length > 0 ? ` except ${holes.join(', ')}` : ''}`
    }
    case 'identities':
      return `${identityNouns[peer.part]} ${peer.patterns.map(patternText).join(', ')}`
    case 'names':
      return peer.patterns.join(', ')
    case 'entity':
      return peer.entity
    case 'nodes':
      return `nodes ${selectorText(peer.nodes)}`
    case 'service':
      return `service ${peer.namespace}/${peer.name}`
    case 'all-of':
      return peer.peers.map(peerText).join(' and ')
    case 'not':
      return `not ${peerText(peer.peer)}`
    case 'unreadable':
      return `unreadable: ${peer.reason}`
  }
}

const identityNouns: Readonly<Record<IdentityPart, string>> = {
  principal: 'identity',
  namespace: 'identities of namespace',
  account: 'service account',
  'trust-domain': 'identities of trust domain',
}

function scopeText(scope: NamespaceScope): string {
  switch (scope.kind) {
    case 'all':
      return ' in any namespace'
    case 'named':
      return ` in ${scope.namespace}`
    case 'selected':
      return selectsAll(scope.selector)
        ? ' in any namespace'
        : ` in namespaces ${selectorText(scope.selector)}`
  }
}

const blockText = ({ family, first, prefix }: Block): string =>
  `${addressText({ family, value: first })}/${prefix}`

/** Port entries as a user would say them: `TCP 80, TCP metrics`. */
export function portMatchText(matches: readonly PortMatch[]): string {
  const ofAllProtocols = (name: string): boolean =>
    protocols.every(protocol =>
      matches.some(match => match.kind === 'named' && match.name === name && match.protocol === protocol),
    )
  const texts = matches.map((match): string => {
    switch (match.kind) {
      case 'every':
        return 'every port'
      case 'range':
        return portsText([match])
      case 'named':
        return ofAllProtocols(match.name) ? match.name : `${match.protocol} ${match.name}`
      case 'icmp':
        return `ICMP${match.family === 6 ? 'v6' : ''}${match.type === undefined ? '' : ` type ${match.type}`}`
      case 'except':
        return `every port except ${portMatchText(match.ports)}`
      case 'unreadable':
        return `unreadable: ${match.reason}`
    }
  })
  return [...new Set(texts)].join(', ')
}
