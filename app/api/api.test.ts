import { readdirSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { endpoints, type Endpoint } from '@/lib/api/endpoints'
import { problemStatus, problemType } from '@/lib/api/problem-types'
import { connectionsAnswer, type ConnectionRow } from '@/lib/api/connection-contract'
import { problemDocument } from '@/lib/api/problem-contract'
import type { Capture } from '@/lib/model/capture'
import type { ObjectRef } from '@/lib/model/object'
import { Collector } from '@/lib/sources/collect'
import { readManifests } from '@/lib/sources/manifests'
import { readText } from '@/lib/sources/read-text'
import { ask, changers, routes, serve, withQuery } from '@/test/kit/api'
import { authorizationPolicy } from '@/test/kit/istio'
import { meshPod, meshService, peerAuthentication } from '@/test/kit/mesh'
import { namespace, networkPolicy, object, pod } from '@/test/kit/manifests'
import { manyWorkloads } from '@/test/kit/many-workloads'
import { captureOf } from '@/test/kit/world'

const examples = readdirSync('public/examples')

/** Everything that a page could ask about a capture, small pages and large. */
function questions({ objects }: Capture, rows: readonly ConnectionRow[]): string[] {
  const keyOf = (side: ConnectionRow['from']): string =>
    side.kind === 'workload' ? side.key : (side.ranges[0]?.split('-')[0] ?? 'internet')
  return [
    '/api/overview',
    '/api/map',
    '/api/map?focus=internet',
    '/api/matrix?group=label:app&lens=implicit&hide=dns,probes',
    '/api/group?name=group:service-account!differs',
    '/api/lenses?q=not%20crosses%20%3D%20namespaces&hide=scrapes',
    '/api/unknowns',
    '/api/complete?q=ns%20%3D%20',
    '/api/complete?q=lab&at=3',
    '/api/reach?from=internet&direction=in&hops=2',
    '/api/connections?limit=500',
    '/api/connections?class=implicit&sort=to&order=desc&offset=3&limit=5',
    '/api/workloads?limit=500',
    '/api/policies',
    '/api/policies?filter=matches-nothing&offset=1&limit=2',
    '/api/findings',
    '/api/findings?severity=medium&offset=1&limit=2',
    '/api/identities',
    '/api/identities?filter=none&offset=1&limit=2',
    '/api/health',
    ...rows
      .slice(0, 40)
      .flatMap(({ from, to, ask: { port, protocol } }) => [
        withQuery('/api/explain', { from: keyOf(from), to: keyOf(to), port: String(port), protocol }),
        withQuery('/api/map', { focus: keyOf(from) }),
        withQuery('/api/row', { from: keyOf(from), to: keyOf(to), port: String(port), protocol, by: 'to' }),
        ...(from.kind === 'workload'
          ? [withQuery('/api/workload', { key: from.key }), withQuery('/api/reach', { from: from.key })]
          : []),
      ]),
    ...objects.slice(0, 200).map(({ ref }) => objectQuestion(ref)),
    ...objects
      .filter(({ ref }) => ref.kind.endsWith('Policy'))
      .slice(0, 40)
      .map(({ ref }) => withQuery('/api/policy', { ...ref })),
  ]
}

const objectQuestion = (ref: ObjectRef, paths: unknown[] = [['spec'], ['metadata', 'name']]): string =>
  withQuery('/api/object', { ...ref, path: JSON.stringify(paths) })

const schemaOf = (path: string) => {
  const found = Object.values(endpoints).find(
    endpoint => endpoint.path === new URL(path, 'http://x').pathname,
  )
  if (!found) throw new Error(`${path} is no endpoint`)
  return found.answer
}

async function rowsOf(search = ''): Promise<ConnectionRow[]> {
  return connectionsAnswer.parse((await ask(`/api/connections${search}`)).body).rows
}

/** Every answer as text, each held against its schema, which must know all of it. */
async function everyAnswer(capture: Capture): Promise<string[]> {
  await serve(capture)
  const texts: string[] = []
  for (const question of questions(capture, await rowsOf())) {
    const { status, body, text, type, cache } = await ask(question)
    expect([question, status, type, cache]).toEqual([question, 200, 'application/json', 'no-store'])
    expect(schemaOf(question).parse(body), question).toEqual(body)
    texts.push(text)
  }
  return texts
}

const strange = [
  pod('shop/web', { labels: '__proto__: a, constructor: b, app: web', node: 'n1', ip: '10.0.0.1' }),
  pod('shop/constructor', { hostNetwork: true, node: 'n1' }),
  pod('__proto__/x', { labels: 'app: "<script>alert(1)</script>"', ports: ['http:80'] }),
  namespace('shop', 'kind: a'),
  networkPolicy(
    'shop/bad',
    '{podSelector: {matchLabels: {app: web}}, ingress: [{from: [{ipBlock: {cidr: nonsense}}]}, {ports: [{port: 99999}]}]}',
  ),
  networkPolicy('shop/near', '{podSelector: {matchLabels: {app: wep}}, policyTypes: [Egress]}'),
  networkPolicy(
    '__proto__/p',
    '{podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {toString: x}}}], ports: [{port: http}]}]}',
  ),
  object('cilium.io/v2', 'CiliumNetworkPolicy', 'shop/unread'),
  object('security.istio.io/v1', 'PeerAuthentication', 'istio-system/default'),
]

describe('answers keep to their schemas', () => {
  it.each(examples)('about the example %s', async name => {
    expect((await everyAnswer(await readManifests([`public/examples/${name}`]))).length).toBeGreaterThan(10)
  })

  it('about forty generated workloads', async () => {
    expect((await everyAnswer(captureOf(manyWorkloads(40)))).length).toBeGreaterThan(100)
  })

  it('about strange names, refused and unread objects and a gap', async () => {
    const gap = {
      kind: 'policy',
      object: { group: '', kind: 'Unknown', name: 'x' },
      reason: 'it is cut off',
    } as const
    const texts = await everyAnswer(captureOf(strange, [gap]))
    expect(texts.some(text => text.includes('"unknown"'))).toBe(true)
  })
})

describe('answers hold no secrets', () => {
  it('from Secrets, environments, arguments or copies of the object', async () => {
    const into = new Collector()
    const yaml = `
apiVersion: v1
kind: Secret
metadata: {namespace: shop, name: token}
stringData: {password: SENTINEL-secret}
---
apiVersion: v1
kind: ConfigMap
metadata: {namespace: shop, name: settings}
data: {url: SENTINEL-configmap}
---
apiVersion: v1
kind: Pod
metadata:
  namespace: shop
  name: web
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: '{"env": "SENTINEL-applied"}'
spec:
  volumes: [{name: v, secret: {secretName: SENTINEL-volume}}]
  containers:
    - name: web
      image: SENTINEL-image
      command: [sh, -c, SENTINEL-command]
      args: [--password=SENTINEL-args]
      env: [{name: PASSWORD, value: SENTINEL-env}]
      envFrom: [{secretRef: {name: SENTINEL-ref}}]
      ports: [{containerPort: 8080}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {namespace: shop, name: api}
spec:
  template:
    spec:
      containers: [{name: api, env: [{name: PASSWORD, value: SENTINEL-template}]}]
`
    Array.from(readText(yaml, 'shop.yaml', into))
    const capture = into.capture({ kind: 'manifests', label: 'shop.yaml' })
    const texts = await everyAnswer(capture)
    expect(texts.filter(text => text.includes('SENTINEL'))).toEqual([])
    // The objects themselves were among the answers.
    expect(texts.some(text => text.includes('containerPort: 8080'))).toBe(true)
    expect(
      (await ask(objectQuestion({ group: '', kind: 'Secret', namespace: 'shop', name: 'token' }))).status,
    ).toBe(404)
  })
})

describe('hostile requests', () => {
  it.each([
    ['/api/overview?x=1', 400, 'there is no parameter `x`; there are `capture`'],
    ['/api/reach?from=nobody', 404, 'there is no `nobody` here'],
    ['/api/reach?from=internet&hops=11', 400, 'parameter `hops` must be at most 10'],
    ['/api/connections?limit=1e9', 400, 'parameter `limit` must be at most 500'],
    ['/api/connections?offset=99999999999999999999', 400, 'parameter `offset`'],
    ['/api/connections?__proto__=1', 400, 'there is no parameter `__proto__`'],
    ['/api/connections?constructor[prototype]=1', 400, 'there is no parameter `constructor[prototype]`'],
    ['/api/connections?sort=__proto__', 400, 'parameter `sort` must be one of'],
    ['/api/connections?sort=toString', 400, 'parameter `sort` must be one of'],
    ['/api/connections?about=shop/nobody', 404, 'there is no `shop/nobody` here'],
    ['/api/connections?q=a&q=b', 400, 'parameter `q` is given twice'],
    [`/api/connections?q=${'x'.repeat(2000)}`, 400, 'parameter `q` is longer than 1000 characters'],
    ['/api/connections?q=ns%20%3D', 400, 'parameter `q`, character 5: a value is missing here'],
    ['/api/matrix?q=web%20and&hide=dns', 400, 'parameter `q`, character 8'],
    ['/api/matrix?hide=cats', 400, 'parameter `hide` must be one of'],
    ['/api/matrix?group=cats', 400, 'workloads cannot be gathered by `cats`: write `namespace`'],
    ['/api/matrix?rowLimit=65', 400, 'parameter `rowLimit` must be at most 64'],
    ['/api/policies?filter=wrong', 400, 'parameter `filter` must be one of'],
    ['/api/policies?limit=51', 400, 'parameter `limit` must be at most 50'],
    ['/api/policy', 400, 'parameter `kind` is missing'],
    ['/api/findings?severity=wrong', 400, 'parameter `severity` must be one of'],
    ['/api/findings?limit=51', 400, 'parameter `limit` must be at most 50'],
    ['/api/identities?filter=wrong', 400, 'parameter `filter` must be one of'],
    ['/api/identities?limit=51', 400, 'parameter `limit` must be at most 50'],
    ['/api/identity', 400, 'parameter `id` is missing'],
    ['/api/identity?id=__proto__', 404, 'nobody here presents `__proto__`'],
    ['/api/policy?kind=__proto__&name=toString', 404, 'there is no policy `__proto__ toString` here'],
    ['/api/policy?kind=Pod&namespace=shop&name=web', 404, 'there is no policy `Pod shop/web` here'],
    ['/api/workload', 400, 'parameter `key` is missing'],
    ['/api/workload?key=__proto__', 404, 'there is no workload `__proto__` here'],
    ['/api/workload?key=%00', 404, 'there is no workload'],
    ['/api/explain?from=shop/web', 400, 'parameter `to` is missing'],
    ['/api/explain?from=shop/web&to=shop/wep', 404, 'there is no workload or pod `wep` in namespace `shop`'],
    ['/api/explain?from=__proto__/toString&to=shop/web', 404, 'there is no workload or pod `toString`'],
    ['/api/explain?from=anybody&to=shop/web', 404, '`anybody` names no end'],
    ['/api/explain?from=0.0.0.0/33&to=shop/web', 404, 'there is no workload in a namespace `0.0.0.0`'],
    ['/api/explain?from=anyone&to=anyone', 400, 'from `anyone` to `anyone` is the whole cluster'],
    [
      '/api/explain?from=shop/web&to=shop/constructor&port=0',
      400,
      'parameter `port` must be a number from 1 to 65535',
    ],
    ['/api/explain?from=shop/web&to=shop/constructor&port=65536', 400, 'parameter `port` must be a number'],
    ['/api/explain?from=shop/web&to=shop/constructor&port=', 400, 'parameter `port` must be a number'],
    ['/api/explain?from=shop/web&to=shop/constructor&port=-1', 400, 'parameter `port` must be a number'],
    [
      '/api/explain?from=shop/web&to=shop/constructor&port=http',
      404,
      '`shop/constructor[Pod]` has no TCP port `http`',
    ],
    ['/api/explain?from=shop/web&to=internet&port=http', 404, '`internet` has no TCP port `http`'],
    ['/api/explain?from=shop/web&to=internet&protocol=ICMP&port=1', 400, 'ICMP has no ports'],
    [
      '/api/explain?from=shop/web&to=shop/constructor&path=api',
      400,
      'parameter `path` must begin with /, not `api`',
    ],
    [
      '/api/explain?from=shop/web&to=shop/constructor&header=x-a',
      400,
      'parameter `header` must be name=value, not `x-a`',
    ],
    [
      '/api/explain?from=shop/web&to=shop/constructor&header=a=b&header=%3Db',
      400,
      'parameter `header` must be name=value, not `=b`',
    ],
    [
      '/api/explain?from=shop/web&to=shop/constructor&method=',
      400,
      'parameter `method` must be a method such as GET, not ``',
    ],
    [
      '/api/explain?from=shop/web&to=shop/constructor&address=tunnel',
      400,
      'parameter `address` must be one of `service`, `headless`, `pod-ip`',
    ],
    [
      '/api/explain?from=shop/web&to=shop/constructor&address=headless',
      400,
      'parameter `address`: no headless Service selects `shop/constructor[Pod]`',
    ],
    [
      '/api/explain?from=shop/web&to=shop/constructor&service=shop/__proto__',
      400,
      'parameter `service`: there is no Service `shop/__proto__`',
    ],
    [
      '/api/explain?from=shop/web&to=shop/constructor&protocol=UDP&port=53&host=x',
      400,
      'parameter `host` means nothing to UDP',
    ],
    ['/api/row?from=shop/web&to=shop/constructor&method=GET', 400, 'there is no parameter `method`'],
    ['/api/explain?from=shop/web&to=internet&protocol=tcp', 400, 'parameter `protocol` must be one of'],
    ['/api/object?kind=Pod&name=x', 404, 'there is no `Pod x` here'],
    ['/api/object?kind=__proto__&name=constructor', 404, 'there is no `__proto__ constructor` here'],
    [
      '/api/object?kind=Pod&namespace=shop&name=web&path=nonsense',
      400,
      'parameter `path` must be a JSON list',
    ],
    ['/api/object?kind=Pod&namespace=shop&name=web&path=[[{}]]', 400, 'parameter `path` must be a JSON list'],
    [
      '/api/object?kind=Pod&namespace=shop&name=web&path=[[1.5]]',
      400,
      'parameter `path` must be a JSON list',
    ],
    ['/api/map?expand=a&focus=b&focus=c', 400, 'parameter `focus` is given twice'],
    ['/api', 404, 'there is no `/api`'],
    ['/api/:id', 404, 'there is no `/api/:id`'],
    ['/api/..%2f..%2fetc', 404, '/api/openapi.json'],
    ['/api/overview/extra', 404, 'there is no `/api/overview/extra`'],
  ])('%s is answered with %i', async (path, status, detail) => {
    await serve(captureOf(strange))
    const answer = await ask(path)
    const problem = problemDocument.parse(answer.body)
    expect(problem).toEqual(answer.body)
    expect([answer.status, answer.type, answer.cache]).toEqual([
      status,
      'application/problem+json',
      'no-store',
    ])
    expect(problem.status).toBe(status)
    expect(problem.detail).toContain(detail)
    expect(answer.text.length).toBeLessThan(3000)
  })

  it('are answered plainly where strange names are real', async () => {
    await serve(captureOf(strange))
    expect((await ask('/api/workload?key=__proto__/x[Pod]')).status).toBe(200)
    expect((await ask('/api/connections?about=namespace:__proto__')).status).toBe(200)
    expect((await ask('/api/explain?from=shop/web&to=__proto__/x&port=http')).status).toBe(200)
    const { body } = await ask(
      objectQuestion({ group: '', kind: 'Pod', namespace: '__proto__', name: 'x' }, [
        ['__proto__'],
        ['constructor', 0],
      ]),
    )
    expect(body).toMatchObject({ marked: [] })
  })

  it('hear nothing of what went wrong inside', async () => {
    const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    await serve(captureOf(strange))
    const { GET } = await import('./overview/route')
    const broken = new Request('http://localhost:3000/api/overview')
    Object.defineProperty(broken, 'url', {
      get: () => {
        throw new Error('SENTINEL at /some/place')
      },
    })
    const answer = await GET(broken)
    const text = await answer.text()
    expect([answer.status, text.includes('SENTINEL')]).toEqual([500, false])
    expect(log).toHaveBeenCalledOnce()
    log.mockRestore()
  })
})

describe('one request', () => {
  const mesh = [
    namespace('shop'),
    meshPod('shop/web', 'sidecar', { ip: '10.0.0.1' }),
    meshPod('shop/api', 'sidecar', { ip: '10.0.0.2' }),
    meshService('shop/api', { ports: ['http:80>8080'] }),
    peerAuthentication('shop/default', '{mtls: {mode: PERMISSIVE}}'),
    authorizationPolicy(
      'shop/api',
      '{selector: {matchLabels: {app: api}}, rules: [{from: [{source: {principals: ["*/sa/web"]}}], to: [{operation: {methods: [GET], paths: [/api/*]}}], when: [{key: "request.headers[x-team]", values: [a]}]}]}',
    ),
  ]
  const verdictOf = async (more: string): Promise<unknown> => {
    const { body } = await ask(`/api/explain?from=shop/web&to=shop/api&port=8080${more}`)
    const { answers } = endpoints.explain.answer.parse(body)
    return answers.map(({ explanation: { verdict, route } }) => `${verdict} ${route?.address}`)
  }

  it.each([
    ['', 'conditional service'],
    ['&method=GET&path=/api/x&header=X-Team=a', 'allow service'],
    ['&method=GET&path=/api/x&header=X-Team=b', 'deny service'],
    ['&method=POST&path=/api/x&header=X-Team=a', 'deny service'],
    ['&method=GET&path=/api/x&header=X-Team=a&address=pod-ip', 'deny pod-ip'],
    ['&method=GET&path=/api/x&header=X-Team=a&service=shop/api', 'allow service'],
  ])('%s: %s', async (more, answer) => {
    await serve(captureOf(mesh))
    expect(await verdictOf(more)).toEqual([answer])
  })

  it('by a Service that does not lead there has no answer', async () => {
    await serve(captureOf(mesh))
    const { status, body } = await ask('/api/explain?from=shop/web&to=shop/api&port=9&address=service')
    expect([status, problemDocument.parse(body).detail]).toEqual([
      404,
      'parameter `address`: no Service leads to TCP port `9` of `shop/api[Pod]`',
    ])
  })
})

describe('answers about three hundred workloads', () => {
  const sizeOf = async (path: string): Promise<number> => {
    const answer = await ask(path)
    expect(answer.status).toBe(200)
    return answer.text.length
  }

  it('do not grow with the square of the workloads', async () => {
    await serve(captureOf(manyWorkloads(300)))
    const rows = connectionsAnswer.parse((await ask('/api/connections')).body)
    expect(rows.total).toBeGreaterThan(20_000)
    expect(rows.rows).toHaveLength(100)
    expect(await sizeOf('/api/connections')).toBeLessThan(120_000)
    expect(await sizeOf('/api/map')).toBeLessThan(40_000)
    expect(await sizeOf(withQuery('/api/map', { focus: 'ns-1/w-1[Deployment]' }))).toBeLessThan(50_000)
    const { text } = await ask('/api/policies')
    expect(gzipSync(text).length).toBeLessThan(40_000)
    expect(text.length).toBeLessThan(60_000)
    expect(await sizeOf('/api/overview')).toBeLessThan(40_000)
    expect(await sizeOf('/api/workloads')).toBeLessThan(60_000)
    expect(await sizeOf(withQuery('/api/explain', { from: 'ns-1/w-1', to: 'ns-0/w-1' }))).toBeLessThan(20_000)
  })
})

describe('the description of the API', () => {
  it('names every route and its parameters', async () => {
    await serve(captureOf(strange))
    const { body } = await ask('/api/openapi.json')
    expect(body).toMatchObject({ openapi: '3.1.1', info: { title: 'podtrust' } })
    const described = Object.values<Endpoint>(endpoints).filter(({ method }) => !method)
    const served = Object.keys(routes).filter(path => path !== '/api/openapi.json')
    expect(described.map(({ path }) => path).sort()).toEqual(served.sort())
    const folders = readdirSync('app/api', { withFileTypes: true }).filter(entry => entry.isDirectory())
    expect(folders.map(({ name }) => `/api/${name}`).sort()).toEqual(
      [...Object.keys(routes), ...Object.keys(changers), '/api/[[...unknown]]'].sort(),
    )
    for (const type of ['text/csv', 'text/markdown'])
      expect(body).toHaveProperty(
        ['paths', '/api/export', 'get', 'responses', '200', 'content', type, 'schema', 'type'],
        'string',
      )
    for (const { path } of described.filter(each => each.path !== '/api/export'))
      expect(body).toHaveProperty(
        ['paths', path, 'get', 'responses', '200', 'content', 'application/json', 'schema', 'type'],
        'object',
      )
    expect(body).toMatchObject({
      paths: {
        '/api/explain': {
          get: {
            parameters: [
              { name: 'from', in: 'query', required: true, schema: { type: 'string', maxLength: 1000 } },
              { name: 'to', required: true },
              { name: 'port', required: false },
              { name: 'protocol', required: false, schema: { default: 'TCP' } },
              { name: 'address', required: false, schema: { enum: ['service', 'headless', 'pod-ip'] } },
              { name: 'service', required: false },
              { name: 'method', required: false },
              { name: 'path', required: false },
              { name: 'host', required: false },
              { name: 'header', required: false, schema: { type: 'array', items: { type: 'string' } } },
              { name: 'capture', in: 'query', required: false, schema: { type: 'string' } },
            ],
          },
        },
      },
    })
  })

  it('refers to nothing that it does not hold', async () => {
    const { body, text } = await ask('/api/openapi.json')
    const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path?.split('/') ?? [])
    expect(references.length).toBeGreaterThan(0)
    for (const path of references) expect(body).toHaveProperty(path)
    expect(text).not.toContain('$schema')
  })
})

