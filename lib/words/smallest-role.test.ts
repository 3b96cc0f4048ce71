import { readFileSync } from 'node:fs'
import { loadAll } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { smallestRole, type MissingPermission } from './smallest-role'

const kind = (group: string, name: string): MissingPermission['object'] => ({ group, kind: name, name: '*' })
const roles = (...missing: MissingPermission[]): unknown[] => loadAll(smallestRole(missing) ?? '')

describe('the smallest role', () => {
  it('grants what is missing in the whole cluster', () => {
    expect(
      roles(
        { object: kind('security.istio.io', 'PeerAuthentication') },
        { object: kind('security.istio.io', 'AuthorizationPolicy') },
        { object: kind('', 'Pod') },
      ),
    ).toEqual([
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
        metadata: { name: 'podtrust-missing' },
        rules: [
          {
            apiGroups: ['security.istio.io'],
            resources: ['authorizationpolicies', 'peerauthentications'],
            verbs: ['get', 'list', 'watch'],
          },
          { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] },
        ],
      },
    ])
  })

  it('stays in the namespaces where something is missing', () => {
    expect(
      roles(
        { object: kind('networking.k8s.io', 'NetworkPolicy'), namespace: 'payments' },
        { object: kind('networking.k8s.io', 'NetworkPolicy'), namespace: 'data' },
      ),
    ).toMatchObject([
      { kind: 'Role', metadata: { namespace: 'data' } },
      { kind: 'Role', metadata: { namespace: 'payments' } },
    ])
  })

  it('gets one object by its name', () => {
    const object = { group: '', kind: 'ConfigMap', namespace: 'kube-system', name: 'cilium-config' }
    expect(roles({ object })).toMatchObject([
      {
        metadata: { namespace: 'kube-system' },
        rules: [{ resources: ['configmaps'], resourceNames: ['cilium-config'], verbs: ['get'] }],
      },
    ])
  })

  it.each(['x\nrules: [{apiGroups: ["*"]}]', '"', "'", 'yes', '1', 'a: b', '{', '\u202e', '---'])(
    'takes the name %j for text',
    name => {
      const text = smallestRole([{ object: kind('g', 'Kind'), namespace: name }])
      expect(loadAll(text ?? '')).toMatchObject([
        { metadata: { namespace: name }, rules: [{ apiGroups: ['g'] }] },
      ])
      expect(text).toMatch(/^[\x20-\x7e\n]*$/)
    },
  )

  it('is none where no role can help', () => {
    expect(smallestRole([])).toBeUndefined()
    expect(smallestRole([{ object: { group: 'x', kind: '*', name: '*' } }])).toBeUndefined()
  })

  it('is made of rules of deploy/rbac.yaml', () => {
    const granted = readFileSync('deploy/rbac.yaml', 'utf8')
    for (const [group, name] of [
      ['networking.k8s.io', 'NetworkPolicy'],
      ['security.istio.io', 'PeerAuthentication'],
      ['networking.k8s.io', 'Ingress'],
      ['cilium.io', 'CiliumClusterwideNetworkPolicy'],
    ] as const) {
      const [role] = roles({ object: kind(group, name) }) as [{ rules: { resources: string[] }[] }]
      expect(granted).toContain(role.rules[0]?.resources[0])
    }
  })
})
