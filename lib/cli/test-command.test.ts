import { describe, expect, it } from 'vitest'
import { folderOf, podtrust } from '../../test/kit/command-line'
import { networkPolicy, object, pod } from '../../test/kit/manifests'

const shop = [
  pod('shop/web', { ip: '10.0.0.1', labels: 'app: web, tier: front' }),
  pod('shop/db', { ip: '10.0.0.2', ports: ['sql:5432'] }),
  networkPolicy('shop/closed', '{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress]}'),
  networkPolicy(
    'shop/in',
    '{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: sql}]}]}',
  ),
]

const head = 'apiVersion: podtrust.dev/v1alpha1\nkind: Expectations\n'

interface Outcome {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs a whole Expectations file, `ask.yaml`, on some documents. */
async function runFile(
  expectations: string,
  documents: readonly string[] = shop,
  ...flags: readonly string[]
): Promise<Outcome> {
  const folder = await folderOf({ 'objects/all.yaml': documents.join('\n---\n'), 'ask.yaml': expectations })
  const outcome = await podtrust('test', `${folder}/objects`, '--expect', `${folder}/ask.yaml`, ...flags)
  const [out, err] = [outcome.out, outcome.err].map(text => text.replaceAll(`${folder}/`, ''))
  return { ...outcome, out: out ?? '', err: err ?? '' }
}

/** Runs cases written one per line in flow style; the first one stands on line 4. */
const cases = (lines: readonly string[], documents = shop, ...flags: readonly string[]): Promise<Outcome> =>
  runFile(`${head}cases:\n${lines.map(line => `- {${line}}\n`).join('')}`, documents, ...flags)

const passed = (count: number): Outcome => ({ code: 0, out: `${count} passed, 0 failed\n`, err: '' })

describe('a case passes when everything that it names is so', () => {
  it.each([
    ['verdict', 'from: shop/web, to: shop/db, port: 5432, expect: {verdict: allow}'],
    ['a port by name', 'from: shop/web, to: shop/db, port: sql, expect: {verdict: allow}'],
    ['deny', 'from: shop/web, to: shop/db, port: 80, expect: {verdict: deny}'],
    ['sides', 'from: shop/web, to: shop/db, port: 80, expect: {network: {egress: allow, ingress: deny}}'],
    [
      'causes',
      'from: shop/web, to: shop/db, port: 80, expect: {cause: {egress: default-allow, ingress: default-deny}}',
    ],
    ['the class', 'from: shop/web, to: shop/db, port: 5432, expect: {class: partial}'],
    [
      'the wire',
      'from: shop/web, to: shop/db, port: 5432, expect: {transport: plaintext, serverAccepts: plaintext-only}',
    ],
    [
      'nobody as principal',
      'from: shop/web, to: shop/db, port: 5432, expect: {principal: null, originPrincipal: null}',
    ],
    ['nothing in between', 'from: shop/web, to: shop/db, port: 5432, expect: {through: []}'],
    ['an open mesh', 'from: shop/web, to: shop/db, port: 5432, expect: {authorization: allow}'],
    [
      'a denying object',
      'from: shop/web, to: shop/db, port: 80, expect: {deciding: NetworkPolicy shop/closed}',
    ],
    [
      'another denying object',
      'from: shop/web, to: shop/db, port: 80, expect: {deciding: NetworkPolicy shop/in}',
    ],
    [
      'an allowing object',
      'from: shop/web, to: shop/db, port: 5432, expect: {deciding: NetworkPolicy shop/in}',
    ],
    ['an address outside', 'from: {ip: 203.0.113.7}, to: shop/db, port: 5432, expect: {verdict: deny}'],
    ["a pod's address", 'from: {ip: 10.0.0.1}, to: shop/db, port: 5432, expect: {verdict: allow}'],
    ['ICMP, which is unknown', 'from: shop/web, to: shop/db, protocol: ICMP, expect: {verdict: unknown}'],
    ['UDP', 'from: shop/web, to: shop/db, protocol: UDP, port: 5432, expect: {verdict: deny}'],
  ])('%s', async (_, line) => {
    expect(await cases([line])).toEqual(passed(1))
  })

  it('several files may be given, and files of several documents', async () => {
    const one = `${head}cases: [{from: shop/web, to: shop/db, port: 80, expect: {verdict: deny}}]\n`
    const folder = await folderOf({
      'all.yaml': shop.join('\n---\n'),
      'a.yaml': one,
      'b.yaml': `${one}---\n${one}`,
    })
    const [all, a, b] = ['all', 'a', 'b'].map(name => `${folder}/${name}.yaml`)
    for (const files of [
      ['--expect', a, b],
      ['--expect', a, '--expect', b],
    ])
      expect(await podtrust('test', all ?? '', ...files.map(file => file ?? ''))).toMatchObject({
        code: 0,
        out: '3 passed, 0 failed\n',
      })
  })
})

describe('a case fails, with the exit code 1 and what differs,', () => {
  it.each([
    ['verdict: deny', 'verdict: expected deny, got allow'],
    ['network: {ingress: deny}', 'network.ingress: expected deny, got allow'],
    ['cause: {ingress: default-deny}', 'cause.ingress: expected default-deny, got explicit-allow'],
    ['class: verified', 'class: expected verified, got partial'],
    ['transport: mtls', 'transport: expected mtls, got plaintext'],
    ['serverAccepts: any', 'serverAccepts: expected any, got plaintext-only'],
    [
      'deciding: NetworkPolicy shop/closed',
      'deciding: expected NetworkPolicy shop/closed, got NetworkPolicy shop/in',
    ],
    ['authorization: deny', 'authorization: expected deny, got allow'],
    ['pending: {ingress: deny}', 'pending.ingress: expected deny, got allow'],
  ])('%s', async (expected, says) => {
    expect(
      await cases([`name: mine, from: shop/web, to: shop/db, port: 5432, expect: {${expected}}`]),
    ).toEqual({
      code: 1,
      out: `FAILED ask.yaml, line 4: mine\n  ${says}\n0 passed, 1 failed\n`,
      err: '',
    })
  })

  it('when one of the pods of a workload differs', async () => {
    const pods = ['part: one', 'part: two'].map((label, at) =>
      pod(`shop/client-${at}`, { owner: 'Job/client', labels: `app: client, ${label}` }),
    )
    const some = networkPolicy(
      'shop/some',
      '{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {part: one}}}]}]}',
    )
    const { code, out } = await cases(
      ['from: shop/client, to: shop/db, port: 80, expect: {verdict: allow}'],
      [...shop, ...pods, some],
    )
    expect(code).toBe(1)
    expect(out).toContain('  verdict: expected allow, got deny (shop/client-1 to shop/db)\n')
  })

  it('and says so when something that is not read yet may be why', async () => {
    const cilium = object('cilium.io/v2', 'CiliumNetworkPolicy', 'shop/p')
    const { code, out } = await cases(
      ['from: shop/web, to: shop/db, port: 5432, expect: {verdict: allow}'],
      [...shop, cilium],
    )
    expect(code).toBe(1)
    expect(out).toBe(
      'FAILED ask.yaml, line 4: case 1\n  verdict: expected allow, got unknown\n' +
        '  not supported yet: kind CiliumNetworkPolicy of cilium.io\n0 passed, 1 failed\n',
    )
  })
})

describe('a case that cannot be judged is an error of its own, never passed', () => {
  const good = 'from: shop/web, to: shop/db, port: 5432'
  it.each([
    [
      'from: shop/wb, to: shop/db, port: 1, expect: {verdict: deny}',
      'from: there is no workload or pod `wb` in namespace `shop`; did you mean `db` or `web`?',
    ],
    [
      'from: shop/web, to: sop/db, port: 1, expect: {verdict: deny}',
      'to: there is no workload in a namespace `sop`; did you mean `shop`?',
    ],
    ['from: {node: n1}, to: shop/db, port: 1, expect: {verdict: deny}', 'from: there is no node `n1`'],
    [
      'from: shop/web, to: shop/db, port: web, expect: {verdict: deny}',
      'port: `shop/db` has no TCP port named `web`',
    ],
    [`${good}, service: shop/db, expect: {verdict: allow}`, 'service: there is no Service `shop/db`'],
    [
      `${good}, address: service, expect: {verdict: allow}`,
      'address: no Service with an address of its own selects `shop/db[Pod]`',
    ],
    [`${good}, expct: 1, expect: {verdict: allow}`, 'line 4: `expct` is no field that is known here'],
    [`${good}, expect: {verdit: allow}`, 'line 4: `expect.verdit` is no field that is known here'],
    [
      `${good}, expect: {verdict: alow}`,
      'line 4: `expect.verdict` must be one of allow, deny, conditional, unknown, not `alow`',
    ],
    [
      `${good}, expect: {network: {ingres: deny}}`,
      'line 4: `expect.network.ingres` is no field that is known here',
    ],
    [
      `${good}, expect: {cause: {ingress: denied}}`,
      'line 4: `expect.cause.ingress` must be one of explicit-allow, broad-allow',
    ],
    [`${good}, expect: {}`, 'line 4: `expect` names nothing to compare'],
    [good, 'line 4: `expect` is missing'],
    ['from: shop/web, to: shop/db, expect: {verdict: deny}', 'line 4: `port` is missing'],
    [
      'from: shop/web, to: shop/db, port: 0, expect: {verdict: deny}',
      'line 4: `port` must be at least 1, not `0`',
    ],
    [
      'from: shop/web, to: shop/db, port: 65536, expect: {verdict: deny}',
      'line 4: `port` must be at most 65535, not `65536`',
    ],
    [
      'from: shop/web, to: shop/db, port: "80", expect: {verdict: deny}',
      'line 4: `port` must be a number from 1 to 65535 or a port name',
    ],
    [
      'from: shop/web, to: shop/db, protocol: ICMP, port: 8, expect: {verdict: deny}',
      'line 4: `port` must not be given: ICMP has no ports',
    ],
    [`${good}, icmp: {type: 8}, expect: {verdict: deny}`, 'line 4: `icmp` must not be given with TCP'],
    [
      `${good}, protocol: QUIC, expect: {verdict: deny}`,
      'line 4: `protocol` must be one of TCP, UDP, SCTP, ICMP, ICMPv6, not `QUIC`',
    ],
    [`to: shop/db, port: 80, expect: {verdict: deny}`, 'line 4: `from` is missing'],
    ['from: 7, to: shop/db, port: 80, expect: {verdict: deny}', 'line 4: `from` has the wrong form, not `7`'],
    [
      'from: {ip: 300.0.0.1}, to: shop/db, port: 80, expect: {verdict: deny}',
      'line 4: `from.ip` must be an IP address',
    ],
    [
      'from: {ip: 192.0.2.1, node: n}, to: shop/db, port: 80, expect: {verdict: deny}',
      'line 4: `from` must be `namespace/name` or exactly one of `ip`, `node`, `fqdn` and `entity`',
    ],
    [
      `${good}, request: {verb: GET}, expect: {verdict: deny}`,
      'line 4: `request.verb` is no field that is known here',
    ],
    [
      `${good}, address: direct, expect: {verdict: deny}`,
      'line 4: `address` must be one of service, headless, pod-ip, not `direct`',
    ],
    [
      'from: {fqdn: example.org}, to: shop/db, port: 80, expect: {verdict: deny}',
      'not supported yet: FQDN endpoints',
    ],
    [
      'from: {entity: world}, to: shop/db, port: 80, expect: {verdict: deny}',
      'not supported yet: entity endpoints',
    ],
    [
      'from: shop/web, to: shop/db, protocol: ICMP, icmp: {type: 8}, expect: {verdict: deny}',
      'not supported yet: ICMP types',
    ],
  ])('%s', async (line, says) => {
    const { code, out } = await cases([line])
    expect(out).toContain(`ERROR ask.yaml, line 4: case 1\n  ${says}`)
    expect(out).toMatch(/\n0 passed, 1 failed\n$/)
    expect(code).toBe(1)
  })

  it('and the line is that of the case and of the field', async () => {
    const file = `${head}cases:\n- name: good\n  from: shop/web\n  to: shop/db\n  port: 80\n  expect: {verdict: deny}\n- name: bad\n  from: shop/web\n  to: shop/db\n  port: 80\n  expect:\n    verdict: nope\n`
    const { out } = await runFile(file)
    expect(out).toContain('ERROR ask.yaml, line 9: bad\n  line 14: `expect.verdict` must be one of')
    expect(out).toMatch(/\n1 passed, 1 failed\n$/)
  })

  it('two workloads of one name must be told apart', async () => {
    const { out } = await cases(
      [`${good}, expect: {verdict: allow}`],
      [...shop, pod('shop/db-1', { owner: 'Job/db' })],
    )
    expect(out).toContain('to: `shop/db` fits 2 workloads: write `shop/db[Job]` or `shop/db[Pod]`')
  })

  it('what a mesh decides is not confirmed while no mesh is read, unless the network alone was asked about', async () => {
    const meshed = [...shop, object('v1', 'ConfigMap', 'linkerd/linkerd-config', 'data: {}')]
    const line = `${good}, expect: {verdict: allow}`
    expect((await cases([line], meshed)).out).toContain('not supported yet: Linkerd meshes')
    expect((await cases([line], meshed, '--plane', 'network')).code).toBe(0)
    expect(
      (await cases(['from: shop/web, to: shop/db, port: 80, expect: {verdict: deny}'], meshed)).code,
    ).toBe(0)
  })

  it('staged policies are not confirmed while they are not read', async () => {
    const staged = object('projectcalico.org/v3', 'StagedNetworkPolicy', 'shop/p')
    const { out } = await cases([`${good}, expect: {pending: {ingress: allow}}`], [...shop, staged])
    expect(out).toContain('not supported yet: staged policies')
  })
})

describe('a file that is none is bad input, exit code 2', () => {
  it.each([
    ['', '`ask.yaml` is empty'],
    ['cases: []', '`ask.yaml`, line 1: `apiVersion` is missing'],
    [
      'apiVersion: v2\nkind: Expectations\ncases: []',
      '`ask.yaml`, line 1: `apiVersion` must be podtrust.dev/v1alpha1, not `v2`',
    ],
    [
      'apiVersion: podtrust.dev/v1alpha1\nkind: Expectation\ncases: []',
      '`ask.yaml`, line 2: `kind` must be Expectations, not `Expectation`',
    ],
    [`${head}`, '`ask.yaml`, line 1: `cases` is missing'],
    [`${head}cases: 7`, '`ask.yaml`, line 3: `cases` must be an array, not `7`'],
    [`${head}cases: []`, '`ask.yaml`, line 3: `cases` names no case'],
    [`${head}setings: {}\ncases: [{}]`, '`ask.yaml`, line 3: `setings` is no field that is known here'],
    [
      `${head}settings: {engine: antrea}\ncases: [{}]`,
      '`ask.yaml`, line 3: `settings.engine` must be one of kubernetes, cilium, calico, none, not `antrea`',
    ],
    [
      `${head}settings: {assume: {podCIDRs: [10.0.0.0]}}\ncases: [{}]`,
      '`ask.yaml`, line 3: `settings.assume.podCIDRs[0]` must be a CIDR block',
    ],
    [`${head}cases: [`, '`ask.yaml`, line 3:'],
    [`${head}cases: [1]\ncases: [1]`, '`ask.yaml`, line 4: Map keys must be unique'],
    ['7', '`ask.yaml`, line 1: `the case` must be'],
  ])('%j', async (file, says) => {
    const { code, out, err } = await runFile(file)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(says)
  })

  it('a file that cannot be read', async () => {
    const folder = await folderOf({ 'all.yaml': pod('shop/web') })
    const { code, err } = await podtrust('test', `${folder}/all.yaml`, '--expect', `${folder}/none.yaml`)
    expect(code).toBe(2)
    expect(err).toBe(`\`${folder}/none.yaml\` cannot be read\n`)
  })

  it('a bomb of aliases', async () => {
    const bomb = `${head}a: &a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\ncases: [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`
    expect((await runFile(bomb)).err).toContain('`ask.yaml`: too many aliases')
  })
})

describe('settings of the file go before flags', () => {
  const byAddress = [
    pod('shop/web', { ip: '10.0.0.1' }),
    pod('shop/db', { ip: '10.0.0.2' }),
    networkPolicy(
      'shop/in',
      '{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/24}}]}]}',
    ),
  ]
  const ask = (settings: string, verdict: string): string =>
    `${head}${settings}cases: [{from: shop/web, to: shop/db, port: 80, expect: {verdict: ${verdict}}}]\n`

  it('engine', async () => {
    expect(await runFile(ask('', 'allow'), byAddress)).toEqual(passed(1))
    expect(await runFile(ask('', 'deny'), byAddress, '--engine', 'cilium')).toEqual(passed(1))
    expect(
      await runFile(ask('settings: {engine: cilium}\n', 'deny'), byAddress, '--engine', 'kubernetes'),
    ).toEqual(passed(1))
    expect(await runFile(ask('settings: {engine: none}\n', 'allow'), byAddress)).toEqual(passed(1))
  })

  it('where pods get their addresses', async () => {
    const [, db = '', policy = ''] = byAddress
    const unaddressed = [pod('shop/web'), db, policy]
    expect(await runFile(ask('', 'unknown'), unaddressed)).toEqual(passed(1))
    const said = 'settings: {assume: {podCIDRs: [10.0.0.0/24], meshTrustDomain: cluster.local}}\n'
    expect(await runFile(ask(said, 'allow'), unaddressed)).toEqual(passed(1))
  })
})

describe('never', () => {
  const zones = [
    'apiVersion: v1\nkind: Namespace\nmetadata: {name: stage, labels: {env: stage}}',
    'apiVersion: v1\nkind: Namespace\nmetadata: {name: prod, labels: {env: prod}}',
    pod('stage/web'),
    pod('prod/db', { ports: ['sql:5432'] }),
    networkPolicy('prod/in', '{podSelector: {}, ingress: [{ports: [{port: 5432}, {port: 9090}]}]}'),
  ]
  const never = (more = '', fromZone = '{namespaceSelector: {matchLabels: {env: stage}}}'): string =>
    `name: never, fromZone: ${fromZone}, toZone: {namespaceSelector: {matchExpressions: [{key: env, operator: In, values: [prod]}]}}, ${more}expect: {connections: none}`

  it('fails with the list of connections found', async () => {
    expect(await cases([never()], zones)).toMatchObject({
      code: 1,
      out: 'FAILED ask.yaml, line 4: never\n  stage/web[Pod] => prod/db[Pod] : TCP 5432,9090\n0 passed, 1 failed\n',
    })
  })

  it('unknown connections are found too', async () => {
    const cilium = object('cilium.io/v2', 'CiliumNetworkPolicy', 'prod/p')
    const { code, out } = await cases([never()], [...zones, cilium])
    expect(code).toBe(1)
    expect(out).toContain('stage/web[Pod] => prod/db[Pod] : All Connections [unknown]')
  })

  it('passes when there are none, or all are excepted', async () => {
    const closed = zones.map(text =>
      text.replace('ingress: [{ports: [{port: 5432}, {port: 9090}]}]', 'ingress: []'),
    )
    expect((await cases([never()], closed)).code).toBe(0)
    const all = 'except: [{from: stage/web, to: prod/db, port: sql}, {to: prod/db, port: 9090}], '
    expect((await cases([never(all)], zones)).code).toBe(0)
    const some = 'except: [{to: prod/db, port: 5432}], '
    expect((await cases([never(some)], zones)).out).toContain('stage/web[Pod] => prod/db[Pod] : TCP 9090\n')
    expect((await cases([never('except: [{from: stage/web}], ')], zones)).code).toBe(0)
  })

  it('of a workload whose pods differ, only those in the zone count', async () => {
    const canaries = ['one', 'two'].map(part =>
      pod(`stage/job-${part}`, { owner: 'Job/job', labels: `part: ${part}` }),
    )
    const split = networkPolicy(
      'stage/out',
      '{podSelector: {matchLabels: {part: two}}, policyTypes: [Egress]}',
    )
    const zone = (part: string): string => never('', `{podSelector: {matchLabels: {part: ${part}}}}`)
    const documents = [...zones, ...canaries, split]
    expect((await cases([zone('one')], documents)).out).toContain(
      'stage/job[Job] => prod/db[Pod] : TCP 5432,9090\n',
    )
    expect((await cases([zone('two')], documents)).code).toBe(0)
  })

  it('an exception of another protocol excepts nothing', async () => {
    expect((await cases([never('except: [{port: 5432, protocol: UDP}], ')], zones)).out).toContain(
      'TCP 5432,9090',
    )
  })

  it.each([
    [never('', '{namespaceSelector: {matchLabels: {env: staging}}}'), 'fromZone selects no workload'],
    [never('', '{}'), 'line 4: `fromZone` must have a `namespaceSelector` or a `podSelector`'],
    [never('', '{namespaces: [stage]}'), 'line 4: `fromZone.namespaces` is no field that is known here'],
    [
      never('', '{podSelector: {matchExpressions: [{key: a, operator: In}]}}'),
      'must have `values` for In and NotIn',
    ],
    [never('except: [{from: stage/wb}], '), 'except.from: there is no workload or pod `wb`'],
    [
      never('except: [{to: prod/db, port: web}], '),
      'except.port: the pods of `prod/db[Pod]` do not all have one TCP port `web`',
    ],
    [never('except: [{port: sql}], '), 'except.port: a port name needs `to`, whose port it is'],
    ['fromZone: {podSelector: {}}, expect: {connections: none}', 'line 4: `toZone` is missing'],
    [
      'fromZone: {podSelector: {}}, toZone: {podSelector: {}}, expect: {connections: some}',
      'line 4: `expect.connections` must be none, not `some`',
    ],
    ['fromZone: {podSelector: {}}, toZone: {podSelector: {}}', 'line 4: `expect` is missing'],
  ])('%s is an error', async (line, says) => {
    const { code, out } = await cases([line], zones)
    expect(out).toMatch(/^ERROR ask\.yaml, line 4: /)
    expect(out).toContain(says)
    expect(code).toBe(1)
  })
})

describe('json', () => {
  it('has counts and every case', async () => {
    const { out, code } = await cases(
      [
        'name: good, from: shop/web, to: shop/db, port: 80, expect: {verdict: deny}',
        'name: wrong, from: shop/web, to: shop/db, port: 80, expect: {verdict: allow}',
        'name: bad, from: shop/web, to: shop/db, port: 80',
        'name: early, from: {fqdn: a.b}, to: shop/db, port: 80, expect: {verdict: allow}',
      ],
      shop,
      '--format',
      'json',
    )
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({
      passed: 1,
      failed: 3,
      cases: [
        { name: 'good', line: 4, status: 'passed', details: [] },
        { name: 'wrong', line: 5, status: 'failed', details: ['verdict: expected allow, got deny'] },
        { name: 'bad', line: 6, status: 'error' },
        { name: 'early', line: 7, status: 'error', details: ['not supported yet: FQDN endpoints'] },
      ],
    })
  })
})

describe('what was wrong with the objects', () => {
  it('goes to standard error once, and never turns into exit code 3', async () => {
    const broken =
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: p\n  namespace: other\nspec: {\n'
    const { code, out, err } = await cases(
      ['from: shop/web, to: shop/db, port: 80, expect: {verdict: deny}'],
      [...shop, broken],
    )
    expect({ code, out }).toEqual({ code: 0, out: '1 passed, 0 failed\n' })
    expect(err).toMatch(/all\.yaml, document 5/)
  })
})
