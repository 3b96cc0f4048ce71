import type { Dialect } from '../../model/dialect'
import { compileDestinationRule } from './destination-rule'
import { compilePeerAuthentication } from './peer-authentication'
import { compileSidecarResource } from './sidecar-resource'

/** The versions that Istio serves, all of one shape. */
const versions = ['v1', 'v1beta1', 'v1alpha3']

const compilers: ReadonlyMap<string, Dialect['compile']> = new Map([
  ['PeerAuthentication', compilePeerAuthentication],
  ['DestinationRule', compileDestinationRule],
  ['Sidecar', compileSidecarResource],
])

const nothing = { policies: [], transports: [], problems: [], dependsOn: [] }

/** Objects of Istio that decide about the wire. They compile to nothing but problems: what they do is asked of the mesh. */
export const istioWire: Dialect = {
  name: 'istio-wire',
  claims: [
    { group: 'security.istio.io', kind: 'PeerAuthentication', versions: ['v1', 'v1beta1'] },
    { group: 'networking.istio.io', kind: 'DestinationRule', versions },
    { group: 'networking.istio.io', kind: 'Sidecar', versions },
    // Read by the mesh as they are.
    { group: 'networking.istio.io', kind: 'ServiceEntry', versions },
    { group: 'networking.istio.io', kind: 'VirtualService', versions },
  ],
  compile: (object, around) => compilers.get(object.ref.kind)?.(object, around) ?? nothing,
}
