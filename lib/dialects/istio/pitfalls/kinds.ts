/** A kind of objects, by group and name. */
export interface ReadKind {
  readonly group: string
  readonly kind: string
}

export const peerAuthentications: ReadKind = { group: 'security.istio.io', kind: 'PeerAuthentication' }
export const authorizationPolicies: ReadKind = { group: 'security.istio.io', kind: 'AuthorizationPolicy' }
export const requestAuthentications: ReadKind = { group: 'security.istio.io', kind: 'RequestAuthentication' }
export const destinationRules: ReadKind = { group: 'networking.istio.io', kind: 'DestinationRule' }
export const sidecarResources: ReadKind = { group: 'networking.istio.io', kind: 'Sidecar' }
export const gateways: ReadKind = { group: 'gateway.networking.k8s.io', kind: 'Gateway' }
export const namespaces: ReadKind = { group: '', kind: 'Namespace' }
export const services: ReadKind = { group: '', kind: 'Service' }
export const pods: ReadKind = { group: '', kind: 'Pod' }
