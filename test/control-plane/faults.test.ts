import { describe, expect, it } from 'vitest'
import { asString, dig } from '../../lib/model/json'
import { policyGroups } from '../../lib/model/policy-kinds'
import { clusterSentence } from '../../lib/words/cluster'
import { apply } from './apply'
import { mergePatch, outcomeOf } from './client'
import { controlPlane, type Who } from './control-plane'
import { crowd, takePlace } from './crowd'
import { definitionOf, install, until, type OwnKind } from './custom-resources'
import { cuttingProxy, type Cut, type Fault } from './cutting-proxy'
import { expectSection, toldTable, type Row } from './document'
import { objectsOf } from './manifests'
import { answersOf, gapsOf, liesIn, readingOf, refusalOf, type Options, type Reading } from './reading'
import { bind, grantMinimalRights, minimalAccount, tokenOf } from './rights'
import { fillers, shop } from './shop'

/** Faults of a real API server and of the way to it, and what is said of each: never less than the truth. */
const plane = await controlPlane({ users: ['viewer', 'crowded'] })
const account = await grantMinimalRights(plane.admin)
await apply(plane.admin, [...shop, ...fillers])
await bind(plane.admin, 'crowded', 'podtrust')
const proxy = await cuttingProxy(plane)

const direct = await plane.kubeconfig(account)
const proxied = await plane.kubeconfig(account, proxy.port)

/** Short pauses, and for the rest the patience that podtrust has. */
const hasty: Options = { pace: { first: 20, longest: 200, tries: 3 } }
/** For what never answers; long enough for a machine that is busy. */
const once: Options = { pace: { tries: 1 }, limits: { connect: 3_000, begin: 3_000, idle: 3_000 } }

const whole = await readingOf({ kubeconfig: direct })
const answers = answersOf(whole.session)

const rows: Row[] = []

interface Case {
  readonly fault: string
  readonly how: string
  readonly gaps: readonly string[]
}

/** Holds a reading against what it must say, and writes it down. */
function expectTold({ fault, how, gaps }: Case, reading: Reading): void {
  rows.push({ fault, how, ...reading })
  expect(liesIn(reading, answers)).toEqual([])
  expect(gapsOf(reading.capture)).toEqual(gaps)
  expect(reading.code).toBe(gaps.length === 0 ? 0 : 3)
  // What was read in the end is all there is.
  if (gaps.length === 0) expect(reading.capture.objects).toHaveLength(whole.capture.objects.length)
}

async function damaged(faults: readonly Fault[], options = hasty, who: Who = account): Promise<Reading> {
  proxy.damage(...faults)
  const kubeconfig = who === account ? proxied : await plane.kubeconfig(who, proxy.port)
  const reading = await readingOf({ kubeconfig }, options)
  expect(proxy.damaged).toBeGreaterThan(0)
  proxy.damage()
  return reading
}

const policies = /\/networkpolicies\?/
const firstPage = /\/networkpolicies\?limit=500$/
const secondPage = /\/networkpolicies\?.*continue=/
/** When all other kinds were read: Ingresses are asked for last. */
const meanwhile = (act: () => Promise<void>): Cut => ({ kind: 'meanwhile', act, after: /\/ingresses\?/ })

/** Statuses that the account met on a resource, in their order. */
const statuses = async (resource: string, user = minimalAccount): Promise<readonly number[]> =>
  (await plane.audit.of(user)).filter(request => request.resource === resource).map(({ status }) => status)

/** A change that etcd remembers; gives its revision. */
let changes = 0
async function change(): Promise<string> {
  const name = `change-${++changes}`
  await apply(
    plane.admin,
    objectsOf(`{apiVersion: v1, kind: ConfigMap, metadata: {namespace: ops, name: ${name}}}`),
  )
  const made = await plane.admin.must('GET', `/api/v1/namespaces/ops/configmaps/${name}`)
  return asString(dig(made, 'metadata', 'resourceVersion')) ?? ''
}

const permissions: OwnKind = {
  group: 'kuma.io',
  kind: 'MeshTrafficPermission',
  plural: 'meshtrafficpermissions',
  scope: 'Namespaced',
  versions: ['v1alpha1'],
}
const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'

/** A right to what every API server has, of which nothing is a Secret. */
const builtInRules = `{apiGroups: [''], resources: [namespaces, nodes, pods, replicationcontrollers, serviceaccounts, services], verbs: [get, list]}, {apiGroups: [apps, batch, networking.k8s.io], resources: ['*'], verbs: [get, list]}`

const bindings = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings'

