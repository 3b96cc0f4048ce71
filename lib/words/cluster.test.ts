import { describe, expect, it } from 'vitest'
import { clusterSentence, ownersOf } from './cluster'

describe('groups that a cluster does not serve', () => {
  it.each([
    [['security.istio.io', 'networking.istio.io'], ['Istio']],
    [
      ['crd.projectcalico.org', 'projectcalico.org', 'cilium.io'],
      ['Calico', 'Cilium'],
    ],
    // AdminNetworkPolicy ends as Gateway API does, but for one part.
    [
      ['policy.networking.k8s.io', 'gateway.networking.k8s.io'],
      ['AdminNetworkPolicy', 'Gateway API'],
    ],
    [
      ['notistio.io', 'x\u202e.example'],
      ['notistio.io', 'x\\u202e.example'],
    ],
  ])('%j belong to %j', (groups, owners) => {
    expect(ownersOf(groups)).toEqual(owners)
  })
})

describe('a live cluster', () => {
  it('says its version and what is not there', () => {
    expect(clusterSentence({ version: 'v1.36.3', notInstalled: ['cilium.io', 'security.istio.io'] })).toBe(
      'Kubernetes v1.36.3. Not installed, so nothing of it decides anything: Cilium and Istio.',
    )
  })

  it('says that only some namespaces were read', () => {
    expect(clusterSentence({ notInstalled: [], namespaces: ['shop', 'data'] })).toBe(
      'Its version was not told. Only 2 namespaces read: shop and data.',
    )
  })
})
