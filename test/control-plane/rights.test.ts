import { describe, expect, it } from 'vitest'
import { asString, field, isList, type Json, type JsonMap } from '../../lib/model/json'
import { apply } from './apply'
import { controlPlane } from './control-plane'
import { installProjects, projects } from './custom-resources'
import { objectsOf } from './manifests'
import { grantMinimalRights, minimalAccount, minimalRights } from './rights'

const plane = await controlPlane()
await installProjects(plane.admin, projects)
const account = plane.client(await grantMinimalRights(plane.admin))
await apply(
  plane.admin,
  objectsOf(
    '{apiVersion: v1, kind: ConfigMap, metadata: {name: cilium-config, namespace: kube-system}, data: {enable-policy: default}}',
    '{apiVersion: v1, kind: ConfigMap, metadata: {name: kubeadm-config, namespace: kube-system}}',
    '{apiVersion: v1, kind: Secret, metadata: {name: key, namespace: default}}',
  ),
)

const texts = (value: Json | undefined): readonly string[] =>
  isList(value) ? value.map(each => asString(each) ?? '') : []

/** What the rules of a role name: `group/resource`. */
const granted = (role: JsonMap | undefined): readonly string[] =>
  (isList(role?.rules) ? role.rules : []).flatMap(rule =>
    texts(field(rule, 'apiGroups')).flatMap(group =>
      texts(field(rule, 'resources')).map(resource => `${group}/${resource}`),
    ),
  )

/** Where all objects of everything that is served can be listed: `group/resource` → path. */
async function served(): Promise<ReadonlyMap<string, string>> {
  const groups = field(await plane.admin.must('GET', '/apis'), 'groups')
  const versions = (isList(groups) ? groups : []).flatMap(group => {
    const all = field(group, 'versions')
    return (isList(all) ? all : []).map(version => `/apis/${asString(field(version, 'groupVersion'))}`)
  })
  const found = new Map<string, string>()
  for (const path of ['/api/v1', ...versions]) {
    const resources = field(await plane.admin.must('GET', path), 'resources')
    const group = path.startsWith('/apis/') ? path.split('/')[2] : ''
    for (const resource of isList(resources) ? resources : [])
      if (texts(field(resource, 'verbs')).includes('list'))
        found.set(
          `${group}/${asString(field(resource, 'name'))}`,
          `${path}/${asString(field(resource, 'name'))}`,
        )
  }
  return found
}

describe('the account of deploy/rbac.yaml', () => {
  it('may list what its role names and nothing else that a cluster with everything installed serves', async () => {
    const role = (await minimalRights()).find(({ kind }) => kind === 'ClusterRole')
    const everything = await served()
    const allowed: string[] = []
    for (const [resource, path] of everything) {
      const { status } = await account.get(`${path}?limit=1`)
      if (status === 200) allowed.push(resource)
      else expect([resource, status]).toEqual([resource, 403])
    }
    const named = new Set(granted(role))
    expect(allowed.sort()).toEqual([...everything.keys()].filter(resource => named.has(resource)).sort())
    // So that the lists above do not agree for being empty.
    expect(allowed).toContain('/pods')
    expect(allowed).toContain('security.istio.io/authorizationpolicies')
    expect(everything.size - allowed.length).toBeGreaterThan(50)
  })

  const configMaps = '/api/v1/namespaces/kube-system/configmaps'
  it.each([
    ['GET', '/apis', 200],
    ['GET', '/version', 200],
    ['GET', `${configMaps}/cilium-config`, 200],
    // Not there: may be asked for all the same.
    ['GET', `${configMaps}/calico-config`, 404],
    ['GET', `${configMaps}/kubeadm-config`, 403],
    ['GET', configMaps, 403],
    ['GET', '/api/v1/namespaces/default/configmaps/cilium-config', 403],
    ['GET', '/api/v1/namespaces/default/secrets/key', 403],
    ['GET', '/api/v1/secrets', 403],
    ['POST', '/api/v1/namespaces', 403],
    ['DELETE', '/api/v1/namespaces/default', 403],
    ['PATCH', '/apis/networking.k8s.io/v1/namespaces/default/networkpolicies/a', 403],
    ['POST', '/api/v1/namespaces/podtrust/serviceaccounts/podtrust/token', 403],
  ])('is answered on %s %s: %d', async (method, path, status) => {
    const body = method === 'GET' ? {} : { body: { metadata: { name: 'a' } } }
    const type = method === 'PATCH' ? { type: 'application/merge-patch+json' } : {}
    expect((await account.send(method, path, { ...body, ...type })).status).toBe(status)
  })

  it('is known to the server by the name that its log has', async () => {
    const asked = await plane.audit.of(minimalAccount)
    expect(asked).toContainEqual(expect.objectContaining({ verb: 'list', resource: 'pods', status: 200 }))
  })
})
