import { describe, expect, it } from 'vitest'
import { fileOf, folderOf, podtrust } from '../../test/kit/command-line'
import { ingress, service } from '../../test/kit/entries'
import { controller, networkPolicy, object, pod } from '../../test/kit/manifests'

/** What `list` prints of some documents; the exit code must be 0 unless said otherwise. */
async function list(documents: readonly string[], flags = '', code = 0): Promise<string> {
  const outcome = await podtrust('list', await fileOf(...documents), ...flags.split(' ').filter(Boolean))
  expect(outcome.code).toBe(code)
  return outcome.out
}

const lines = async (documents: readonly string[], flags = '', code = 0): Promise<string[]> =>
  (await list(documents, flags, code)).split('\n').filter(Boolean)

/** A pod of Job x in a namespace of any name. */
const podIn = (namespace: string, job = 'x'): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace, name: 'pod', ownerReferences: [{ kind: 'Job', name: job, controller: true }] },
  })

/** Everything out of the way that outside addresses add. */
const isolated = networkPolicy('shop/closed', '{podSelector: {}, policyTypes: [Ingress, Egress]}')

const shop = [
  isolated,
  pod('shop/web', { ip: '10.0.0.1' }),
  pod('shop/db', { ip: '10.0.0.2', ports: ['sql:5432'] }),
  networkPolicy('shop/out', '{podSelector: {matchLabels: {app: web}}, egress: [{}], policyTypes: [Egress]}'),
  networkPolicy(
    'shop/in',
    '{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: sql}, {protocol: UDP, port: 53, endPort: 54}]}]}',
  ),
]

describe('txt', () => {
  it('has a line per connection: ends, then ports by protocol, ranges ascending', async () => {
    expect(await lines(shop)).toEqual([
      'shop/web[Pod] => 0.0.0.0-255.255.255.255[External] : All Connections',
      'shop/web[Pod] => ::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff[External] : All Connections',
      'shop/web[Pod] => shop/db[Pod] : TCP 5432,UDP 53-54',
    ])
  })

  it('joins outside addresses to maximal ranges, per workload, direction and ports', async () => {
    const block = (cidr: string, port: string): string =>
      `{to: [{ipBlock: {cidr: ${cidr}}}], ports: [{port: ${port}}]}`
    const rules = [block('192.0.2.0/25', '443'), block('192.0.2.128/25', '443'), block('192.0.3.0/24', '80')]
    const out = networkPolicy(
      'shop/out',
      `{podSelector: {}, policyTypes: [Egress], egress: [${rules.join(', ')}]}`,
    )
    expect(await lines([isolated, pod('shop/web', { ip: '10.0.0.1' }), out])).toEqual([
      'shop/web[Pod] => 192.0.2.0-192.0.2.255[External] : TCP 443',
      'shop/web[Pod] => 192.0.3.0-192.0.3.255[External] : TCP 80',
    ])
  })

  it('marks what is not known, on a line of its own per pair, and exits with 3', async () => {
    const doubtful = networkPolicy(
      'shop/in',
      '{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {}}], ports: [{port: 80}]}, {from: [{podSelector: {matchLabels: {app: "!"}}}], ports: [{port: 81}]}]}',
    )
    const documents = [pod('shop/web'), pod('shop/db'), isolated, shop[3] ?? '', doubtful]
    expect(await lines(documents, '', 3)).toContain('shop/web[Pod] => shop/db[Pod] : TCP 80-81 [unknown]')
  })

  it('leaves out what is denied, and a workload with itself', async () => {
    expect(await lines([isolated, controller('Deployment', 'shop/web')])).toEqual([])
  })

  it('shows characters of names that could deceive as escapes', async () => {
    expect(await list([podIn('shop', 'we\u202eb')])).toContain('shop/we\\u202eb[Job] => ')
  })
})

