import type { Dialect } from '../../model/dialect'
import { adminNetworkPolicyApi, baselineApi, clusterApi } from './api'
import { compileWith } from './compile'

const group = 'policy.networking.k8s.io'

const apis = new Map([
  ['AdminNetworkPolicy', adminNetworkPolicyApi],
  ['BaselineAdminNetworkPolicy', baselineApi],
  ['ClusterNetworkPolicy', clusterApi],
])

export const adminNetworkPolicy: Dialect = {
  name: 'adminnetworkpolicy',
  claims: [...apis].map(([kind, { version }]) => ({ group, kind, versions: [version] })),
  compile: object => compileWith(apis.get(object.ref.kind) ?? clusterApi, object),
}
