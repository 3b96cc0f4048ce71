import { isList, type JsonMap } from '../lib/model/json'
import { generate, type Size } from './generate'
import { withMesh } from './mesh'
import type { Plan, PlannedPolicy } from './plan'

/** What a cluster is put under, each with the shape that it is meant for. */
export const stresses = {
  nopolicy: { shape: 'deep', apply: (plan: Plan): Plan => ({ ...plan, policies: [] }) },
  admin: { shape: 'deep', apply: withAdminPolicies },
  'per-pod': { shape: 'deep', apply: withUniquePods },
  notin: { shape: 'deep', apply: withNearFullSets },
  'notin-thresh': { shape: 'thresh', apply: withNearFullSets },
  cidr: { shape: 'deep', apply: withBlocks },
  mesh: { shape: 'deep', apply: withMesh },
} as const

export type Stress = keyof typeof stresses

/** A cluster of the stress's own shape, changed so that one part of the engine has the most to do. */
export function generateStress(stress: Stress, size: Omit<Size, 'shape'>): Plan {
  const { shape, apply } = stresses[stress]
  const plan = apply(generate({ ...size, shape }))
  return { ...plan, name: `${shape}+${stress}` }
}

/** A hundred AdminNetworkPolicies of every action, and a baseline that denies what is left. */
function withAdminPolicies(plan: Plan): Plan {
  const at = <T>(list: readonly [T, ...T[]], i: number): T => list[i % list.length] ?? list[0]
  const env = (name: string): JsonMap => ({ matchLabels: { env: name } })
  const admin = Array.from({ length: 100 }, (_, i): JsonMap => {
    const ingress = {
      action: at(['Deny', 'Allow', 'Pass'], i),
      from: [{ namespaces: { matchLabels: { team: `team-${i % 20}` } } }],
      ...(i % 4 > 0 && { ports: [{ portNumber: { protocol: 'TCP', port: 8000 + i } }] }),
    }
    const tier = { matchLabels: { tier: at(['frontend', 'data'], i) } }
    const notDev = { matchExpressions: [{ key: 'env', operator: 'NotIn', values: ['dev'] }] }
    const egress = {
      action: at(['Pass', 'Deny', 'Allow'], i),
      to: [{ pods: { namespaceSelector: notDev, podSelector: tier } }],
      ports: [{ portNumber: { protocol: 'TCP', port: 5432 + i } }],
    }
    return adminPolicy('AdminNetworkPolicy', `tier-${i}`, {
      priority: i,
      subject: { namespaces: i % 3 > 0 ? env(at(['prod', 'staging', 'dev'], i)) : {} },
      ingress: [ingress],
      egress: [egress],
    })
  })
  const baseline = adminPolicy('BaselineAdminNetworkPolicy', 'default', {
    subject: { namespaces: {} },
    ingress: [{ action: 'Deny', from: [{ namespaces: {} }] }],
  })
  return { ...plan, others: [...admin, baseline] }
}

const adminPolicy = (kind: string, name: string, spec: JsonMap): JsonMap => ({
  apiVersion: 'policy.networking.k8s.io/v1alpha1',
  kind,
  metadata: { name },
  spec,
})

/** Every pod is a class of its own: some policy asks for a label that no two pods share. */
function withUniquePods(plan: Plan): Plan {
  const namespace = plan.workloads.at(-1)?.namespace.name ?? 'default'
  const asks: PlannedPolicy = {
    namespace,
    name: 'asks-for-unique',
    spec: { podSelector: { matchLabels: { unique: 'nobody' } }, policyTypes: ['Ingress'] },
  }
  return { ...plan, labelEachPod: true, policies: [...plan.policies, asks] }
}

const mostSets = 5000

/**
 * Up to 5,000 rules, each of which lets in all namespaces but two or three, no two of them the same: one in every policy
 * of an application, or two where there are fewer policies than that. Few namespaces have fewer such sets.
 */
function withNearFullSets(plan: Plan): Plan {
  const takes = ({ name, spec }: PlannedPolicy): boolean =>
    isList(spec['ingress']) && name !== 'allow-monitoring'
  const share = plan.policies.filter(takes).length < mostSets ? 2 : 1
  const sets = distinctSets(plan.namespaces.map(({ name }) => name))
  let left = mostSets
  const policies = plan.policies.map(policy => {
    const { ingress } = policy.spec
    if (!takes(policy) || !isList(ingress)) return policy
    const fresh = Array.from({ length: Math.min(share, left) }, () => sets.next().value ?? []).filter(
      set => set.length > 0,
    )
    left -= fresh.length
    return { ...policy, spec: { ...policy.spec, ingress: [...ingress, ...fresh.map(allBut)] } }
  })
  return { ...plan, policies }
}

function allBut(namespaces: readonly string[]): JsonMap {
  const notIn = { key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: namespaces }
  return {
    from: [{ namespaceSelector: { matchExpressions: [notIn] } }],
    ports: [{ port: 9999, protocol: 'TCP' }],
  }
}

/** All pairs of a list, then all triples, those far apart in the list mixed with those close by. */
function* distinctSets(names: readonly string[]): Generator<string[], undefined> {
  const name = (at: number): string => names[at] ?? ''
  for (let gap = 1; gap < names.length; gap++)
    for (let at = 0; at + gap < names.length; at++) yield [name(at), name(at + gap)]
  for (let a = 0; a < names.length; a++)
    for (let b = a + 1; b < names.length; b++)
      for (let c = b + 1; c < names.length; c++) yield [name(a), name(b), name(c)]
  return undefined
}

const blocksPerPolicy = 5

/** Every policy that lets an application out names five address blocks of its own. */
function withBlocks(plan: Plan): Plan {
  let made = 0
  const block = (): JsonMap => {
    const at = made++
    return { ipBlock: { cidr: `${20 + (at >> 16)}.${(at >> 8) & 255}.${at & 255}.0/24` } }
  }
  const policies = plan.policies.map(policy => {
    const { egress } = policy.spec
    if (!policy.name.startsWith('allow-out-') || !isList(egress)) return policy
    const rule: JsonMap = {
      to: Array.from({ length: blocksPerPolicy }, block),
      ports: [{ port: 443, protocol: 'TCP' }],
    }
    return { ...policy, spec: { ...policy.spec, egress: [...egress, rule] } }
  })
  return { ...plan, policies }
}
