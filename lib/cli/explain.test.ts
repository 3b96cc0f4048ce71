import { describe, expect, it } from 'vitest'
import { fileOf, podtrust } from '../../test/kit/command-line'
import { authorizationPolicy } from '../../test/kit/istio'
import { meshPod, meshService, peerAuthentication } from '../../test/kit/mesh'
import { controller, networkPolicy, node, object, pod } from '../../test/kit/manifests'

async function explain(documents: readonly string[], flags: string, code = 0): Promise<string> {
  const outcome = await podtrust('explain', await fileOf(...documents), ...flags.split(' '))
  expect(outcome.code).toBe(code)
  return code === 2 ? outcome.err : outcome.out
}

const shop = [
  pod('shop/web', { ip: '10.0.0.1', ports: ['http:8080'] }),
  pod('shop/db', { ip: '10.0.0.2', ports: ['sql:5432'] }),
  networkPolicy('shop/closed', '{podSelector: {}, policyTypes: [Ingress, Egress]}'),
  networkPolicy('shop/out', '{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{}]}'),
  networkPolicy(
    'shop/in',
    '{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 5432}]}]}',
  ),
]

describe('txt', () => {
  it('an allowed connection: the sentence, the facts, and what decided each side', async () => {
    expect(await explain(shop, '--from shop/web --to shop/db --port 5432')).toBe(
      `shop/web[Pod] => shop/db[Pod] : TCP 5432
Allowed: NetworkPolicy shop/out lets it leave shop/web, leaving the peer or the port open; NetworkPolicy shop/in lets it in at shop/db.

  verdict        allow
  class          partial: Partial trust, the rule or the proof is weak
  authenticated  no: no identity on the wire
  authorized     yes: rules name this peer and this port at shop/db
  encrypted      no: every byte may be plaintext
  transport      plaintext: every byte may be plaintext; the server takes plaintext only
  principal      nobody: no identity is presented

  Leaving shop/web (network): allow, broad-allow
    looked at  NetworkPolicy shop/closed, spec.policyTypes[1]: governs what leaves shop/web and has no rule that lets anything through
    decided    NetworkPolicy shop/out, spec.egress[0]: allows anyone on every port

  Arriving at shop/db (network): allow, explicit-allow
    looked at  NetworkPolicy shop/closed, spec.policyTypes[0]: governs what arrives at shop/db and has no rule that lets anything through
    decided    NetworkPolicy shop/in, spec.ingress[0]: allows pods app=web in shop on TCP 5432
`,
    )
  })

  it('a denied connection names the objects that deny it, side by side', async () => {
    const out = await explain(shop, '--from shop/db --to shop/web --port 8080')
    expect(out).toContain(
      'Denied leaving shop/db: NetworkPolicy shop/closed governs its egress and no rule lets this through; ' +
        'and arriving at shop/web: NetworkPolicy shop/closed governs its ingress and no rule lets this through.\n',
    )
    expect(out).toContain('Leaving shop/db (network): deny, default-deny\n')
    expect(out).not.toMatch(/^ {2}(class|authorized) /m)
  })

  it('names a near miss by port', async () => {
    expect(await explain(shop, '--from shop/web --to shop/db --port 5433')).toContain(
      'near miss  NetworkPolicy shop/in, spec.ingress[0].ports: allows this peer on TCP 5432, not on TCP 5433\n',
    )
  })

  it('names a near miss by label, of a policy that selects nobody', async () => {
    const slip = networkPolicy('shop/slip', '{podSelector: {matchLabels: {app: d-b}}, ingress: [{}]}')
    expect(await explain([...shop, slip], '--from shop/web --to shop/db --port 80')).toContain(
      'near miss  NetworkPolicy shop/slip, spec.podSelector.matchLabels.app: selects app=d-b, which no pod has; the pod says app=db\n',
    )
  })

  it('an unknown answer says what could not be read, and exits with 3', async () => {
    const cilium = object('cilium.io/v2', 'CiliumNetworkPolicy', 'shop/p')
    const out = await explain([...shop, cilium], '--from shop/web --to shop/db --port 5432', 3)
    expect(out).toContain(
      'Unknown: whether it may leave shop/web is not known, because CiliumNetworkPolicy of cilium.io is not read yet; ' +
        'and whether it may arrive at shop/db is not known, because CiliumNetworkPolicy of cilium.io is not read yet.\n',
    )
    expect(out).toContain(
      'decided  CiliumNetworkPolicy shop/p: CiliumNetworkPolicy of cilium.io is not read yet\n',
    )
  })

  it('nobody forbids it: both sides open', async () => {
    expect(await explain([pod('a/one'), pod('a/two')], '--from a/one --to a/two --port 80')).toContain(
      'Allowed because nobody forbids it: no policy selects either side.\n',
    )
  })

  it('ICMP, of which NetworkPolicy says nothing', async () => {
    expect(await explain(shop, '--from shop/web --to shop/db --protocol ICMP')).toContain(
      'because NetworkPolicy does not say what becomes of ICMP',
    )
  })

  it('what lies outside is judged by the rules of the source', async () => {
    expect(await explain([pod('a/one')], '--from a/one --to 192.0.2.1 --port 443')).toContain(
      'authorized     no: no allow rule at a/one\n',
    )
  })
})

