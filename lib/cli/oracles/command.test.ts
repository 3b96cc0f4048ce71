import { describe, expect, it, test } from 'vitest'
import { folderOf, podtrust } from '../../../test/kit/command-line'
import { networkPolicy, object, pod } from '../../../test/kit/manifests'

const world = [
  pod('shop/web'),
  pod('shop/db'),
  networkPolicy('shop/closed', '{podSelector: {matchLabels: {app: db}}}'),
].join('\n---\n')

const file = (...cases: readonly string[]): string =>
  `apiVersion: podtrust.dev/v1alpha1\nkind: Expectations\ncases:\n${cases.map(line => `- {${line}}\n`).join('')}`

const ask = (verdict: string): string =>
  `name: ${verdict}, from: shop/web, to: shop/db, port: 80, expect: {verdict: ${verdict}}`

async function run(
  files: Readonly<Record<string, string>>,
  ...flags: readonly string[]
): Promise<{ code: number; out: string; err: string }> {
  const folder = await folderOf(files)
  const { code, out, err } = await podtrust('oracles', folder, ...flags)
  return { code, out: out.replaceAll(folder, 'DIR'), err: err.replaceAll(folder, 'DIR') }
}

describe('an oracle of cases', () => {
  it('has a line with its counts, and its failed rows on standard error', async () => {
    expect(
      await run({
        'ours/one/manifests/all.yaml': world,
        'ours/one/expectations.yaml': file(ask('deny'), ask('allow')),
        'ours/two/deep/manifests/all.yaml': world,
        'ours/two/deep/expectations.yaml': file(ask('deny')),
        'ours/README.md': 'x',
        'README.md': 'x',
      }),
    ).toEqual({
      code: 1,
      out: 'ours: 3 rows, 2 passed, 1 failed, 0 unsupported\n2 passed, 1 failed, 0 skipped\n',
      err: 'FAILED ours/one/expectations.yaml, line 5: allow\n  verdict: expected allow, got deny\n',
    })
  })

  it('exits with 0 when no row failed', async () => {
    expect(
      (await run({ 'o/c/manifests/a.yaml': world, 'o/c/expectations.yaml': file(ask('deny')) })).code,
    ).toBe(0)
  })

  it('reads rows of ICMP too, and tells derived rows apart', async () => {
    const { out } = await run({
      'ours/one/manifests/all.yaml': world,
      'ours/one/icmp.yaml': file('from: shop/web, to: shop/db, protocol: ICMP, expect: {verdict: unknown}'),
      'ours/one/derived.yaml': file(ask('deny'), ask('deny')),
    })
    expect(out).toBe(
      'ours: 1 rows, 1 passed, 0 failed, 0 unsupported\n' +
        'ours, derived: 2 rows, 2 passed, 0 failed, 0 unsupported\n' +
        '3 passed, 0 failed, 0 skipped\n',
    )
  })

  it('counts what is broken as failed, whoever broke it', async () => {
    const { code, out, err } = await run({
      'ours/file/manifests/all.yaml': world,
      'ours/file/expectations.yaml': 'kind: Nothing',
      'ours/row/manifests/all.yaml': world,
      'ours/row/expectations.yaml': file('from: shop/nobody, to: shop/db, port: 80, expect: {verdict: deny}'),
      'ours/world/manifests/all.yaml': '',
      'ours/world/expectations.yaml': file(ask('deny')),
    })
    expect(code).toBe(1)
    expect(out).toContain('ours: 3 rows, 0 passed, 3 failed, 0 unsupported\n')
    expect(err).toContain('FAILED ours/file/expectations.yaml\n')
    expect(err).toContain('there is no workload or pod `nobody`')
    expect(err).toContain('FAILED ours/world/expectations.yaml\n')
  })
})

