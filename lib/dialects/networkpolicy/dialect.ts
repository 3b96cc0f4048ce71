import type { Dialect } from '../../model/dialect'
import { compileNetworkPolicy } from './compile'

export const networkPolicy: Dialect = {
  name: 'networkpolicy',
  claims: [{ group: 'networking.k8s.io', kind: 'NetworkPolicy', versions: ['v1'] }],
  compile: compileNetworkPolicy,
}