describe('without --port', () => {
  it('answers for each set of ports with one answer, the most open first', async () => {
    const out = await explain(shop, '--from shop/web --to shop/db')
    expect(out.match(/^\S+ => .*$/gm)).toEqual([
      'shop/web[Pod] => shop/db[Pod] : TCP 5432',
      'shop/web[Pod] => shop/db[Pod] : SCTP 1-65535,TCP 1-5431,5433-65535,UDP 1-65535',
    ])
  })

  it('--protocol narrows them', async () => {
    expect(
      (await explain(shop, '--from shop/web --to shop/db --protocol UDP')).match(/^\S+ => .*$/gm),
    ).toEqual(['shop/web[Pod] => shop/db[Pod] : UDP 1-65535'])
  })

  it('outside addresses that fare alike are told together', async () => {
    const some = networkPolicy(
      'a/in',
      '{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 192.0.2.0/24}}], ports: [{port: 80}]}]}',
    )
    const out = await explain([pod('a/one'), some], '--from internet --to a/one --port 80')
    expect(out.match(/^internet => .*$/gm)).toEqual([
      'internet => a/one[Pod] : TCP 80 (192.0.2.0-192.0.2.255)',
      'internet => a/one[Pod] : TCP 80 (0.0.0.0-192.0.1.255, 192.0.3.0-255.255.255.255, ::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff)',
    ])
  })
})

describe('ends', () => {
  const replicas = [
    pod('a/web-1', { owner: 'ReplicaSet/web', labels: 'app: web' }),
    pod('a/web-2', { owner: 'ReplicaSet/web', labels: 'app: web, track: canary' }),
    pod('a/db'),
    networkPolicy(
      'a/in',
      '{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {track: canary}}}]}]}',
    ),
  ]

  it('of a workload whose pods differ, each kind of pair has its answer', async () => {
    const out = await explain(replicas, '--from a/web --to a/db --port 80')
    expect(out.match(/^\S+ => .*$/gm)).toEqual([
      'a/web[ReplicaSet] => a/db[Pod] : TCP 80 (1 of 2 pod pairs, such as a/web-2 => a/db)',
      'a/web[ReplicaSet] => a/db[Pod] : TCP 80 (1 of 2 pod pairs, such as a/web-1 => a/db)',
    ])
  })

  it('may be one pod, a node or an address', async () => {
    expect(await explain(replicas, '--from a/web-2 --to a/db --port 80')).toContain('Allowed')
    expect(
      await explain([...replicas, node('n1', '10.1.1.1')], '--from node:n1 --to a/db --port 80'),
    ).toContain('node:n1 => a/db[Pod] : TCP 80\nDenied')
    expect(await explain(replicas, '--from 192.0.2.1 --to a/db --port 80')).toContain(
      '192.0.2.1 => a/db[Pod]',
    )
  })

  it('that are one pod always reach each other', async () => {
    expect(await explain(replicas, '--from a/db --to a/db --port 80')).toContain(
      'a pod may always reach itself',
    )
  })

  const both = [...replicas, controller('Deployment', 'a/db')]
  it.each([
    [
      '--from a/wb --to a/db',
      '--from: there is no workload or pod `wb` in namespace `a`; did you mean `db` or `web`?',
    ],
    ['--from b/web --to a/db', '--from: there is no workload in a namespace `b`; there is `a`'],
    [
      '--from web --to a/db',
      '--from: `web` names no end; did you mean `a/web`? write `namespace/name`, `namespace/name[Kind]`, an IP address, `node:NAME` or `internet`',
    ],
    ['--from a/web --to node:n9', '--to: there is no node `n9`'],
    ['--from a/web --to a/db --service a/db', '--service: there is no Service `a/db`'],
    ['--from a/web --to a/db --service db', '--service: `db` is no Service: write `namespace/name`'],
    ['--from a/web --to a/db --address headless', '--address: no headless Service selects `a/db[Pod]`'],
    ['--from a/web --to a/db --port sql', '--port: `a/db` has no TCP port named `sql`'],
    [
      '--from a/db --to 192.0.2.1 --port sql',
      '--port: `192.0.2.1` is no pod, so its ports have no names: give a number',
    ],
  ])('%s: %s', async (flags, says) => {
    expect(await explain(replicas, flags, 2)).toBe(`${says}\n`)
  })

  it('two workloads of one name must be told apart', async () => {
    expect(await explain(both, '--from a/web --to a/db', 2)).toBe(
      '--to: `a/db` fits 2 workloads: write `a/db[Deployment]` or `a/db[Pod]`\n',
    )
    expect(await explain(both, '--from a/web --to a/db[Deployment] --port 80')).toContain(
      'a/db[Deployment] : TCP 80',
    )
  })
})

