import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dig, isList } from '../../lib/model/json'
import { readManifests } from '../../lib/sources/manifests'
import { podtrust, type Run } from '../kit/program'
import { apply } from './apply'
import { mergePatch } from './client'
import { startControlPlane, type ControlPlane, type Who } from './control-plane'
import { installProjects, projects, until, type Project } from './custom-resources'
import { objectsIn, objectsOf } from './manifests'
import { gapsOf, readingOf } from './reading'
import { grantMinimalRights } from './rights'
import { shop } from './shop'

/** The real program, on clusters that hold what its example files hold: the same graph, however they come. */

const folder = await mkdtemp(join(tmpdir(), 'podtrust-graphs-'))
afterAll(() => rm(folder, { recursive: true }))

const list = (...source: readonly string[]): Promise<Run> => podtrust(['list', ...source, '--format', 'json'])

/** A live cluster in which nothing is seen that enforces policies says so of each row; manifests are taken as enforced. */
const asManifests = (rows: string): string =>
  rows.replaceAll('"enforcementUnproven": true', '"enforcementUnproven": false')

describe.each<[string, readonly Project[]]>([
  ['demo', ['aws-vpc', 'istio']],
  ['textbook', ['istio']],
])('the %s', (example, needs) => {
  let plane: ControlPlane
  let kubeconfig: string
  let manifests: Run
  let live: Run
  beforeAll(async () => {
    plane = await startControlPlane()
    await installProjects(plane.admin, needs)
    await apply(plane.admin, await objectsIn(`public/examples/${example}`))
    kubeconfig = await plane.kubeconfig(await grantMinimalRights(plane.admin, needs.includes('istio')))
    manifests = await list(`public/examples/${example}`)
    live = await list('--kubeconfig', kubeconfig)
  })
  afterAll(() => plane.stop())

  it('in a cluster is what it is in files, row for row', () => {
    expect(JSON.parse(manifests.out)).not.toEqual([])
    expect(asManifests(live.out)).toBe(manifests.out)
    expect(live.code).toBe(manifests.code)
  })

  it.runIf(example === 'demo')('is the same with everything installed', async () => {
    await installProjects(plane.admin, projects)
    const again = await list('--kubeconfig', kubeconfig)
    expect([again.out, again.code]).toEqual([live.out, live.code])
  })

  it('is the same captured, as a file and on standard input', async () => {
    const file = join(folder, `${example}.json`)
    expect(await podtrust(['capture', '--kubeconfig', kubeconfig, '-o', file])).toEqual({
      out: '',
      err: '',
      code: 0,
    })
    const [opened, piped] = [
      await list(file),
      await podtrust(['list', '-', '--format', 'json'], { input: await readFile(file, 'utf8') }),
    ]
    expect([opened.out, opened.code]).toEqual([live.out, live.code])
    expect([piped.out, piped.code]).toEqual([live.out, live.code])
  })
})

describe('a capture', () => {
  let plane: ControlPlane
  let who: Who
  let kubeconfig: string
  let taken: Run
  let text: string
  const file = join(folder, 'capture.json')
  beforeAll(async () => {
    plane = await startControlPlane()
    who = await grantMinimalRights(plane.admin)
    await apply(plane.admin, [
      ...shop,
      ...objectsOf(
        '{apiVersion: v1, kind: Secret, metadata: {namespace: shop, name: key}, stringData: {password: hush-secret}}',
        '{apiVersion: v1, kind: ConfigMap, metadata: {namespace: kube-system, name: cilium-config}, data: {enable-policy: default, other: hush-setting}}',
        '{apiVersion: v1, kind: ConfigMap, metadata: {namespace: shop, name: settings}, data: {password: hush-config}}',
        `apiVersion: v1
kind: Pod
metadata:
  namespace: shop
  name: talker
  labels: {app: talker}
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: '{"hush-applied": true}'
    example.com/note: hush-note
spec:
  nodeName: n1
  containers:
  - name: main
    image: registry.example.com/talker:1
    command: [run, hush-command]
    args: [hush-argument]
    env: [{name: PASSWORD, value: hush-value}]`,
      ),
    ])
    // A right less, so that there are gaps to keep.
    const role = '/apis/rbac.authorization.k8s.io/v1/clusterroles/podtrust'
    const granted = dig(await plane.admin.must('GET', role), 'rules')
    const rules = (isList(granted) ? granted : []).filter(
      rule => !JSON.stringify(rule).includes('"ingresses"'),
    )
    await plane.admin.must('PATCH', role, { type: mergePatch, body: { rules } })
    await until(
      async () => (await plane.client(who).get('/apis/networking.k8s.io/v1/networkpolicies')).status === 403,
    )
    kubeconfig = await plane.kubeconfig(who)
    taken = await podtrust(['capture', '--kubeconfig', kubeconfig, '-o', file])
    text = await readFile(file, 'utf8')
  })
  afterAll(() => plane.stop())

  it('says what is missing, and is saved all the same', () => {
    expect(taken).toMatchObject({ out: '', code: 3 })
    expect(taken.err).toMatch(/^cannot list all NetworkPolicies; forbidden .*\ncannot list all Ingresses/)
  })

  it('keeps gaps, facts and time', async () => {
    const [opened, live] = [await readManifests([file]), await readingOf({ kubeconfig })]
    expect(gapsOf(opened)).toEqual(['NetworkPolicy: forbidden', 'Ingress: forbidden'])
    expect(opened.gaps).toEqual(live.capture.gaps)
    expect(opened.cluster).toEqual(live.capture.cluster)
    expect(opened.source).toEqual(live.capture.source)
    expect(opened.problems).toEqual(live.capture.problems)
    expect(opened.objects.map(({ ref }) => ref)).toEqual(live.capture.objects.map(({ ref }) => ref))
    // It was taken before, and opened after, the live reading above.
    expect(Date.parse(opened.capturedAt)).toBeLessThan(Date.parse(live.capture.capturedAt))
    const [cold, warm] = [await list(file), await list('--kubeconfig', kubeconfig)]
    expect(cold).toEqual(warm)
    expect(cold.code).toBe(3)
  })

  it('holds nothing that is a secret', async () => {
    const all = await Promise.all(
      ['secrets', 'configmaps', 'pods'].map(kind => plane.admin.get(`/api/v1/${kind}`)),
    )
    const there = all.map(answer => answer.text).join('')
    for (const secret of [
      'hush-setting',
      'hush-config',
      'hush-applied',
      'hush-note',
      'hush-command',
      'hush-argument',
      'hush-value',
      'managedFields',
      'last-applied',
    ])
      expect(there).toContain(secret)
    expect(there).toContain(Buffer.from('hush-secret').toString('base64'))

    expect(text).toContain('"talker"')
    expect(text).not.toMatch(/hush|managedFields|last-applied|"Secret"|password/i)
    expect(text).not.toContain(Buffer.from('hush-secret').toString('base64'))
    expect(text).not.toContain(plane.tokenOf(who))
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })
})