describe('something that could not be read', () => {
  const broken =
    'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: shop\n'

  it('prints the rest, says where it stands, and exits with 3', async () => {
    const { code, out, err } = await podtrust('list', await fileOf(pod('shop/web'), pod('shop/db'), broken))
    expect(code).toBe(3)
    expect(out).toContain('shop/web[Pod] => shop/db[Pod] : All Connections [unknown]')
    expect(err).toMatch(/all\.yaml, document 3/)
    expect(err).toMatch(/The other 2 documents are loaded\.\n$/)
  })

  it('also exits with 3 when a kind is not read that decides who may talk', async () => {
    const cilium = object('cilium.io/v2', 'CiliumNetworkPolicy', 'shop/p')
    const { code, out, err } = await podtrust('list', await fileOf(pod('shop/web'), pod('shop/db'), cilium))
    expect(code).toBe(3)
    expect(out).toContain('shop/web[Pod] => shop/db[Pod] : All Connections [unknown]')
    expect(err).toContain('CiliumNetworkPolicy shop/p')
  })

  it('exits with 2 when nothing at all could be loaded', async () => {
    const { code, out, err } = await podtrust('list', await fileOf('{'))
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('all.yaml')
  })
})

describe('json', () => {
  it('has an object per connection with verdict, class, pillars, transport, principals and reasons', async () => {
    const found = JSON.parse(await list(shop, '--format json')) as { dst: string }[]
    expect(found.find(({ dst }) => dst === 'shop/db[Pod]')).toEqual({
      src: 'shop/web[Pod]',
      dst: 'shop/db[Pod]',
      conn: 'TCP 5432,UDP 53-54',
      verdict: 'allow',
      class: 'partial',
      pillars: { authenticated: 'no', authorized: 'yes', encrypted: 'no' },
      transport: 'plaintext',
      serverAccepts: 'plaintext-only',
      principal: null,
      originPrincipal: null,
      through: [],
      reasons: [
        {
          ...{ side: 'egress', plane: 'network', dialect: 'networkpolicy', kind: 'NetworkPolicy' },
          ...{ namespace: 'shop', name: 'out', path: 'spec.egress[0]', cause: 'broad-allow' },
        },
        {
          ...{ side: 'ingress', plane: 'network', dialect: 'networkpolicy', kind: 'NetworkPolicy' },
          ...{ namespace: 'shop', name: 'in', path: 'spec.ingress[0]', cause: 'explicit-allow' },
        },
      ],
      pods: { allowed: 1, of: 1 },
      engineDependent: false,
      enforcementUnproven: false,
    })
  })

  it('with --compat has ends and ports only', async () => {
    expect(JSON.parse(await list(shop, '--format json --compat netpol-analyzer'))).toEqual([
      { src: 'shop/web[Pod]', dst: '0.0.0.0-255.255.255.255[External]', conn: 'All Connections' },
      { src: 'shop/web[Pod]', dst: 'shop/db[Pod]', conn: 'TCP 5432,UDP 53-54' },
    ])
  })

  it('names nobody as principal only where nobody can be: unread mesh settings make it unknown', async () => {
    const mtls = object('security.istio.io/v2', 'PeerAuthentication', 'shop/strict')
    const found = JSON.parse(
      await list([pod('shop/web'), pod('shop/db'), mtls], '--format json', 3),
    ) as object[]
    expect(found).toContainEqual(expect.objectContaining({ src: 'shop/web[Pod]', principal: 'unknown' }))
    expect(found).toContainEqual(
      expect.objectContaining({ conn: 'SCTP 1-65535,UDP 1-65535', principal: null }),
    )
  })
})