describe('what is not installed', () => {
  const facts = ({ capture, page }: Reading): readonly string[] => {
    expect(page).toEqual([])
    return capture.cluster ? [clusterSentence(capture.cluster)] : []
  }

  it('is a fact and no gap', () => {
    expectTold(
      {
        fault: 'a CRD is absent, with the right to list it',
        how: 'no CRD is installed: a list would be answered 404',
        gaps: [],
      },
      { ...whole, page: facts(whole) },
    )
    expect(whole.capture.cluster?.notInstalled).toContain('cilium.io')
  })

  it('is one too for those who may not list it', async () => {
    await allow('viewer', builtInRules)
    const lists = await plane.client('viewer').get('/apis/cilium.io/v2/ciliumnetworkpolicies')
    expect(lists.status).toBe(403)
    const reading = await readingOf({ kubeconfig: await plane.kubeconfig('viewer') })
    expectTold(
      {
        fault: 'a CRD is absent, without the right to list it',
        how: 'a role without it: a list would be answered 403, and `/apis` has no such group',
        gaps: [],
      },
      { ...reading, page: facts(reading) },
    )
    expect(reading.capture.cluster).toEqual(whole.capture.cluster)
  })

  it('is found out group by group where the list of groups is forbidden', async () => {
    await plane.admin.must('DELETE', `${bindings}/system:discovery`)
    const paths = '{nonResourceURLs: ["/version", "/api/*", "/apis/*"], verbs: [get]}'
    await allow('viewer', `${builtInRules}, ${paths}`)
    const client = plane.client('viewer')
    await until(async () => (await client.get('/apis')).status === 403)
    expect((await client.get('/apis/cilium.io')).status).toBe(404)
    const reading = await readingOf({ kubeconfig: await plane.kubeconfig('viewer') })
    expectTold(
      {
        fault: 'the same, and `/apis` is forbidden',
        how: 'without the binding `system:discovery`, with a right to `/apis/*`: `/apis/cilium.io` is answered 404',
        gaps: [],
      },
      { ...reading, page: facts(reading) },
    )
    expect(reading.capture.cluster).toEqual(whole.capture.cluster)
  })

  it('is unknown where nothing of it may be asked', async () => {
    const open = policyGroups.filter(group => group !== 'cilium.io')
    const paths = ['/version', '/api/*', ...open.flatMap(group => [`/apis/${group}`, `/apis/${group}/*`])]
    const builtIn = ['apps', 'batch', 'extensions.istio.io', 'route.openshift.io'].map(
      group => `/apis/${group}*`,
    )
    await allow(
      'viewer',
      `${builtInRules}, {nonResourceURLs: ${JSON.stringify([...paths, ...builtIn])}, verbs: [get]}`,
    )
    const client = plane.client('viewer')
    await until(async () => (await client.get('/apis/cilium.io')).status === 403)
    expectTold(
      {
        fault: 'nothing is told of a group',
        how: 'the same, without a right to `/apis/cilium.io`, nor to its kinds',
        gaps: [
          'CiliumNetworkPolicy: forbidden',
          'CiliumClusterwideNetworkPolicy: forbidden',
          'anything of cilium.io: forbidden',
          'ConfigMap cilium-config in kube-system: forbidden',
        ],
      },
      await readingOf({ kubeconfig: await plane.kubeconfig('viewer') }),
    )
  })
})

describe('a list whose rest is no longer to be had', () => {
  const forget = async (): Promise<void> => plane.compact(await change())

  it('is begun anew', async () => {
    await plane.restartApiServer(['--feature-gates=ListFromCacheSnapshot=false'])
    const reading = await damaged([{ at: secondPage, cut: meanwhile(forget), times: 1 }])
    expectTold(
      {
        fault: 'a continue token expires',
        how: 'no cache snapshots; a change and a compaction before the second page of NetworkPolicies: 410',
        gaps: [],
      },
      reading,
    )
    expect((await statuses('networkpolicies')).slice(-4)).toEqual([200, 410, 200, 200])
  })

  it('is a gap where it is so every time', async () => {
    const reading = await damaged([{ at: secondPage, cut: meanwhile(forget) }])
    expectTold(
      {
        fault: 'continue tokens expire every time',
        how: 'the same before every second page',
        gaps: ['NetworkPolicy: expired'],
      },
      reading,
    )
    expect((await statuses('networkpolicies')).slice(-6)).toEqual([200, 410, 200, 410, 200, 410])
  })

  it('is begun anew after a restart', async () => {
    await plane.restartApiServer()
    const act = async (): Promise<void> => {
      await forget()
      await plane.restartApiServer()
    }
    expectTold(
      {
        fault: 'a continue token expires, as after a fail-over',
        how: 'a change, a compaction, SIGKILL and a new start before the second page: 410',
        gaps: [],
      },
      await damaged([{ at: secondPage, cut: meanwhile(act), times: 1 }]),
    )
    expect((await statuses('networkpolicies')).slice(-4)).toEqual([200, 410, 200, 200])
  })
})

