import { metadata, type Fields } from './keep'

/**
 * What stays of the objects that open ways into the cluster. Of what requests must look like only hosts and paths are
 * kept: values of headers and of query parameters may be tokens.
 */

const servicePort: Fields = { name: 'text', number: 'whole' }
const resource: Fields = { apiGroup: 'text', kind: 'text', name: 'text' }
const ingressBackend: Fields = {
  service: { name: 'text', port: servicePort },
  resource,
}
const ingress: Fields = {
  metadata,
  spec: {
    ingressClassName: 'text',
    defaultBackend: ingressBackend,
    rules: [{ host: 'text', http: { paths: [{ path: 'text', pathType: 'text', backend: ingressBackend }] } }],
  },
}

const routeTarget: Fields = { kind: 'text', name: 'text', weight: 'whole' }
const route: Fields = {
  metadata,
  spec: {
    host: 'text',
    path: 'text',
    to: routeTarget,
    alternateBackends: [routeTarget],
    port: { targetPort: 'whole-or-text' },
  },
}

const reference: Fields = {
  group: 'text',
  kind: 'text',
  namespace: 'text',
  name: 'text',
  port: 'whole',
}
const labelSelector: Fields = { matchLabels: 'texts', matchExpressions: 'any' }
const gateway: Fields = {
  metadata,
  spec: {
    gatewayClassName: 'text',
    listeners: [
      {
        name: 'text',
        hostname: 'text',
        port: 'whole',
        protocol: 'text',
        allowedRoutes: { namespaces: { from: 'text', selector: labelSelector } },
      },
    ],
  },
  // A waypoint without an address is not ready (istio.md section 1).
  status: { addresses: 'presence' },
}
const gatewayClass: Fields = { metadata, spec: { controllerName: 'text' } }
/** Istio's own kind of gateway. */
const meshGateway: Fields = {
  metadata,
  spec: {
    selector: 'texts',
    servers: [
      {
        port: { number: 'whole', protocol: 'text', name: 'text' },
        tls: { mode: 'text', httpsRedirect: 'boolean' },
        hosts: ['text'],
      },
    ],
  },
}
/** What stands for addresses in the registry of a mesh. */
const serviceEntry: Fields = {
  metadata,
  spec: {
    hosts: ['text'],
    addresses: ['text'],
    location: 'text',
    resolution: 'text',
    exportTo: ['text'],
    ports: [{ number: 'whole', name: 'text', protocol: 'text', targetPort: 'whole' }],
  },
}
const destination: Fields = { host: 'text', subset: 'text', port: { number: 'whole' } }
const meshMatch: Fields = { gateways: ['text'], port: 'whole' }
const meshRoute: Fields = { match: [meshMatch], route: [{ destination, weight: 'whole' }] }
const meshHttpRoute: Fields = {
  match: [{ ...meshMatch, uri: { exact: 'text', prefix: 'text', regex: 'text' } }],
  route: [{ destination, weight: 'whole' }],
  mirror: destination,
  mirrors: [{ destination }],
  delegate: { name: 'text', namespace: 'text' },
}
const virtualService: Fields = {
  metadata,
  spec: {
    hosts: ['text'],
    gateways: ['text'],
    exportTo: ['text'],
    http: [meshHttpRoute],
    tls: [meshRoute],
    tcp: [meshRoute],
  },
}
const backend: Fields = { ...reference, weight: 'whole' }
const gatewayRoute: Fields = {
  metadata,
  spec: {
    parentRefs: [{ ...reference, sectionName: 'text' }],
    hostnames: ['text'],
    rules: [
      {
        matches: [{ path: { type: 'text', value: 'text' } }],
        filters: [{ type: 'text', requestMirror: { backendRef: backend } }],
        backendRefs: [{ ...backend, filters: [{ type: 'text', requestMirror: { backendRef: backend } }] }],
      },
    ],
  },
}
const referenceGrant: Fields = {
  metadata,
  spec: {
    from: [{ group: 'text', kind: 'text', namespace: 'text' }],
    to: [{ group: 'text', kind: 'text', name: 'text' }],
  },
}

const targetReference: Fields = { group: 'text', kind: 'text', namespace: 'text', name: 'text' }
/** Whose proxies are changed; never how, which may hold anything. */
const envoyFilter: Fields = {
  metadata,
  spec: {
    workloadSelector: { labels: 'texts' },
    targetRefs: [targetReference],
    configPatches: [{ match: { context: 'text' } }],
  },
}
const proxyExtension: Fields = {
  metadata,
  spec: {
    selector: { matchLabels: 'texts' },
    targetRef: targetReference,
    targetRefs: [targetReference],
    match: [{ mode: 'text' }],
  },
}

/** By `group/kind`. */
export const entryFields: readonly (readonly [string, Fields])[] = [
  ['networking.k8s.io/Ingress', ingress],
  ['route.openshift.io/Route', route],
  ['gateway.networking.k8s.io/Gateway', gateway],
  ['gateway.networking.k8s.io/GatewayClass', gatewayClass],
  ['networking.istio.io/EnvoyFilter', envoyFilter],
  ['extensions.istio.io/WasmPlugin', proxyExtension],
  ['extensions.istio.io/TrafficExtension', proxyExtension],
  ['networking.istio.io/Gateway', meshGateway],
  ['networking.istio.io/ServiceEntry', serviceEntry],
  ['networking.istio.io/VirtualService', virtualService],
  ...['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'].map(
    kind => [`gateway.networking.k8s.io/${kind}`, gatewayRoute] as const,
  ),
  ['gateway.networking.k8s.io/ReferenceGrant', referenceGrant],
]
