import { describe, expect, it } from 'vitest'
import { policyGroupOf, scopeOf, splitApiVersion } from './kinds'

describe('kinds', () => {
  it('live in a namespace, in the cluster, or nobody knows', () => {
    expect(scopeOf('', 'Pod')).toBe('namespace')
    expect(scopeOf('', 'Namespace')).toBe('cluster')
    expect(scopeOf('rbac.authorization.k8s.io', 'ClusterRole')).toBe('cluster')
    expect(scopeOf('networking.k8s.io', 'NetworkPolicy')).toBe('namespace')
    expect(scopeOf('policy.networking.k8s.io', 'AdminNetworkPolicy')).toBe('cluster')
    expect(scopeOf('cilium.io', 'CiliumClusterwideNetworkPolicy')).toBe('cluster')
    expect(scopeOf('projectcalico.org', 'GlobalNetworkPolicy')).toBe('cluster')
    expect(scopeOf('security.istio.io', 'AuthorizationPolicy')).toBe('namespace')
    expect(scopeOf('route.openshift.io', 'Route')).toBe('namespace')
    expect(scopeOf('example.org', 'Database')).toBe('unknown')
  })

  it('have a group and a version', () => {
    expect(splitApiVersion('v1')).toEqual({ group: '', version: 'v1' })
    expect(splitApiVersion('apps/v1')).toEqual({ group: 'apps', version: 'v1' })
  })
})

describe('what cannot be read could be a policy', () => {
  it.each([
    ['of its own group', 'NetworkPolicy', 'networking.k8s.io/v1', 'networking.k8s.io'],
    ['of its own group, as a list', 'NetworkPolicyList', 'networking.k8s.io/v1', 'networking.k8s.io'],
    ['of a group, whatever it is', 'NetworkPolicee', 'cilium.io/v2', 'cilium.io'],
    ['that Kubernetes no longer serves', 'NetworkPolicy', 'extensions/v1beta1', 'networking.k8s.io'],
    ['of any group', 'NetworkPolicy', undefined, 'any'],
    ['of any group, where nobody knows the kind', 'Traffic', undefined, 'any'],
    ['in a list', 'List', 'v1', 'any'],
  ])('%s', (_, kind, apiVersion, group) => {
    expect(policyGroupOf(kind, apiVersion)).toBe(group)
  })

  it.each([
    ['Deployment', 'apps/v1'],
    ['Deployment', undefined],
    ['PodList', 'v1'],
    ['Ingress', 'networking.k8s.io/v1'],
    ['CiliumEndpoint', 'cilium.io/v2'],
    ['ClusterPolicy', 'kyverno.io/v1'],
    ['NetworkPolicy', 'example.org/v1'],
  ])('but not %s of %s', (kind, apiVersion) => {
    expect(policyGroupOf(kind, apiVersion)).toBeUndefined()
  })
})