describe('an answer that is damaged on its way', () => {
  const truncated = (bytes: number, by: 'end' | 'reset'): Cut => ({ kind: 'truncate', bytes, by })
  const rest = 'the answer to the second page of NetworkPolicies'

  it.each<[string, string, RegExp, Cut]>([
    [
      'an answer is cut off, as if it were whole',
      `${rest} ends after 900 bytes`,
      secondPage,
      truncated(900, 'end'),
    ],
    [
      'a compressed answer is cut off, as if it were whole',
      'the answer to the first page of NetworkPolicies ends after 9,000 bytes',
      firstPage,
      truncated(9_000, 'end'),
    ],
    [
      'a connection breaks in an answer',
      `${rest} is reset after 900 bytes`,
      secondPage,
      truncated(900, 'reset'),
    ],
    [
      'a connection breaks before an answer',
      'the request for NetworkPolicies is reset',
      policies,
      { kind: 'reset' },
    ],
  ])('%s', async (fault, how, at, cut) => {
    const reading = await damaged([{ at, cut }])
    expectTold({ fault: `${fault}, every time`, how, gaps: ['NetworkPolicy: cut-off'] }, reading)
    // Nothing of a page that was cut is taken for a policy.
    const read = reading.capture.objects.filter(({ ref }) => ref.kind === 'NetworkPolicy')
    expect(read).toHaveLength(at === secondPage ? 500 : 0)
    expectTold(
      { fault: `${fault}, once`, how: `${how}, once`, gaps: [] },
      await damaged([{ at, cut, times: 1 }]),
    )
  })

  it('is given up where it stops in the middle', async () => {
    expectTold(
      {
        fault: 'an answer stops in the middle',
        how: `${rest} stops after 900 bytes`,
        gaps: ['NetworkPolicy: timeout'],
      },
      await damaged([{ at: secondPage, cut: { kind: 'stall', bytes: 900 } }], once),
    )
  })
})

describe('a server that is busy', () => {
  const busy: Cut = { kind: 'answer', status: 503, headers: { 'retry-after': '1' }, body: 'try later' }

  it('is asked again when it says', async () => {
    expectTold(
      {
        fault: 'the way to the API server is overloaded for a while',
        how: 'two 503 with Retry-After: 1 from a load balancer',
        gaps: [],
      },
      await damaged([{ at: policies, cut: busy, times: 2 }]),
    )
  })

  it('is a gap where that never ends', async () => {
    expectTold(
      {
        fault: 'the way to the API server is overloaded for good',
        how: 'every request for NetworkPolicies is answered 503 with Retry-After: 1',
        gaps: ['NetworkPolicy: server-error'],
      },
      await damaged([{ at: policies, cut: busy }]),
    )
  })

  it('turns one away among many, who comes back', async () => {
    await crowd(plane, 'crowded')
    const client = plane.client('crowded')
    let met = false
    const place = (async () => {
      while (!met) await takePlace(client)
    })()
    await until(async () => (await client.get('/version')).status === 429)
    met = true
    const reading = await readingOf(
      { kubeconfig: await plane.kubeconfig('crowded') },
      { pace: { first: 1, longest: 1, tries: 30 } },
    )
    await place
    expectTold(
      {
        fault: 'the API server turns requests away',
        how: 'API Priority and Fairness: one place for the account, taken for 3 s: 429 with Retry-After',
        gaps: [],
      },
      reading,
    )
    // Some in the first three seconds, and few enough for somebody who waits as long as they are told.
    const turnedAway = (await plane.audit.of('crowded')).filter(({ status }) => status === 429)
    expect(turnedAway.length).toBeGreaterThan(0)
  })
})

