import type { KindCount } from '../model/kind-tally'
import { reachOf } from '../model/policy-kinds'
import { ownerOf } from './cluster'

/** Kinds that are read for the same reason, under one name. */
export interface FamilyCount {
  readonly name: string
  readonly count: number
}

/** Always all of them and in this order, so that counts come to places that are there already. */
const families = [
  'Namespaces',
  'Pods',
  'Controllers',
  'Services and routes',
  'NetworkPolicies',
  'Admin policies',
  'Cilium',
  'Calico',
  'Istio',
  'Linkerd',
  'Other policies',
  'Others',
] as const

type Family = (typeof families)[number]

/** Objects by what they are to the reader: `Pods` 1,204, `Istio` 12. */
export function familyCounts(kinds: readonly KindCount[]): FamilyCount[] {
  const sums = new Map<Family, number>()
  for (const { count, ...kind } of kinds) {
    const family = familyOf(kind)
    sums.set(family, (sums.get(family) ?? 0) + count)
  }
  return families.map(name => ({ name, count: sums.get(name) ?? 0 }))
}

const routes: readonly string[] = ['Service', 'Endpoints', 'EndpointSlice', 'Ingress', 'Route']

function familyOf({ group, kind }: Omit<KindCount, 'count'>): Family {
  if (group === '' && kind === 'Namespace') return 'Namespaces'
  if (group === '' && kind === 'Pod') return 'Pods'
  if (kind === 'ReplicationController' || group === 'apps' || group === 'batch') return 'Controllers'
  if (routes.includes(kind) || group === 'gateway.networking.k8s.io') return 'Services and routes'
  if (group === 'networking.k8s.io' && kind === 'NetworkPolicy') return 'NetworkPolicies'
  if (group === 'policy.networking.k8s.io') return 'Admin policies'
  const owner = ownerOf(group)
  const known = families.find(family => family === owner)
  if (known) return known
  const reach = reachOf(group, kind)
  return reach === undefined || reach === 'inert' ? 'Others' : 'Other policies'
}
