import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadAll } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { grantedIn } from '../../lib/words/granted-in'

interface Rule {
  readonly apiGroups: readonly string[]
  readonly resources: readonly string[]
  readonly resourceNames?: readonly string[]
  readonly verbs: readonly string[]
}
interface Object {
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace?: string }
  readonly rules?: readonly Rule[]
}

const text = readFileSync(join(import.meta.dirname, '..', '..', 'deploy', 'rbac.yaml'), 'utf8')
const objects = loadAll(text) as readonly Object[]
const rulesOf = (kind: string): readonly Rule[] =>
  objects.flatMap(object => (object.kind === kind ? (object.rules ?? []) : []))
const all = [...rulesOf('ClusterRole'), ...rulesOf('Role')]

describe('deploy/rbac.yaml', () => {
  it('makes an account, a role for the cluster, and named roles in namespaces', () => {
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'Namespace podtrust',
      'ServiceAccount podtrust',
      'ClusterRole podtrust',
      'ClusterRoleBinding podtrust',
      'Role podtrust-engine-settings',
      'RoleBinding podtrust-engine-settings',
    ])
  })

  it('lets nobody write', () => {
    expect([...new Set(all.flatMap(({ verbs }) => verbs))].sort()).toEqual(['get', 'list', 'watch'])
  })

  it('names everything: no `*`, no path that is no resource', () => {
    expect(all.flatMap(({ apiGroups, resources }) => [...apiGroups, ...resources]).join()).not.toContain('*')
    expect(all.filter(rule => 'nonResourceURLs' in rule)).toEqual([])
  })

  it('leaves out Secrets, parts of resources, and what decides about rights', () => {
    const resources = all.flatMap(rule => rule.resources)
    expect(resources.filter(name => /secret|\/|token|review|role|certificate/.test(name))).toEqual([])
  })

  it('gets ConfigMaps one by one, by name, and only in namespaces', () => {
    expect(rulesOf('ClusterRole').filter(({ resources }) => resources.includes('configmaps'))).toEqual([])
    expect(rulesOf('Role')).toEqual([
      {
        apiGroups: [''],
        resources: ['configmaps'],
        resourceNames: ['calico-config', 'cilium-config'],
        verbs: ['get'],
      },
    ])
  })
})

describe('deploy/rbac-istio.yaml', () => {
  const file = loadAll(
    readFileSync(join(import.meta.dirname, '..', '..', 'deploy', 'rbac-istio.yaml'), 'utf8'),
  ) as readonly Object[]
  const [role, binding, clusterRole, clusterBinding, ...others] = file
  const account = [{ kind: 'ServiceAccount', name: 'podtrust', namespace: 'podtrust' }]

  it('lets the same account get the settings of the mesh, by name', () => {
    expect(role).toMatchObject({ kind: 'Role', metadata: { namespace: 'istio-system' } })
    expect(role?.rules).toEqual([
      { apiGroups: [''], resources: ['configmaps'], resourceNames: ['istio'], verbs: ['get'] },
    ])
    expect(binding).toMatchObject({
      kind: 'RoleBinding',
      metadata: { namespace: 'istio-system' },
      roleRef: { kind: 'Role', name: role?.metadata.name },
      subjects: account,
    })
  })

  it('lets it list webhooks that change objects, and nothing else', () => {
    expect(clusterRole?.rules).toEqual([
      {
        apiGroups: ['admissionregistration.k8s.io'],
        resources: ['mutatingwebhookconfigurations'],
        verbs: ['list'],
      },
    ])
    expect(clusterBinding).toMatchObject({
      kind: 'ClusterRoleBinding',
      roleRef: { kind: 'ClusterRole', name: clusterRole?.metadata.name },
      subjects: account,
    })
    expect(others).toEqual([])
  })

  it('is what is named where one of its rights is missing, and nowhere else', () => {
    const rules = [
      ['', 'ConfigMap', 'istio', 'istio-system'],
      ['admissionregistration.k8s.io', 'MutatingWebhookConfiguration', '*', undefined],
    ] as const
    for (const [group, kind, name, namespace] of rules)
      expect(grantedIn({ group, kind, name, ...(namespace && { namespace }) })).toBe(
        '`kubectl apply -f deploy/rbac-istio.yaml`',
      )
    const granted = file.flatMap(object => object.rules ?? []).flatMap(rule => rule.resources)
    expect(granted).toEqual(['configmaps', 'mutatingwebhookconfigurations'])
    for (const name of ['cilium-config', 'calico-config', 'istiod'])
      expect(grantedIn({ group: '', kind: 'ConfigMap', namespace: 'kube-system', name })).toBe(
        'see deploy/rbac.yaml',
      )
    for (const kind of ['AuthorizationPolicy', 'PeerAuthentication'])
      expect(grantedIn({ group: 'security.istio.io', kind, name: '*' })).toBe('see deploy/rbac.yaml')
  })
})