describe('credentials', () => {
  it('that are wrong are bad input', async () => {
    const refusal = await refusalOf({ kubeconfig: await plane.kubeconfig({ token: 'wrong' }) }, hasty)
    rows.push({ fault: 'the token is wrong', how: 'a kubeconfig with another token: 401', ...refusal })
    expect(refusal.commandLine).toMatch(
      /the API server answers 401: Unauthorized; log in again, or choose another/,
    )
  })

  it('that end in the middle are a gap', async () => {
    await apply(
      plane.admin,
      objectsOf(
        '{apiVersion: v1, kind: ServiceAccount, metadata: {namespace: ops, name: leaver}}',
        `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: leaver}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: podtrust}
subjects: [{kind: ServiceAccount, namespace: ops, name: leaver}]`,
      ),
    )
    const leaver = { token: await tokenOf(plane.admin, 'ops', 'leaver') }
    const act = async (): Promise<void> => {
      await plane.admin.must('DELETE', '/api/v1/namespaces/ops/serviceaccounts/leaver')
      await until(async () => (await plane.client(leaver).get('/api/v1/pods?limit=1')).status === 401)
    }
    const reading = await damaged([{ at: policies, cut: meanwhile(act), times: 1 }], hasty, leaver)
    // One account less than the whole cluster has.
    expectTold(
      {
        fault: 'the account is deleted in the middle',
        how: 'its ServiceAccount is deleted before NetworkPolicies are asked for: 401',
        gaps: ['NetworkPolicy: unauthorized'],
      },
      reading,
    )
  })

  it('whose right is taken away in the middle are a gap', async () => {
    await bind(plane.admin, 'viewer', 'podtrust')
    const act = async (): Promise<void> => {
      await plane.admin.must('DELETE', `${bindings}/viewer-podtrust`)
      await plane.admin.must('DELETE', `${bindings}/viewer-test`)
      await until(async () => (await plane.client('viewer').get('/api/v1/pods?limit=1')).status === 403)
    }
    expectTold(
      {
        fault: 'a right is taken away in the middle',
        how: 'the ClusterRoleBinding is deleted before NetworkPolicies are asked for: 403',
        gaps: ['NetworkPolicy: forbidden'],
      },
      await damaged([{ at: policies, cut: meanwhile(act), times: 1 }], hasty, 'viewer'),
    )
  })
})

describe('an API server that goes', () => {
  it('and comes back is asked again', async () => {
    const kill = meanwhile(() => plane.killApiServer())
    const start = meanwhile(() => plane.startApiServer())
    expectTold(
      {
        fault: 'the API server is killed in the middle and comes back',
        how: 'SIGKILL when NetworkPolicies are asked for: ECONNRESET; a new start before the next try',
        gaps: [],
      },
      await damaged([
        { at: policies, cut: kill, times: 1 },
        { at: policies, cut: start, times: 1 },
      ]),
    )
  })

  // No row of the table: how long the moment lasts is chance, and with it whether another question comes after it.
  it('forbids everything for a moment when it starts, which is told or made good, and never taken for nothing', async () => {
    let started: Promise<void> = Promise.resolve()
    const act = async (): Promise<void> => {
      await plane.killApiServer()
      started = plane.startApiServer()
      // As soon as anything is answered, whatever it is.
      while (typeof (await outcomeOf(plane.admin.get('/readyz', { patience: 1_000 }))) === 'string');
    }
    // The moment is short; several starts find it.
    for (let starts = 1; starts <= 5; starts++) {
      const before = (await statuses('networkpolicies')).length
      const reading = await damaged([{ at: firstPage, cut: meanwhile(act), times: 1 }])
      await started
      expect(liesIn(reading, answers)).toEqual([])
      const gaps = gapsOf(reading.capture)
      expect(gaps.filter(gap => !/^NetworkPolicy(?: in \S+)?: forbidden$/.test(gap))).toEqual([])
      expect(reading.code).toBe(gaps.length === 0 ? 0 : 3)
      if (gaps.length === 0) expect(reading.capture.objects).toHaveLength(whole.capture.objects.length)
      if ((await statuses('networkpolicies')).slice(before).includes(403)) return
    }
  })

  it('is bad input where it does not come back', async () => {
    await plane.killApiServer()
    const refusal = await refusalOf({ kubeconfig: direct }, hasty)
    await plane.startApiServer()
    rows.push({ fault: 'the API server is down', how: 'SIGKILL: ECONNREFUSED', ...refusal })
    expect(refusal.commandLine).toMatch(
      /nothing listens at .* \(connection refused\); check that the cluster runs/,
    )
  })

  it.each(['kube-apiserver', 'etcd'] as const)('is given up where %s hangs in the middle', async part => {
    const act = (): Promise<void> => plane.freeze(part)
    const reading = await damaged([{ at: firstPage, cut: meanwhile(act), times: 1 }], once)
    plane.thaw(part)
    expectTold(
      {
        fault: `${part} hangs in the middle`,
        how: 'SIGSTOP when NetworkPolicies are asked for: no answer',
        gaps: ['NetworkPolicy: timeout'],
      },
      reading,
    )
  })

  it.each([
    ['kube-apiserver', /there is no connection after 3 s; check that the API server is well/],
    ['etcd', /there is no answer after 1.5 s; check that the API server is well/],
  ] as const)('is bad input where %s hangs from the beginning', async (part, message) => {
    const kubeconfig = await plane.kubeconfig('admin')
    await plane.freeze(part)
    // Where only etcd hangs, every kind is waited for.
    const refusal = await refusalOf({ kubeconfig }, { ...once, limits: { connect: 3_000, begin: 1_500 } })
    plane.thaw(part)
    rows.push({ fault: `${part} hangs`, how: 'SIGSTOP', ...refusal })
    expect(refusal.commandLine).toMatch(message)
    await until(async () => (await plane.admin.get('/readyz')).ok)
  })
})

