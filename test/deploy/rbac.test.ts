import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadAll } from 'js-yaml'
import { describe, expect, it } from 'vitest'

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
  it('lets the same account get the settings of the mesh, by name, and nothing else', () => {
    const file = readFileSync(join(import.meta.dirname, '..', '..', 'deploy', 'rbac-istio.yaml'), 'utf8')
    const [role, binding, ...others] = loadAll(file) as readonly Object[]
    expect(others).toEqual([])
    expect(role).toMatchObject({
      kind: 'Role',
      metadata: { namespace: 'istio-system' },
      rules: [{ apiGroups: [''], resources: ['configmaps'], resourceNames: ['istio'], verbs: ['get'] }],
    })
    expect(role?.rules).toHaveLength(1)
    expect(binding).toMatchObject({
      kind: 'RoleBinding',
      metadata: { namespace: 'istio-system' },
      roleRef: { kind: 'Role', name: role?.metadata.name },
      subjects: [{ kind: 'ServiceAccount', name: 'podtrust', namespace: 'podtrust' }],
    })
  })
})
