import type { ServicePort } from '../../model/inventory'
import type { Speaks } from '../../model/mesh'

/** What Istio takes a port of a Service for; `sniffed`: it looks at each connection. */
export type PortProtocol = 'http' | 'tcp' | 'tls' | 'sniffed' | 'unmeshed'

/** Names of protocols, as `appProtocol` or before the first `-` of a port's name (pkg/config/protocol). */
const families: ReadonlyMap<string, PortProtocol> = new Map<string, PortProtocol>([
  ['http', 'http'],
  ['http2', 'http'],
  ['grpc', 'http'],
  ['grpc-web', 'http'],
  ['http_proxy', 'http'],
  ['tcp', 'tcp'],
  ['mongo', 'tcp'],
  ['mysql', 'tcp'],
  ['redis', 'tcp'],
  ['tls', 'tls'],
  ['https', 'tls'],
  ['udp', 'unmeshed'],
])

/** Spellings that only `appProtocol` knows. */
const standardNames: ReadonlyMap<string, PortProtocol> = new Map<string, PortProtocol>([
  ['kubernetes.io/h2c', 'http'],
  ['kubernetes.io/ws', 'http'],
  ['kubernetes.io/wss', 'tls'],
])

/** Ports on which the server speaks first, so that nothing can be sniffed. */
const serverFirst: ReadonlySet<number> = new Set([25, 53, 3306, 27017])

/** Protocol of a port of a Service (istio.md section 6, pkg/config/kube/conversion.go). */
export function protocolOf({ protocol, appProtocol, name, port }: ServicePort): PortProtocol {
  if (protocol !== 'TCP') return 'unmeshed'
  if (appProtocol !== undefined) {
    const said = appProtocol.toLowerCase()
    const known = families.get(said) ?? standardNames.get(said)
    if (known) return known
  }
  const lower = (name ?? '').toLowerCase()
  const prefix = lower.startsWith('grpc-web') ? 'grpc-web' : (lower.split('-')[0] ?? '')
  return families.get(prefix) ?? (serverFirst.has(port) ? 'tcp' : 'sniffed')
}

/** What an application says on such a port, where nobody says otherwise (contract.md section 4, `speaks`). */
export const spokenOn = (protocol: PortProtocol): Speaks =>
  protocol === 'http' ? 'http' : protocol === 'tls' ? 'tls' : 'tcp'