describe('a request, and how it is dialled', () => {
  const mesh = [
    meshPod('shop/web', 'sidecar', { ip: '10.0.0.1' }),
    meshPod('shop/api', 'sidecar', { ip: '10.0.0.2' }),
    meshService('shop/api', { ports: ['http:80>8080'] }),
    peerAuthentication('shop/default', '{mtls: {mode: PERMISSIVE}}'),
    authorizationPolicy(
      'shop/api',
      '{selector: {matchLabels: {app: api}}, rules: [{from: [{source: {principals: ["*/sa/web"]}}], to: [{operation: {methods: [GET], paths: [/api/*], hosts: ["api.shop.svc.cluster.local"]}}]}]}',
    ),
  ]
  const ends = '--from shop/web --to shop/api --port 8080'
  const told = async (flags: string): Promise<string> =>
    (await explain(mesh, `${ends} ${flags}`.trim())).split('\n')[1] ?? ''

  it('is left open without them: some requests', async () => {
    expect(await told('')).toMatch(/^Allowed for some requests only/)
  })

  it.each([
    ['--method GET --path /api/x', 'Allowed'],
    ['--method GET --path /api/x --address service', 'Allowed'],
    ['--method GET --path /api/x --service shop/api', 'Allowed'],
    ['--method GET --path /api/x --host api.shop.svc.cluster.local --address service', 'Allowed'],
    ['--method POST --path /api/x', 'Denied'],
    ['--method GET --path /admin', 'Denied'],
    ['--method GET --path /api/x --host other', 'Denied'],
    // A pod's address is no host that the rule names, and nobody proves who they are there.
    ['--method GET --path /api/x --address pod-ip', 'Denied'],
  ])('%s: %s', async (flags, answer) => {
    expect(await told(flags)).toMatch(new RegExp(`^${answer}\\b(?! for)`))
  })

  it('says by which way, and what is on the wire there', async () => {
    expect(await explain(mesh, `${ends} --address pod-ip`)).toMatch(/dialled by +pod-ip\n/)
    expect(await explain(mesh, `${ends} --address service`)).toMatch(/dialled by +service shop\/api:80\n/)
  })

  it.each([
    ['--port 9999 --address service', '--address: no Service leads to TCP port `9999` of `shop/api[Pod]`'],
    [
      '--port 9999 --service shop/api',
      '--service: Service `shop/api` does not lead to TCP port `9999` of `shop/api[Pod]`',
    ],
    ['--service shop/api', '--port is missing: Services lead to single ports'],
    ['--port 80 --path api', '--path must begin with /, not `api`'],
    ['--port 80 --header x-a', '--header must be name=value, not `x-a`'],
    ['--port 80 --header =b', '--header must be name=value, not `=b`'],
    ['--port 80 --method GE/T', '--method must be a method such as GET, not `GE/T`'],
    [
      '--port 80 --protocol UDP --method GET',
      '--method means nothing to UDP: meshes and requests are of TCP',
    ],
    [
      '--port 80 --service shop/api --address pod-ip',
      '--address: Service `shop/api` is dialled as `service`',
    ],
  ])('%s: %s', async (flags, says) => {
    expect(await explain(mesh, `--from shop/web --to shop/api ${flags}`, 2)).toBe(`${says}\n`)
  })

  it('only pods have several ways', async () => {
    expect(await explain(mesh, '--from shop/web --to 192.0.2.1 --port 80 --address service', 2)).toBe(
      '--address: `192.0.2.1` is no pod, and only pods are dialled in several ways\n',
    )
  })

  it('headers decide, whatever the case of their names', async () => {
    const byHeader = authorizationPolicy(
      'shop/api',
      '{selector: {matchLabels: {app: api}}, action: DENY, rules: [{when: [{key: "request.headers[x-debug]", values: ["1"]}]}]}',
    )
    const world = [...mesh.slice(0, -1), byHeader]
    expect(await explain(world, `${ends} --header X-Debug=1`)).toContain('\nDenied')
    expect(await explain(world, `${ends} --header X-Debug=2`)).toContain('\nAllowed')
  })
})