describe('csv', () => {
  it('has a header and a row per connection, lines ending as RFC 4180 wants', async () => {
    const rows = (await list(shop, '--format csv')).split('\r\n')
    expect(rows[0]).toBe(
      'src,dst,conn,verdict,class,authenticated,authorized,encrypted,transport,serverAccepts,podPairsAllowed,podPairs,engineDependent,enforcementUnproven,alteredBy,reasons',
    )
    expect(rows.at(-2)).toBe(
      'shop/web[Pod],shop/db[Pod],"TCP 5432,UDP 53-54",allow,partial,no,yes,no,plaintext,plaintext-only,1,1,false,false,,' +
        'egress broad-allow NetworkPolicy shop/out spec.egress[0]; ingress explicit-allow NetworkPolicy shop/in spec.ingress[0]',
    )
  })

  it.each(['=1+1', '+1', '-1', '@sum'])(
    'keeps a cell that begins like the formula %s from being one',
    async name => {
      const hostile = podIn(name)
      const rows = (await list([hostile], '--format csv')).split('\r\n').slice(1, -1)
      expect(rows.length).toBeGreaterThan(0)
      for (const row of rows) expect(row).toMatch(new RegExp(`(^|,)'[${name.charAt(0)}]`))
    },
  )

  it('quotes cells with quotes, commas and line breaks', async () => {
    const hostile = podIn('a"b,c\nd')
    expect(await list([hostile], '--format csv')).toContain('\r\n"a""b,c\\nd/x[Job]",')
  })
})