const isHandler = (value: unknown): value is (request: Request) => Promise<Response> =>
  typeof value === 'function'

describe('every route', () => {
  /** What the description says of an address, in upper case as methods are written. */
  async function describedAt(path: string): Promise<string[]> {
    const { body } = await ask('/api/openapi.json')
    const { paths } = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) }).parse(body)
    return Object.keys(paths[path] ?? {}).map(method => method.toUpperCase())
  }

  it.each(Object.keys(routes))('%s answers GET alone, fresh each time', async path => {
    const route: unknown = await import(`./${path.slice('/api/'.length)}/route.ts`)
    expect(route).toMatchObject({ dynamic: 'force-dynamic', runtime: 'nodejs' })
    expect(Object.keys(Object(route) as object).sort()).toEqual(['GET', 'dynamic', 'runtime'])
    if (path !== '/api/openapi.json') expect(await describedAt(path)).toEqual(['GET'])
  })

  it.each(Object.keys(changers))(
    '%s answers what is described, and says so where it does not',
    async path => {
      const route = (await import(`./${path.slice('/api/'.length)}/route.ts`)) as Record<string, unknown>
      expect(route).toMatchObject({ dynamic: 'force-dynamic', runtime: 'nodejs' })
      const described = await describedAt(path)
      expect(Object.keys(changers[path] ?? {}).sort()).toEqual(described.sort())
      for (const [method, handle] of Object.entries(route)) {
        if (!isHandler(handle) || described.includes(method)) continue
        const answer = await handle(new Request(`http://localhost:3000${path}`, { method }))
        expect([method, answer.status]).toEqual([method, method === 'OPTIONS' ? 204 : 405])
        expect(answer.headers.get('allow')?.split(', ').sort()).toEqual([...described, 'OPTIONS'].sort())
      }
    },
  )
})

