import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { asString, field, isList, isMap, type Json } from '../../lib/model/json'
import { knownResources } from '../../lib/sources/cluster/known-resources'
import { apply } from './apply'
import type { Request } from './audit-log'
import { mergePatch } from './client'
import { controlPlane } from './control-plane'
import { installProjects, projects, until } from './custom-resources'
import { expectSection, table, toldTable, type Row } from './document'
import { objectsOf } from './manifests'
import { answersOf, gapsOf, liesIn, readingOf, refusalOf, type Reading } from './reading'
import { grantMinimalRights, minimalAccount, minimalRights } from './rights'
import { fillers, shop } from './shop'

/** What our own account reads of a cluster with everything installed, and what each missing right costs. */
const plane = await controlPlane()
await installProjects(plane.admin, projects)
const account = await grantMinimalRights(plane.admin)
await apply(plane.admin, [
  ...shop,
  ...fillers,
  ...objectsOf(
    `apiVersion: policy.networking.k8s.io/v1alpha1
kind: AdminNetworkPolicy
metadata: {name: no-probes}
spec:
  priority: 10
  subject: {namespaces: {matchLabels: {team: shop}}}
  ingress: [{action: Deny, from: [{namespaces: {matchLabels: {team: ops}}}]}]`,
  ),
])
const kubeconfig = await plane.kubeconfig(account)

const whole = await readingOf({ kubeconfig })
const requests = await plane.audit.of(minimalAccount)
const answers = answersOf(whole.session)

const role = (await minimalRights()).find(({ kind }) => kind === 'ClusterRole') ?? {}
const rules = isList(role.rules) ? role.rules : []
const rolePath = '/apis/rbac.authorization.k8s.io/v1/clusterroles/podtrust'

const texts = (value: Json | undefined): readonly string[] =>
  isList(value) ? value.map(each => asString(each) ?? '') : []

/** `group/resource` of all that the role names. */
const granted = rules.flatMap(rule =>
  texts(field(rule, 'apiGroups')).flatMap(group =>
    texts(field(rule, 'resources')).map(resource => `${group}/${resource}`),
  ),
)

/** Requests for the same thing on one line, pages counted. */
function requestTable(log: readonly Request[]): string {
  const lines = new Map<string, { readonly cells: readonly string[]; pages: number }>()
  for (const { verb, uri, group, resource, namespace, name, status } of log) {
    const what = resource === '' ? uri : `${resource}${group === '' ? '' : `.${group}`}`
    const where = resource === '' ? '' : name === '' ? namespace || 'whole cluster' : `${namespace}/${name}`
    const key = JSON.stringify([verb, what, where, status])
    const line = lines.get(key) ?? { cells: [verb, what, where, String(status)], pages: 0 }
    line.pages += 1
    lines.set(key, line)
  }
  return table(
    ['verb', 'what', 'where', 'status', 'pages'],
    [...lines.values()]
      .sort((a, b) => (a.cells.join() < b.cells.join() ? -1 : 1))
      .map(({ cells, pages }) => [...cells, cells[0] === 'list' ? String(pages) : '']),
  )
}

describe('a whole read under the account of deploy/rbac.yaml', () => {
  it('lacks nothing', () => {
    expect([gapsOf(whole.capture), whole.page, whole.commandLine, whole.code]).toEqual([[], [], '', 0])
    // Not for want of anything to say.
    expect([...answers.values()].filter(answer => answer.startsWith('deny')).length).toBeGreaterThan(40)
    expect(answers.get('shop/cart -> pay/api 8080')).toBe('allow, partial')
    expect(answers.get('ops/probe -> shop/web 8080')).toBe('deny, no class')
  })

  it('gets and lists, and never asks for a Secret', () => {
    expect([...new Set(requests.map(({ verb }) => verb))].sort()).toEqual(['get', 'list'])
    expect(requests.filter(({ uri }) => /secret/i.test(uri))).toEqual([])
    expect(requests.filter(({ status }) => status !== 200).map(({ name, status }) => [name, status])).toEqual(
      [
        ['cilium-config', 404],
        ['calico-config', 404],
      ],
    )
  })

  it('comes page by page', () => {
    const pages = requests.filter(
      ({ resource, group }) => resource === 'networkpolicies' && group === 'networking.k8s.io',
    )
    expect(pages.map(({ uri }) => uri.replace(/continue=.+/, 'continue=TOKEN'))).toEqual([
      '/apis/networking.k8s.io/v1/networkpolicies?limit=500',
      '/apis/networking.k8s.io/v1/networkpolicies?limit=500&continue=TOKEN',
    ])
  })

  it('is what docs/reading-a-cluster.md says', () => expectSection('requests', requestTable(requests)))
})