describe('dot and mermaid', () => {
  const hostile = podIn(String.raw`a"]; evil <b>\"|#--> {n`)

  it('draws an arrow per line, labelled with its ports', async () => {
    const dot = await list(shop, '--format dot')
    expect(dot).toMatch(/^digraph podtrust \{\n/)
    expect(dot).toContain('  "shop/web[Pod]" -> "shop/db[Pod]" [label="TCP 5432,UDP 53-54"]\n')
    const mermaid = await list(shop, '--format mermaid')
    expect(mermaid).toMatch(/^flowchart LR\n/)
    expect(mermaid).toContain('|"TCP 5432,UDP 53-54"| ')
  })

  it('dot: every name stays inside its quotes', async () => {
    const dot = await list([hostile], '--format dot')
    expect(dot).toContain(String.raw`"a\"];\\u0020evil\\u0020<b>\\\"|#-->\\u0020{n/x[Job]"`)
    // Without what is quoted, nothing of the name is left.
    expect(dot.replace(/"(?:\\.|[^"\\])*"/g, '')).not.toMatch(/evil|<|#/)
  })

  it('mermaid: what Mermaid or HTML would interpret is written as an entity', async () => {
    const mermaid = await list([hostile], '--format mermaid')
    const labels = mermaid.match(/"[^"]*"/g) ?? []
    expect(labels.join()).toContain('evil')
    for (const label of labels) expect(label).toMatch(/^"(?:#\d+;|[^#"<>`\\[\]{}|;&])*"$/)
    expect(mermaid.replace(/"[^"]*"/g, '')).not.toMatch(/evil|<|#/)
  })

  it('lines that are not plainly allowed look different', async () => {
    const cilium = object('cilium.io/v2', 'CiliumNetworkPolicy', 'shop/p')
    const documents = [pod('shop/web'), pod('shop/db'), cilium]
    expect(await list(documents, '--format dot', 3)).toContain(
      '[label="All Connections [unknown]", style=dotted]',
    )
    expect(await list(documents, '--format mermaid', 3)).toContain('-.->|"All Connections #91;unknown#93;"|')
  })
})

describe('--compat netpol-analyzer', () => {
  it('prints neither unknown lines nor IPv6 ranges', async () => {
    const cilium = object('cilium.io/v2', 'CiliumNetworkPolicy', 'shop/p')
    expect(await lines([pod('shop/web'), pod('shop/db'), cilium], '--compat netpol-analyzer', 3)).toEqual([])
    expect(await lines([pod('shop/web')], '--compat netpol-analyzer')).toEqual([
      '0.0.0.0-255.255.255.255[External] => shop/web[Pod] : All Connections',
      'shop/web[Pod] => 0.0.0.0-255.255.255.255[External] : All Connections',
    ])
  })

  it('names a workload after its direct controller', async () => {
    const replicaSet = `${controller('ReplicaSet', 'shop/web-1', { owner: 'Deployment/web' })}`
    const documents = [
      isolated,
      controller('Deployment', 'shop/web'),
      replicaSet,
      pod('shop/w', { owner: 'ReplicaSet/web-1' }),
      pod('other/x'),
    ]
    const open = networkPolicy(
      'shop/open',
      '{podSelector: {}, ingress: [{}], egress: [{}], policyTypes: [Ingress, Egress]}',
    )
    expect((await lines([...documents, open])).join()).toContain('shop/web[Deployment]')
    expect((await lines([...documents, open], '--compat netpol-analyzer')).join()).toContain(
      'shop/web-1[ReplicaSet]',
    )
  })
})

describe('{ingress-controller} of --compat netpol-analyzer', () => {
  const documents = [
    pod('shop/web', { ports: [':8080', ':9090'] }),
    service('shop/web', '{port: 80, targetPort: 8080}, {name: raw, port: 81, targetPort: 7}'),
    ingress('shop/web', 'web', 'number: 80'),
  ]
  const controllerLines = async (...more: readonly string[]): Promise<string[]> =>
    (await lines([...documents, ...more], '--compat netpol-analyzer')).filter(line =>
      line.startsWith('{ingress-controller}'),
    )
  const route = object('route.openshift.io/v1', 'Route', 'shop/web', 'spec: {to: {name: web}}')
  const http = object(
    'gateway.networking.k8s.io/v1',
    'HTTPRoute',
    'shop/web',
    'spec: {parentRefs: [{kind: ListenerSet, name: s}], rules: [{backendRefs: [{name: web, port: 80}]}]}',
  )
  const from = (peer: string): string =>
    networkPolicy('shop/p', `{podSelector: {}, ingress: [{from: [${peer}]}]}`)

  it.each([
    ['what an Ingress leads to', [], ['TCP 8080']],
    // Port 7 is not declared by the container.
    ['on ports that containers declare', [route], ['TCP 8080']],
    [
      'nothing that policies shut',
      [networkPolicy('shop/p', '{podSelector: {}, policyTypes: [Ingress]}')],
      [],
    ],
    ['what lets any pod in', [from('{namespaceSelector: {}}')], ['TCP 8080']],
    [
      'but not what wants labels',
      [from('{namespaceSelector: {}, podSelector: {matchLabels: {app: x}}}')],
      [],
    ],
    ['nor what the other analyzer does not read', [http], ['TCP 8080']],
  ])('prints %s', async (_, more, expected) => {
    expect(await controllerLines(...more)).toEqual(
      expected.map(ports => `{ingress-controller} => shop/web[Pod] : ${ports}`),
    )
  })

  it('takes the port of the pods for that of the Service, as the other analyzer does', async () => {
    const byTarget = ingress('shop/two', 'web', 'number: 8080')
    expect((await lines([...documents.slice(0, 2), byTarget], '--compat netpol-analyzer')).at(-1)).toBe(
      '{ingress-controller} => shop/web[Pod] : TCP 8080',
    )
  })

  it('is nobody without --compat', async () => {
    expect((await lines(documents)).join()).not.toContain('ingress-controller')
  })
})

describe('PATH', () => {
  it('may be several files and folders; hidden files and others are not read', async () => {
    const folder = await folderOf({
      'a/web.yaml': pod('shop/web'),
      'a/b/db.yml': pod('shop/db'),
      'a/b/list.json': JSON.stringify({
        apiVersion: 'v1',
        kind: 'List',
        items: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'json' } }],
      }),
      'a/notes.txt': pod('shop/no'),
      'extra.yaml': pod('shop/extra'),
    })
    const { out } = await podtrust('list', `${folder}/a`, `${folder}/extra.yaml`)
    const names = [...new Set(out.match(/[a-z]+\/[a-z]+\[/g))].sort()
    expect(names).toEqual(['default/json[', 'shop/db[', 'shop/extra[', 'shop/web['])
  })
})