describe('a custom kind', () => {
  const definition = `${definitions}/${permissions.plural}.${permissions.group}`
  const withVersions = (...versions: readonly string[]): Promise<unknown> => {
    const { spec = null } = definitionOf({ ...permissions, versions })
    return plane.admin.must('PATCH', definition, { type: mergePatch, body: { spec } })
  }

  it('that gets another version is read, page by page', async () => {
    await install(plane.admin, [definitionOf(permissions)])
    const act = async (): Promise<void> => {
      await withVersions('v1beta1', 'v1alpha1')
      await until(async () => (await plane.admin.get('/apis/kuma.io/v1beta1')).ok)
    }
    const reading = await damaged([{ at: /\/meshtrafficpermissions\?/, cut: meanwhile(act), times: 1 }])
    expectTold(
      {
        fault: 'a CRD gets another version in the middle',
        how: 'a version more before its objects are asked for; unpaged lists may then be answered 429 "storage is (re)initializing", pages are not',
        gaps: [],
      },
      reading,
    )
    expect(await statuses(permissions.plural)).toEqual([200])
    // As the server answers unpaged lists while its cache is being filled; whether one comes in time is chance.
    const again: Cut = {
      kind: 'answer',
      status: 429,
      headers: { 'retry-after': '1' },
      body: '{"kind":"Status","status":"Failure","message":"storage is (re)initializing","reason":"TooManyRequests","code":429}',
    }
    expectTold(
      {
        fault: 'the same, and a page meets that 429',
        how: 'the same answer once, by way of a proxy',
        gaps: [],
      },
      await damaged([{ at: /\/meshtrafficpermissions\?/, cut: again, times: 1 }]),
    )
  })

  it('that is deleted in the middle is not installed', async () => {
    const act = async (): Promise<void> => {
      await plane.admin.must('DELETE', `${definitions}/${permissions.plural}.${permissions.group}`)
      await until(async () => (await plane.admin.get('/apis/kuma.io')).status === 404)
    }
    const reading = await damaged([{ at: /\/meshtrafficpermissions\?/, cut: meanwhile(act), times: 1 }])
    expectTold(
      {
        fault: 'a CRD is deleted in the middle',
        how: 'deleted before its objects are asked for: 404',
        gaps: [],
      },
      reading,
    )
    expect(reading.capture.cluster?.notInstalled).toContain('kuma.io')
  })
})

// The last one, since those who trust the old authority reach nobody afterwards.
describe('certificates', () => {
  it('of an authority that the kubeconfig does not have are bad input', async () => {
    await plane.renewCertificates()
    const refusal = await refusalOf({ kubeconfig: direct }, hasty)
    rows.push({
      fault: 'the certificate is of another authority',
      how: 'new certificates at a new start, the old authority in the kubeconfig: SELF_SIGNED_CERT_IN_CHAIN',
      ...refusal,
    })
    expect(refusal.commandLine).toMatch(
      /is not signed by an authority that is trusted .*; check `certificate-authority`/,
    )
  })
})

it('is told', () => expectSection('faults', toldTable(rows)))

/** Gives a user these rules in the whole cluster, and no others but those of every account. */
async function allow(user: string, rules: string): Promise<void> {
  const name = `${user}-test`
  await apply(
    plane.admin,
    objectsOf(
      `{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: ${name}}, rules: [${rules}]}`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: ${name}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${name}}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: ${user}}]`,
    ),
  )
  const client = plane.client(user)
  await until(async () => (await client.get('/api/v1/pods?limit=1')).ok)
}