describe('the role', () => {
  it('names every kind that is asked for where an API server does not tell what it serves', () => {
    const known = knownResources.map(({ group, plural }) => `${group}/${plural}`)
    expect(known.filter(resource => !granted.includes(resource))).toEqual([])
  })

  it('names nothing that is served and never asked for', () => {
    const known = new Set(knownResources.map(({ group, plural }) => `${group}/${plural}`))
    const listed = new Set(
      requests.filter(({ verb }) => verb === 'list').map(({ group, resource }) => `${group}/${resource}`),
    )
    expect(granted.filter(resource => !known.has(resource) && !listed.has(resource))).toEqual([
      // Linkerd's, which no module ships.
      'policy.linkerd.io/httplocalratelimitpolicies',
    ])
  })
})

/** The rules of the role less one resource of a group, or less everything that is named so. */
const rulesWithout = (group: string, ...resources: readonly string[]): readonly Json[] =>
  rules.flatMap(rule => {
    if (!texts(field(rule, 'apiGroups')).includes(group)) return [rule]
    const left = texts(field(rule, 'resources')).filter(resource => !resources.includes(resource))
    return left.length === 0 || !isMap(rule) ? [] : [{ ...rule, resources: left }]
  })

/** Gives the role other rules, and waits until the server goes by them: until `path` is answered so. */
async function grant(rules: readonly Json[], path: string, status: number): Promise<void> {
  await plane.admin.must('PATCH', rolePath, { type: mergePatch, body: { rules } })
  await until(async () => (await plane.client(account).get(`${path}?limit=1`)).status === status)
}

interface Missing {
  /** What the account may not list; `pods` or `group/version/resource`. */
  readonly lacks: string
  readonly gaps: readonly string[]
}

const rows: Row[] = []

