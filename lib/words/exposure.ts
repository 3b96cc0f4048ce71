import type { Exposed, ExposedPeer } from '../model/exposure'
import { portsText } from '../model/port'
import type { NamespaceScope } from '../model/rule'
import { selectorText, selectsAll } from '../model/selector'
import { visible } from './visible'

/** `any pod of any namespace`, `pods app=web in namespaces team=a (none exist yet)`. */
export function exposedPeerText(peer: ExposedPeer): string {
  if (peer.kind === 'entire-cluster') return 'any pod of any namespace'
  const { namespaces, pods, serviceAccounts = [], exists } = peer
  const who = selectsAll(pods) ? 'any pod' : `pods ${selectorText(pods)}`
  const as = serviceAccounts.length > 0 ? ` running as ${serviceAccounts.join(' or ')}` : ''
  return visible(`${who}${as} ${placeText(namespaces)}${exists ? '' : ' (none exist yet)'}`)
}

/** A namespace that is selected by the name it always bears is called by it. */
function placeText(scope: NamespaceScope): string {
  if (scope.kind === 'named') return `in ${scope.namespace}`
  if (scope.kind === 'all' || selectsAll(scope.selector)) return 'in any namespace'
  const [only, ...more] = scope.selector.requirements
  return only?.key === 'kubernetes.io/metadata.name' && only.operator === 'In' && more.length === 0
    ? `in ${only.values.join(' or ')}`
    : `in namespaces ${selectorText(scope.selector)}`
}

/** `on every port`, `on TCP 80,443`, `on the ports that it calls TCP http`. */
export function exposedPortsText({ ports, namedPorts }: Pick<Exposed, 'ports' | 'namedPorts'>): string {
  const text = portsText(ports)
  const numbers = ports.length === 0 ? [] : [text === 'All Connections' ? 'on every port' : `on ${text}`]
  const names = namedPorts.map(({ protocol, name }) => `${protocol} ${name}`)
  return visible(
    [...numbers, ...(names.length > 0 ? [`on what it calls ${names.join(' or ')}`] : [])].join(' and '),
  )
}

const asides: Readonly<Record<Exposed['verdict'], string>> = {
  allow: '',
  conditional: ', for some requests',
  unknown: ': unknown',
}

/** One line of "would also accept": who, and on which ports. */
export const exposedSentence = (exposed: Exposed): string =>
  `${exposedPeerText(exposed.peer)} ${exposedPortsText(exposed)}${asides[exposed.verdict]}`
