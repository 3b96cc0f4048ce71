import type { Dialect } from '../../model/dialect'
import { compileAuthorizationPolicy } from './authorization-policy'
import { readMeshConfig } from './mesh-config'
import { compileRequestAuthentication } from './request-authentication'

const group = 'security.istio.io'
const versions = ['v1', 'v1beta1']

export const istio: Dialect = {
  name: 'istio',
  claims: ['AuthorizationPolicy', 'RequestAuthentication'].map(kind => ({ group, kind, versions })),
  compile: (object, around) =>
    object.ref.kind === 'AuthorizationPolicy'
      ? compileAuthorizationPolicy(object, around, readMeshConfig(around))
      : compileRequestAuthentication(object, readMeshConfig(around)),
}