describe('a row is unsupported by rule only', () => {
  const one = (
    documents: readonly string[],
    row: string,
    settings = '',
  ): Promise<{ code: number; out: string }> =>
    run({
      'ours/one/manifests/all.yaml': [world, ...documents].join('\n---\n'),
      'ours/one/expectations.yaml': file(row).replace('cases:', `${settings}cases:`),
    })
  const skipped = (feature: string): object => ({
    code: 0,
    out:
      'ours: 1 rows, 0 passed, 0 failed, 1 unsupported\n' +
      `unsupported because of ${feature}: 1\n0 passed, 0 failed, 1 skipped\n`,
  })
  const failed = {
    code: 1,
    out: 'ours: 1 rows, 0 passed, 1 failed, 0 unsupported\n0 passed, 1 failed, 0 skipped\n',
  }
  const cilium = object('cilium.io/v2', 'CiliumNetworkPolicy', 'shop/p')

  it('an unread kind makes the answer unknown', async () => {
    expect(await one([cilium], ask('allow'))).toMatchObject(skipped('kind CiliumNetworkPolicy of cilium.io'))
  })

  it('an unread kind may be the reason that was expected', async () => {
    const open = networkPolicy('shop/open', '{podSelector: {}, ingress: [{}]}')
    const admin = object('projectcalico.org/v3', 'GlobalNetworkPolicy', 'p')
    const row = 'from: {ip: 192.0.2.1}, to: shop/db, port: 80, expect: {deciding: GlobalNetworkPolicy p}'
    expect(await one([open, admin], row)).toMatchObject(
      skipped('kind GlobalNetworkPolicy of projectcalico.org'),
    )
  })

  it('a mesh that is not read', async () => {
    const mesh = object('v1', 'ConfigMap', 'linkerd/linkerd-config', 'data: {}')
    expect(await one([mesh], ask('allow'))).toMatchObject(skipped('Linkerd meshes'))
  })

  it('an engine with semantics of its own', async () => {
    expect(await one([], ask('allow'), 'settings: {engine: cilium}\n')).toMatchObject(
      skipped('cilium semantics'),
    )
  })

  it.each([
    ['{fqdn: example.org}', 'FQDN endpoints'],
    ['{entity: world}', 'entity endpoints'],
  ])('an end like %s', async (end, feature) => {
    expect(await one([], `from: ${end}, to: shop/db, port: 80, expect: {verdict: deny}`)).toMatchObject(
      skipped(feature),
    )
  })

  it('an answer that is sure of itself and wrong fails, also beside an unread kind', async () => {
    const elsewhere = object('cilium.io/v2', 'CiliumNetworkPolicy', 'other/p')
    expect(await one([elsewhere], ask('allow'), 'settings: {engine: kubernetes}\n')).toMatchObject(failed)
    expect(await one([], ask('allow'))).toMatchObject(failed)
  })

  it('an answer that is unknown for a broken file fails', async () => {
    const broken =
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  namespace: shop\nspec: {'
    expect(await one([broken], ask('deny'))).toMatchObject(failed)
  })
})

describe('an oracle of tables', () => {
  it('has a row per entry or line, none of them answered yet', async () => {
    expect(
      await run({
        'tables/rbac.jsonl': '{"a": 1}\n{"a": 2}\n',
        'tables/ids.json': '{"rows": [{}, {"derived": "why"}]}',
        'tables/scoping.json': '[1, 2, 3]',
        'tables/deep/identities.json': '{"controller": {}, "rows": [{}]}',
        'tables/deep/manifests/x.json': '[1]',
        'tables/other.json': '[1]',
      }),
    ).toEqual({
      code: 0,
      out:
        'tables: 8 rows, 0 passed, 0 failed, 8 unsupported\ntables, derived: 1 rows, 0 passed, 0 failed, 1 unsupported\n' +
        'unsupported because of Calico selectors: 3\nunsupported because of RBAC findings: 2\nunsupported because of SPIFFE IDs: 2\n' +
        'unsupported because of SPIFFE identities: 1\nunsupported because of tables of another form: 1\n' +
        '0 passed, 0 failed, 9 skipped\n',
      err: '',
    })
  })
})

describe('an oracle of whole outputs', () => {
  const shut = '{podSelector: {}, policyTypes: [Ingress, Egress]}'
  const files = {
    'whole/index.json': '{"list": ["one"], "exposure": ["one"], "diff": [{"before": "one", "after": "two"}]}',
    'whole/inputs/one/all.yaml': [pod('a/x', { ip: '10.0.0.1' }), networkPolicy('a/n', shut)].join('\n---\n'),
    'whole/inputs/two/all.yaml': [
      pod('a/x', { ip: '10.0.0.1' }),
      networkPolicy('a/n', '{podSelector: {}, policyTypes: [Ingress]}'),
    ].join('\n---\n'),
    'whole/list/one.txt': '\n',
    'whole/exposure/one.txt':
      'Exposure Analysis Result:\nIngress Exposure:\na/x[Pod] <= b/[all pods] : TCP 80\n',
    'whole/diff/one__two.txt':
      'Connectivity diff:\n' +
      'diff-type: added, source: a/x[Pod], destination: 0.0.0.0-9.255.255.255[External], ref1: No Connections, ref2: All Connections\n' +
      'diff-type: added, source: a/x[Pod], destination: 10.0.0.0-255.255.255.255[External], ref1: No Connections, ref2: All Connections, workloads-diff-info: x\n',
  }

  it('is compared as sets of lines, with ranges joined', async () => {
    expect(await run(files)).toEqual({
      code: 0,
      out: 'whole: 3 rows, 3 passed, 0 failed, 0 unsupported\n3 passed, 0 failed, 0 skipped\n',
      err: '',
    })
  })

  it('names what is missing and what is too much', async () => {
    const { code, err } = await run({
      ...files,
      'whole/list/one.txt': 'a/x[Pod] => a/y[Pod] : TCP 80\n',
      'whole/exposure/one.txt':
        'Workloads not protected by network policies:\na/x[Pod] is not protected on Egress\n',
      'whole/diff/one__two.txt': '',
    })
    expect(code).toBe(1)
    expect(err).toBe(
      'FAILED whole/list/one.txt\n  missing: a/x[Pod] => a/y[Pod] : TCP 80\n' +
        'FAILED whole/exposure/one.txt\n  missing: a/x[Pod] is not protected on Egress\n' +
        'FAILED whole/diff/one__two.txt\n  too much: diff-type: added, source: a/x[Pod], destination: 0.0.0.0-255.255.255.255[External], before: No Connections, after: All Connections\n',
    )
  })
})

describe('--only', () => {
  const files = {
    'a/c/manifests/a.yaml': world,
    'a/c/expectations.yaml': file(ask('deny')),
    'b/t.json': '[1]',
    'c/t.json': '[1]',
  }

  it('runs some', async () => {
    const { out } = await run(files, '--only', 'c,a')
    expect(out.match(/^\w: /gm)).toEqual(['a: ', 'c: '])
  })

  it('of those that are there', async () => {
    expect(await run(files, '--only', 'a,x')).toMatchObject({
      code: 2,
      out: '',
      err: '--only: there is no oracle `x` in `DIR`; there are a, b, c\n',
    })
  })
})

test('a folder without rows is bad input', async () => {
  expect(await run({ 'a/notes.txt': 'x' })).toMatchObject({
    code: 2,
    err: '`DIR` holds no rows of an oracle\n',
  })
  expect(await podtrust('oracles', 'no/such')).toMatchObject({ code: 2, err: '`no/such`: no such folder\n' })
})

const { ORACLES } = process.env

test.skipIf(ORACLES === undefined)(
  `no row of the oracles fails${ORACLES === undefined ? ' (not run: ORACLES names no folder)' : ''}`,
  { timeout: 600_000 },
  async () => {
    const { code, err } = await podtrust('oracles', ORACLES ?? '')
    expect({ code, err }).toEqual({ code: 0, err: '' })
  },
)