describe('the description of what changes something', () => {
  it('says what is sent, what comes back and what may go wrong', async () => {
    const { body } = await ask('/api/openapi.json')
    const problem = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }
    expect(body).toMatchObject({
      paths: {
        '/api/captures': {
          post: {
            requestBody: {
              required: true,
              content: { 'multipart/form-data': { schema: { type: 'object' } } },
            },
            responses: {
              201: { content: { 'application/json': { schema: { required: ['id'] } } } },
              413: { content: problem },
              415: { content: problem },
              429: { content: problem, headers: { 'retry-after': {} } },
            },
          },
          delete: {
            parameters: [{ name: 'capture', in: 'query', required: true }],
            responses: { 204: { description: endpoints.closeCapture.summary }, 404: { content: problem } },
          },
        },
        '/api/examples': {
          post: {
            parameters: [
              { name: 'name', in: 'query', required: true, schema: { enum: ['demo', 'textbook'] } },
            ],
            responses: { 201: { content: { 'application/json': { schema: { required: ['id'] } } } } },
          },
        },
        '/api/again': {
          post: {
            parameters: [{ name: 'capture', required: false }],
            responses: { 202: { description: endpoints.readAgain.summary }, 409: { content: problem } },
          },
        },
      },
    })
    expect(body).not.toHaveProperty(['paths', '/api/captures', 'post', 'parameters', 0])
    expect(body).not.toHaveProperty(['paths', '/api/again', 'post', 'responses', '202', 'content'])
  })

  it('keeps to the schema of OpenAPI 3.1', async () => {
    const { Validator } = await import('@seriousme/openapi-schema-validator')
    const { body } = await ask('/api/openapi.json')
    const validator = new Validator()
    const description = z.record(z.string(), z.unknown()).parse(body)
    expect(await validator.validate(description)).toEqual({ valid: true })
    expect(validator.version).toBe('3.1')
    const broken = { ...description, paths: { '/api/x': { get: { responses: { 200: {} } } } } }
    expect((await new Validator().validate(broken)).valid).toBe(false)
  })

  it('knows every problem that may be answered', async () => {
    const { text } = await ask('/api/openapi.json')
    const answered = Object.keys(problemStatus) as (keyof typeof problemStatus)[]
    expect(answered.filter(kind => !text.includes(problemType(kind)))).toEqual([])
  })
})