describe('a right that is missing', () => {
  const missing: readonly Missing[] = [
    { lacks: 'networking.k8s.io/v1/networkpolicies', gaps: ['NetworkPolicy: forbidden'] },
    {
      lacks: 'namespaces',
      gaps: [
        'Namespace: forbidden',
        ...['bulk', 'default', 'kube-system', 'ops', 'pay', 'podtrust', 'shop'].map(
          name => `labels of ${name}`,
        ),
      ],
    },
    { lacks: 'pods', gaps: ['Pod: forbidden'] },
    { lacks: 'services', gaps: ['Service: forbidden'] },
    { lacks: 'serviceaccounts', gaps: ['ServiceAccount: forbidden'] },
    { lacks: 'nodes', gaps: ['Node: forbidden'] },
    { lacks: 'apps/v1/replicasets', gaps: ['ReplicaSet: forbidden'] },
    { lacks: 'apps/v1/deployments', gaps: ['Deployment: forbidden'] },
    { lacks: 'apps/v1/daemonsets', gaps: ['DaemonSet: forbidden'] },
    { lacks: 'networking.k8s.io/v1/ingresses', gaps: ['Ingress: forbidden'] },
    { lacks: 'cilium.io/v2/ciliumnetworkpolicies', gaps: ['CiliumNetworkPolicy: forbidden'] },
    { lacks: 'crd.projectcalico.org/v1/globalnetworkpolicies', gaps: ['GlobalNetworkPolicy: forbidden'] },
    { lacks: 'security.istio.io/v1/authorizationpolicies', gaps: ['AuthorizationPolicy: forbidden'] },
    { lacks: 'networking.istio.io/v1alpha3/envoyfilters', gaps: ['EnvoyFilter: forbidden'] },
    {
      lacks: 'policy.networking.k8s.io/v1alpha1/adminnetworkpolicies',
      gaps: ['AdminNetworkPolicy: forbidden'],
    },
    { lacks: 'gateway.networking.k8s.io/v1/httproutes', gaps: ['HTTPRoute: forbidden'] },
  ]

  it.each(missing)('on $lacks is one gap, and no answer is wrong for it', async ({ lacks, gaps }) => {
    const [resource = '', version = 'v1', group = ''] = lacks.split('/').reverse()
    const path = group === '' ? `/api/v1/${resource}` : `/apis/${group}/${version}/${resource}`
    await grant(rulesWithout(group, resource), path, 403)
    const reading = await readingOf({ kubeconfig })
    rows.push({
      fault: `may not list ${resource}${group === '' ? '' : ` of ${group}`}`,
      how: 'the line is not in the role',
      ...reading,
    })
    expect(liesIn(reading, answers)).toEqual([])
    expect([...gapsOf(reading.capture)].sort()).toEqual(gaps)
    expect(reading.code).toBe(3)
    await grant(rules, path, 200)
  })

  describe('where Istio runs', () => {
    const proxies = ({ session }: Reading): readonly string[] =>
      session.inventory.workloads.flatMap(({ namespace, pods }) =>
        namespace === 'mesh' ? pods.map(({ proxy }) => proxy) : [],
      )
    const injection = '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations'
    const settings = '/api/v1/namespaces/istio-system/configmaps/istio'

    it('nothing is missing once the file for it is applied', async () => {
      await apply(
        plane.admin,
        objectsOf(
          '{apiVersion: v1, kind: Namespace, metadata: {name: istio-system}}',
          '{apiVersion: v1, kind: Namespace, metadata: {name: mesh, labels: {istio-injection: enabled}}}',
          '{apiVersion: v1, kind: ConfigMap, metadata: {namespace: istio-system, name: istio}, data: {mesh: ""}}',
          ...['istio-system/istiod', 'mesh/nightly'].map(full => {
            const [namespace = '', name = ''] = full.split('/')
            return `apiVersion: apps/v1
kind: Deployment
metadata: {namespace: ${namespace}, name: ${name}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec: {containers: [{name: main, image: registry.example.com/${name}:1}]}`
          }),
          await readFile('public/examples/demo/istio-system/injector.yaml', 'utf8'),
        ),
      )
      await grantMinimalRights(plane.admin)
      await until(async () => (await plane.client(account).get(injection)).status === 200)
      await until(async () => (await plane.client(account).get(settings)).status === 200)
      const reading = await readingOf({ kubeconfig })
      expect([gapsOf(reading.capture), reading.code]).toEqual([[], 0])
      expect(proxies(reading)).toEqual(['sidecar'])
      expect(JSON.stringify(reading.capture)).not.toContain('clientConfig')
    })

    it.each<[fault: string, how: string, path: string, role: string, gap: string]>([
      [
        'may not list mutatingwebhookconfigurations of admissionregistration.k8s.io, and pods are injected',
        'the binding of the ClusterRole of deploy/rbac-istio.yaml is deleted',
        injection,
        '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/podtrust-mesh-webhooks',
        'MutatingWebhookConfiguration: forbidden',
      ],
      [
        'may not get the settings of the mesh, and istiod is there',
        'the binding of the Role of deploy/rbac-istio.yaml is deleted',
        settings,
        '/apis/rbac.authorization.k8s.io/v1/namespaces/istio-system/rolebindings/podtrust-mesh-settings',
        'ConfigMap istio in istio-system: forbidden',
      ],
    ])('who %s is told so, and where the right stands', async (fault, how, path, binding, gap) => {
      const known = answersOf((await readingOf({ kubeconfig })).session)
      await plane.admin.must('DELETE', binding)
      await until(async () => (await plane.client(account).get(path)).status === 403)
      const reading = await readingOf({ kubeconfig })
      rows.push({ fault, how, ...reading })
      expect(gapsOf(reading.capture)).toEqual([gap])
      expect(liesIn(reading, known)).toEqual([])
      expect(reading.commandLine).toContain('`kubectl apply -f deploy/rbac-istio.yaml`')
      expect(reading.code).toBe(3)
      expect(proxies(reading)).toEqual([path === injection ? 'unknown' : 'sidecar'])
      await grantMinimalRights(plane.admin)
      await until(async () => (await plane.client(account).get(path)).status === 200)
    })
  })

  it('on the settings of Cilium, where its agent runs, is one gap', async () => {
    await grant(rules, '/api/v1/pods', 200)
    await apply(
      plane.admin,
      objectsOf(
        `apiVersion: apps/v1
kind: DaemonSet
metadata: {namespace: kube-system, name: cilium}
spec:
  selector: {matchLabels: {app: cilium}}
  template:
    metadata: {labels: {app: cilium}}
    spec: {hostNetwork: true, containers: [{name: main, image: registry.example.com/cilium:1}]}`,
        '{apiVersion: v1, kind: ConfigMap, metadata: {namespace: kube-system, name: cilium-config}, data: {enable-policy: default}}',
      ),
    )
    const known = await readingOf({ kubeconfig })
    expect([gapsOf(known.capture), known.code]).toEqual([[], 0])
    const roles = '/apis/rbac.authorization.k8s.io/v1/namespaces/kube-system/roles/podtrust-engine-settings'
    await plane.admin.must('DELETE', roles)
    const settings = '/api/v1/namespaces/kube-system/configmaps/cilium-config'
    await until(async () => (await plane.client(account).get(settings)).status === 403)
    const reading = await readingOf({ kubeconfig })
    rows.push({
      fault: 'may not get cilium-config, and Cilium is there',
      how: 'the Role in kube-system is deleted',
      ...reading,
    })
    expect(gapsOf(reading.capture)).toEqual(['ConfigMap cilium-config in kube-system: forbidden'])
    expect(liesIn(reading, answersOf(known.session))).toEqual([])
    expect(reading.session.enforcementUnproven).toBe(true)
    expect(reading.code).toBe(3)
  })

  it('everywhere but in two namespaces leaves those, and the rest unknown', async () => {
    const bindings = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/podtrust'
    await plane.admin.must('DELETE', bindings)
    await apply(
      plane.admin,
      objectsOf(
        ...['pay', 'shop'].map(
          namespace => `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {namespace: ${namespace}, name: podtrust}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: podtrust}
subjects: [{kind: ServiceAccount, namespace: podtrust, name: podtrust}]`,
        ),
      ),
    )
    const client = plane.client(account)
    await until(async () => (await client.get('/api/v1/pods?limit=1')).status === 403)
    for (const namespace of ['pay', 'shop'])
      await until(async () => (await client.get(`/api/v1/namespaces/${namespace}/pods?limit=1`)).ok)
    const fault = 'rights in the namespaces pay and shop only'

    const refusal = await refusalOf({ kubeconfig })
    rows.push({
      fault,
      how: 'RoleBindings instead of the ClusterRoleBinding; nothing said of namespaces',
      ...refusal,
    })

    const reading = await readingOf({ kubeconfig, namespaces: ['pay', 'shop'] })
    rows.push({ fault, how: 'the same with `--namespaces pay,shop`', ...reading })
    const { pods } = reading.session.inventory
    expect(new Set(pods.map(({ namespace }) => namespace))).toEqual(new Set(['pay', 'shop']))
    expect(liesIn(reading, answers)).toEqual([])
    expect(reading.capture.cluster?.namespaces).toEqual(['pay', 'shop'])
    const atTheMesh = [
      'AuthorizationPolicy',
      'DestinationRule',
      'PeerAuthentication',
      'RequestAuthentication',
      'ServiceEntry',
      'Sidecar',
      'VirtualService',
    ]
    const ofTheCluster = [
      ...[
        'AdminNetworkPolicy',
        'BaselineAdminNetworkPolicy',
        'ClusterNetworkPolicy',
        'GatewayClass',
        'GlobalNetworkPolicy',
        'Node',
      ],
      ...['ClusterwideEnvoyConfig', 'ClusterwideNetworkPolicy', 'DatapathPlugin', 'EnvoyConfig'].map(
        kind => `Cilium${kind}`,
      ),
      ...['LocalRedirectPolicy', 'NodeConfig'].map(kind => `Cilium${kind}`),
    ]
    expect([...gapsOf(reading.capture)].sort()).toEqual(
      [
        ...atTheMesh.map(kind => `${kind} in istio-system: forbidden`),
        ...ofTheCluster.map(kind => `${kind}: forbidden`),
        'ConfigMap cilium-config in kube-system: forbidden',
        'Pod: not-asked',
      ].sort(),
    )
    expect(reading.code).toBe(3)
  })

  it('is told', () => expectSection('rights', toldTable(rows)))
})