describe('json', () => {
  it('has an entry per set of ports and kind of pair', async () => {
    const found = JSON.parse(
      await explain(shop, '--from shop/web --to shop/db --port 5433 --format json'),
    ) as object[]
    expect(found).toEqual([
      expect.objectContaining({
        from: 'shop/web[Pod]',
        to: 'shop/db[Pod]',
        conn: 'TCP 5433',
        pods: { from: 'shop/web', to: 'shop/db', pairs: 1, of: 1 },
        verdict: 'deny',
        class: null,
        pillars: null,
        transport: 'plaintext',
        principal: null,
      }),
    ])
    expect(JSON.stringify(found)).toContain('allows this peer on TCP 5432, not on TCP 5433')
  })
})

describe('an object that may change the proxies of a connection', () => {
  const filter = (spec: string): string =>
    object('networking.istio.io/v1alpha3', 'EnvoyFilter', 'shop/lua', `spec: ${spec}`)
  const lua = filter('{configPatches: [{match: {context: SIDECAR_INBOUND}}]}')
  const documents = [lua, meshPod('shop/cart', 'sidecar'), meshPod('shop/api', 'sidecar')]
  const between = '--from shop/cart --to shop/api --port 8080'

  it('is named in words, with where it is written', async () => {
    expect(await explain(documents, between)).toMatch(
      /^ {2}may be altered +EnvoyFilter shop\/lua \(.+, line 1\) may change what proxies let through and send here/m,
    )
    expect(await explain(documents.slice(1), between)).not.toContain('altered')
  })

  it('is named in JSON, of explanations and of connections', async () => {
    const marked = { mayBeAltered: true, alteredBy: ['EnvoyFilter shop/lua'] }
    const [explained] = JSON.parse(await explain(documents, `${between} --format json`)) as object[]
    expect(explained).toMatchObject(marked)
    const list = async (of: readonly string[]): Promise<readonly Row[]> => {
      const { out } = await podtrust('list', await fileOf(...of), '--format', 'json')
      const rows = JSON.parse(out) as readonly Row[]
      return rows.filter(({ src, dst }) => src === 'shop/cart[Pod]' && dst === 'shop/api[Pod]')
    }
    const rows = await list(documents)
    // What passes the server's proxy by is as it is: datagrams, and the proxy's own ports.
    expect(rows.map(({ transport, mayBeAltered = false }) => `${transport} ${mayBeAltered}`)).toEqual([
      'plaintext false',
      'plaintext true',
    ])
    expect(rows[1]).toMatchObject(marked)
    const naked = await list([filter('{}'), meshPod('shop/cart', 'sidecar'), meshPod('shop/api', 'naked')])
    expect(naked.map(({ conn, mayBeAltered }) => [conn, mayBeAltered])).toEqual([['All Connections', true]])
    expect((await list(documents.slice(1))).filter(row => row.mayBeAltered !== undefined)).toEqual([])
  })
})

interface Row {
  readonly src: string
  readonly dst: string
  readonly conn: string
  readonly transport: string
  readonly mayBeAltered?: boolean
}
