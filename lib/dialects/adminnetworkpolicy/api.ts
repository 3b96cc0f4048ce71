import type { Json } from '../../model/json'
import type { Path } from '../../model/object'
import type { Action, PortMatch } from '../../model/rule'
import type { Reading } from '../reading'
import { readAdminPort, readProtocol } from './port'

export type PeerField = 'namespaces' | 'pods' | 'nodes' | 'networks' | 'domainNames'

/** What the three kinds have in common, and where they differ. */
export interface Api {
  readonly version: 'v1alpha1' | 'v1alpha2'
  readonly place: 'admin' | 'baseline' | 'written'
  readonly specFields: readonly string[]
  readonly actions: ReadonlyMap<string, Action>
  /** The field of a rule that lists its ports, and how one entry of it is read. */
  readonly portsField: 'ports' | 'protocols'
  readonly readPort: (reading: Reading, value: Json, path: Path) => readonly PortMatch[]
  readonly egressPeers: readonly PeerField[]
  /** Whether `namespaces` may hold a `namespaceSelector` of its own, and `pods` may hold `namespaces` (up to v0.1.1). */
  readonly oldShapes: boolean
  readonly limits: Readonly<Record<'rules' | 'peers' | 'ports' | 'networks' | 'domainNames', number>>
}

const legacy = {
  version: 'v1alpha1',
  portsField: 'ports',
  readPort: readAdminPort,
  oldShapes: true,
  limits: { rules: 100, peers: 100, ports: 100, networks: 25, domainNames: 25 },
} as const

export const adminNetworkPolicyApi: Api = {
  ...legacy,
  place: 'admin',
  specFields: ['priority', 'subject', 'ingress', 'egress'],
  actions: new Map([
    ['Allow', 'allow'],
    ['Deny', 'deny'],
    ['Pass', 'pass'],
  ]),
  egressPeers: ['namespaces', 'pods', 'nodes', 'networks', 'domainNames'],
}

export const baselineApi: Api = {
  ...legacy,
  place: 'baseline',
  specFields: ['subject', 'ingress', 'egress'],
  actions: new Map([
    ['Allow', 'allow'],
    ['Deny', 'deny'],
  ]),
  egressPeers: ['namespaces', 'pods', 'nodes', 'networks'],
}

export const clusterApi: Api = {
  version: 'v1alpha2',
  place: 'written',
  specFields: ['tier', 'priority', 'subject', 'ingress', 'egress'],
  actions: new Map([
    ['Accept', 'allow'],
    ['Deny', 'deny'],
    ['Pass', 'pass'],
  ]),
  portsField: 'protocols',
  readPort: readProtocol,
  egressPeers: ['namespaces', 'pods', 'nodes', 'networks', 'domainNames'],
  oldShapes: false,
  limits: { rules: 25, peers: 25, ports: 25, networks: 25, domainNames: 25 },
}

export const ingressPeers: readonly PeerField[] = ['namespaces', 'pods']
