import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { manyWorkloads } from '../../test/kit/many-workloads'
import { namespace, networkPolicy, object, pod } from '../../test/kit/manifests'
import { meshPod } from '../../test/kit/mesh'
import { someCluster } from '../../test/kit/some-cluster'
import { surveyOf } from '../../test/kit/survey'
import { randomMesh } from '../../test/third-opinion/random-mesh'
import { analyzeWithPolicies } from '../analyze'
import { connectionsQuery, type ConnectionRow } from '../api/connection-contract'
import { refText } from '../model/object'
import type { Endpoint, Question } from '../model/session'
import { finish } from '../model/stepwise'
import { describeRow, pageOfRows, placeOfRow, readAbout, selectRows } from './connections'
import { factsOf } from './row'
import { survey, type Survey } from './survey'

const shop = surveyOf([
  namespace('shop'),
  pod('data/kafka'),
  pod('shop/web', { ip: '10.0.0.1' }),
  pod('shop/db', { ports: ['metrics:9000', 'pg:5432'], ip: '10.0.0.2' }),
  networkPolicy('shop/default-deny', '{podSelector: {}, policyTypes: [Ingress, Egress]}'),
  networkPolicy(
    'shop/web',
    '{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{to: [{podSelector: {matchLabels: {app: db}}}], ports: [{port: 5432}]}, {to: [{ipBlock: {cidr: 198.51.100.0/24}}, {ipBlock: {cidr: 203.0.113.0/24}}], ports: [{port: 443}]}]}',
  ),
  networkPolicy(
    'shop/db',
    '{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]}',
  ),
])

function page(survey: Survey, query: Record<string, string> = {}): { total: number; rows: ConnectionRow[] } {
  const read = connectionsQuery.parse(query)
  const about = readAbout(survey, read.about)
  if (!about) throw new Error(`nothing is called ${read.about}`)
  const { total, rows } = selectRows(survey, about, read)
  return { total, rows: rows.map(row => describeRow(survey, row)) }
}

const endText = (side: ConnectionRow['from']): string =>
  side.kind === 'workload' ? side.name : side.everything ? 'internet' : side.ranges.join(' and ')

const lines = (query: Record<string, string> = {}): string[] =>
  page(shop, query).rows.map(({ from, to, ports }) => `${endText(from)} -> ${endText(to)}: ${ports}`)

const blocks = '198.51.100.0-198.51.100.255 and 203.0.113.0-203.0.113.255'
const all = {
  toInternet: 'kafka -> internet: All Connections',
  fromInternet: 'internet -> kafka: All Connections',
  db: 'web -> db: TCP 5432',
  blocks: `web -> ${blocks}: TCP 443`,
}

describe('connections', () => {
  it('gather the ranges of one answer into one row', () => {
    expect(lines()).toEqual([all.toInternet, all.fromInternet, all.db, all.blocks])
    expect(page(shop).total).toBe(4)
  })

  it.each([
    [{ class: 'implicit' }, [all.toInternet, all.fromInternet]],
    [{ class: 'partial,verified' }, [all.db, all.blocks]],
    [{ class: 'verified' }, []],
    [{ about: 'shop/db[Pod]' }, [all.db]],
    [{ about: 'namespace:data' }, [all.toInternet, all.fromInternet]],
    [{ about: 'internet' }, [all.toInternet, all.fromInternet, all.blocks]],
    [{ about: 'anyone' }, []],
    [{ q: 'DB' }, [all.db]],
    [{ q: 'nternet', class: 'partial' }, [all.blocks]],
    [{ q: '.*' }, []],
    [{ sort: 'from' }, [all.toInternet, all.fromInternet, all.db, all.blocks]],
    [{ sort: 'from', order: 'desc' }, [all.db, all.blocks, all.fromInternet, all.toInternet]],
    [{ sort: 'ports', order: 'desc' }, [all.db, all.blocks, all.toInternet, all.fromInternet]],
    [{ sort: 'authorized', order: 'desc' }, [all.blocks, all.db, all.toInternet, all.fromInternet]],
    [{ order: 'desc' }, [all.db, all.blocks, all.toInternet, all.fromInternet]],
    [{ offset: '1', limit: '2' }, [all.fromInternet, all.db]],
    [{ offset: '9' }, []],
  ])('are narrowed, sorted and paged by %j', (query, expected) => {
    expect(lines(query)).toEqual(expected)
  })

  it('are those through open doors about anyone', () => {
    const survey = surveyOf(manyWorkloads(20))
    const { total, rows } = page(survey, { about: 'anyone' })
    // ns-1 is open to its own nine others each; ns-0 may send to nobody there.
    expect(total).toBe(90)
    expect(survey.session.tally.anyone.implicit).toBe(90)
    expect(rows.every(({ to }) => to.kind === 'workload' && to.namespace === 'ns-1')).toBe(true)
  })

  it('counts all rows that match, whatever the page', () => {
    expect(page(shop, { class: 'implicit', offset: '1', limit: '1' }).total).toBe(2)
  })

  it.each(['shop/nobody[Pod]', 'namespace:nowhere', 'namespace:__proto__', 'constructor', 'Internet'])(
    'are not about %s, which is nothing here',
    about => {
      expect(readAbout(shop, about)).toBeUndefined()
    },
  )

  it('say what decided each side', () => {
    const [, , db, outside] = page(shop).rows
    expect(db?.egress).toEqual([
      {
        plane: 'network',
        dialect: 'networkpolicy',
        kind: 'NetworkPolicy',
        namespace: 'shop',
        name: 'web',
        path: 'spec.egress[0]',
        cause: 'explicit-allow',
      },
    ])
    expect(db?.ingress).toMatchObject([{ name: 'db', path: 'spec.ingress[0]', cause: 'broad-allow' }])
    expect(outside?.egress).toMatchObject([{ name: 'web', path: 'spec.egress[1]', cause: 'explicit-allow' }])
    expect(outside?.ingress).toEqual([])
  })

  it('are asked about at a port that the destination declares, else a usual one, else the first', () => {
    const asks = page(shop).rows.map(({ ask }) => `${ask.protocol} ${ask.port}`)
    expect(asks).toEqual(['TCP 443', 'TCP 443', 'TCP 5432', 'TCP 443'])
    const udp = surveyOf([
      pod('shop/a'),
      pod('shop/b', { ports: ['web:8080'] }),
      networkPolicy(
        'shop/b',
        '{podSelector: {matchLabels: {app: b}}, ingress: [{ports: [{protocol: UDP, port: 53}]}]}',
      ),
    ])
    expect(page(udp, { about: 'shop/b[Pod]', q: 'shop/a' }).rows.map(({ ask }) => ask)).toEqual([
      { protocol: 'TCP', port: 443 },
      { protocol: 'UDP', port: 53 },
    ])
  })

  it('explain an outside range by an address that no pod has', () => {
    const survey = surveyOf([
      pod('shop/web'),
      pod('shop/db', { ip: '198.51.100.0' }),
      networkPolicy(
        'shop/web',
        '{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 198.51.100.0/24}}]}]}',
      ),
    ])
    const rows = page(survey, { about: 'internet', class: 'partial' }).rows
    expect(rows).toHaveLength(1)
    // The pod itself would have an ingress side too.
    expect(rows[0]?.ingress).toEqual([])
    expect(rows[0]?.egress).toMatchObject([{ cause: 'broad-allow' }])
  })

  it('gather the reasons of pods that differ', () => {
    const replica = (at: number): string =>
      pod(`shop/api-${at}`, { labels: `app: api, at: "${at}"`, owner: 'StatefulSet/api' })
    const allow = (at: number): string =>
      networkPolicy(
        `shop/api-${at}`,
        `{podSelector: {matchLabels: {at: "${at}"}}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]}`,
      )
    const survey = surveyOf([pod('shop/web'), replica(0), replica(1), allow(0), allow(1)])
    const [row] = page(survey, { about: 'shop/web[Pod]', class: 'partial' }).rows
    expect(row?.pods).toEqual({ allowed: 2, of: 2 })
    expect(row?.ingress.map(({ name }) => name).sort()).toEqual(['api-0', 'api-1'])
  })

  it('leave out the reasons of pods that are denied', () => {
    const replica = (at: number): string =>
      pod(`shop/api-${at}`, { labels: `app: api, at: "${at}"`, owner: 'StatefulSet/api' })
    const survey = surveyOf([
      pod('shop/web'),
      replica(0),
      replica(1),
      networkPolicy('shop/closed', '{podSelector: {matchLabels: {at: "0"}}}'),
      networkPolicy(
        'shop/named',
        '{podSelector: {matchLabels: {at: "1"}}, ingress: [{from: [{podSelector: {}}]}]}',
      ),
    ])
    const [row] = page(survey, { about: 'shop/web[Pod]', class: 'partial' }).rows
    expect(row?.pods).toEqual({ allowed: 1, of: 2 })
    expect(row?.ingress.map(({ name }) => name)).toEqual(['named'])
  })

  it('reach everything outside only where they reach both address families', () => {
    const to = (...cidrs: string[]) =>
      page(
        surveyOf([
          pod('shop/web'),
          networkPolicy(
            'shop/web',
            `{podSelector: {}, policyTypes: [Ingress, Egress], egress: [{to: [${cidrs.map(cidr => `{ipBlock: {cidr: "${cidr}"}}`).join(', ')}]}]}`,
          ),
        ]),
      ).rows.map(row => row.to)
    expect(to('0.0.0.0/0')).toEqual([
      { kind: 'outside', ranges: ['0.0.0.0-255.255.255.255'], everything: false },
    ])
    expect(to('0.0.0.0/0', '::/0')).toMatchObject([{ everything: true }])
    expect(to('0.0.0.0/1', '::/0')).toMatchObject([{ everything: false }])
  })

  it('have ids of their own', () => {
    const { rows } = page(surveyOf(manyWorkloads(40)), { limit: '500' })
    expect(rows.length).toBeGreaterThan(300)
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
  })

  it('stay short however many blocks and ports a policy names', () => {
    const cidrs = Array.from({ length: 110 }, (_, i) => `{ipBlock: {cidr: 10.0.${i}.1/32}}`)
    const ports = Array.from({ length: 180 }, (_, i) => `{port: ${2 * i + 1}}`)
    const survey = surveyOf([
      pod('shop/web'),
      networkPolicy(
        'shop/web',
        `{podSelector: {}, policyTypes: [Egress], egress: [{to: [${cidrs.join(', ')}], ports: [${ports.join(', ')}]}]}`,
      ),
    ])
    const [row] = page(survey, { about: 'internet', class: 'partial' }).rows
    expect(row?.to).toMatchObject({ kind: 'outside', rest: 10, everything: false })
    expect(row?.to.kind === 'outside' && row.to.ranges.length).toBe(100)
    expect(row?.ports).toMatch(/^TCP 1,3,5,.*\d,…$/)
    expect(JSON.stringify(row).length).toBeLessThan(8_000)
  })
})

describe('a row that something may change', () => {
  const filter = object('networking.istio.io/v1alpha3', 'EnvoyFilter', 'shop/lua', 'spec: {}')
  const pods = [meshPod('shop/cart', 'sidecar'), meshPod('shop/api', 'naked'), meshPod('shop/db', 'naked')]
  const told = (documents: readonly string[]): string[] => {
    const found = surveyOf(documents)
    return selectRows(found, {}, connectionsQuery.parse({}))
      .rows.map(row => factsOf(row, found))
      .flatMap(({ from, to, mayBeAltered, alteredBy }) =>
        mayBeAltered && from.kind === 'workload' && to.kind === 'workload'
          ? [`${from.name} to ${to.name}: ${alteredBy?.map(refText).join()}`]
          : [],
      )
  }

  it('says so with the name of what may, and only then', () => {
    expect([...new Set(told([filter, ...pods]))].sort()).toEqual([
      'api to cart: EnvoyFilter shop/lua',
      'cart to api: EnvoyFilter shop/lua',
      'cart to db: EnvoyFilter shop/lua',
      'db to cart: EnvoyFilter shop/lua',
    ])
    expect(told(pods)).toEqual([])
  })
})

describe('rows that stand together', () => {
  const open = surveyOf([
    ...['a', 'b'].flatMap(name => [namespace(name), pod(`${name}/x`), pod(`${name}/y`)]),
    networkPolicy('b/y', '{podSelector: {matchLabels: {app: y}}, ingress: [{from: [{podSelector: {}}]}]}'),
  ])
  const runs = (query: Record<string, string>) =>
    finish(pageOfRows(open, {}, connectionsQuery.parse({ limit: '500', ...query })))

  it.each(['to', 'from', 'class'] as const)('by %s: their numbers, and the worst first', by => {
    const { rows, runs: found = [], counts, total } = runs({ by })
    const keyOf = ({ from, to, connection }: (typeof rows)[number]): string =>
      ({ from, to, class: connection.trustClass })[by]
    // Each run is one stretch of the rows, as long as it says.
    expect(found.flatMap(({ key, rows: length }) => Array.from({ length }, () => key))).toEqual(
      rows.map(keyOf),
    )
    expect(rows).toHaveLength(total)
    for (const { key, counts: own } of found) {
      const pairs = new Set(
        rows
          .filter(row => keyOf(row) === key)
          .map(({ from, to, connection }) => `${connection.trustClass} ${from} ${to}`),
      )
      expect(own).toEqual(
        Object.fromEntries(
          Object.keys(own).map(each => [each, [...pairs].filter(pair => pair.startsWith(`${each} `)).length]),
        ),
      )
    }
    const implicit = found.map(({ counts: own }) => own.implicit)
    expect(implicit).toEqual([...implicit].sort((a, b) => b - a))
    expect(implicit.reduce((sum, each) => sum + each, 0)).toBe(counts?.implicit)
  })

  it('go on over pages, and are told of on the first', () => {
    const whole = runs({ by: 'to' })
    const second = runs({ by: 'to', offset: '3', limit: '4' })
    expect(second.rows).toEqual(whole.rows.slice(3, 7))
    expect(second).toMatchObject({ total: whole.total })
    expect(second.runs ?? second.counts).toBeUndefined()
  })

  it('are not told of where nobody asks, but what matches is counted', () => {
    const { runs: found, counts, total } = runs({ q: 'dst.ns = a' })
    expect(found).toBeUndefined()
    expect(counts).toEqual({ implicit: total, unknown: 0, partial: 0, verified: 0 })
  })
})

describe('what lets in the rows of one destination', () => {
  const reasonsByTarget = (survey: Survey) => {
    const { rows, runs = [] } = finish(
      pageOfRows(survey, {}, connectionsQuery.parse({ by: 'to', limit: '500' })),
    )
    return runs.map(run => {
      const counts = ({ from, to }: (typeof rows)[number]): boolean =>
        to === run.key &&
        (!run.admitted?.butHosts || !survey.workloads.get(from)?.pods.some(pod => pod.hostNetwork))
      const own = rows.filter(counts).map(row => describeRow(survey, row).ingress)
      const objects = new Set(own.flat().map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`))
      return { ...run, own, objects }
    })
  }
  const admitted = (survey: Survey) =>
    reasonsByTarget(survey).map(({ key, admitted: found }) => [
      key,
      found && (found.only ? found.only.name : found.policies),
    ])

  it('is told where it is the same for whoever sends', () => {
    const survey = surveyOf([
      ...['v', 'w', 'x', 'y', 'z'].map(name => pod(`a/${name}`)),
      networkPolicy('a/x', '{podSelector: {matchLabels: {app: x}}, policyTypes: [Egress]}'),
      networkPolicy(
        'a/shut',
        '{podSelector: {matchExpressions: [{key: app, operator: In, values: [v, w, y]}]}}',
      ),
      networkPolicy('a/y', '{podSelector: {matchLabels: {app: y}}, ingress: [{from: [{podSelector: {}}]}]}'),
      networkPolicy('a/w', '{podSelector: {matchLabels: {app: w}}, ingress: [{from: [{podSelector: {}}]}]}'),
      networkPolicy('a/w-too', '{podSelector: {matchLabels: {app: w}}, ingress: [{ports: [{port: 80}]}]}'),
    ])
    expect(admitted(survey)).toEqual([
      ['a/x[Pod]', 0],
      ['a/z[Pod]', 0],
      ['internet', undefined],
      ['a/w[Pod]', 2],
      ['a/y[Pod]', 'y'],
    ])
  })

  const nobody = () => ({ open: 0, one: 0, several: 0, none: 0 })
  const holds = (survey: Survey, seen = nobody()): void => {
    for (const { admitted: found, own, objects, rows } of reasonsByTarget(survey)) {
      if (rows < 2 || own.length === 0) continue
      seen[!found ? 'none' : found.policies === 0 ? 'open' : found.only ? 'one' : 'several'] += 1
      if (!found) continue
      expect(objects.size).toBeLessThanOrEqual(Math.max(1, found.policies))
      if (found.policies === 0) expect(new Set(own.map(each => JSON.stringify(each))).size).toBe(1)
      else for (const each of own) expect(each.map(({ name }) => name)).not.toContain(undefined)
      if (found.only)
        expect([...objects]).toEqual([`${found.only.kind} ${found.only.namespace}/${found.only.name}`])
    }
  }

  it('is what the reasons of the rows say, in random clusters', () => {
    const seen = nobody()
    fc.assert(
      fc.property(someCluster, ({ capture, settings }) => {
        const { session, policies } = analyzeWithPolicies(capture, settings)
        holds(survey(session, policies), seen)
      }),
      { seed: 20261129, numRuns: 240 },
    )
    for (const many of Object.values(seen)) expect(many).toBeGreaterThan(15)
  }, 240_000)

  it('is so in random meshes too', () => {
    const seen = nobody()
    fc.assert(
      fc.property(randomMesh, ({ objects }) => {
        holds(surveyOf(objects.map(object => JSON.stringify(object))), seen)
      }),
      { seed: 20261129, numRuns: 40 },
    )
    expect(Math.min(seen.open, seen.none)).toBeGreaterThan(15)
  }, 240_000)
})

describe('what holds for all rows of one source', () => {
  const bySource = (found: Survey) =>
    finish(pageOfRows(found, {}, connectionsQuery.parse({ by: 'from', limit: '500' })))

  it('is told where no policy limits what it sends, and only there', () => {
    const { runs = [] } = bySource(
      surveyOf([
        ...['free', 'held', 'doubt'].map(name => pod(`a/${name}`)),
        networkPolicy('a/out', '{podSelector: {matchLabels: {app: held}}, egress: [{}]}'),
        networkPolicy('a/doubt', '{podSelector: {matchLabels: {app: doubt}}, policyTypes: [Odd]}'),
      ]),
    )
    expect(Object.fromEntries(runs.map(({ key, unlimited = false }) => [key, unlimited]))).toEqual({
      'a/free[Pod]': true,
      'a/held[Pod]': false,
      'a/doubt[Pod]': false,
      internet: false,
    })
  })

  it('is what each of its rows gives as its reason, on random clusters', () => {
    fc.assert(
      fc.property(someCluster, ({ capture, settings }) => {
        const { session, policies } = analyzeWithPolicies(capture, settings)
        const found = survey(session, policies)
        const { rows, runs = [] } = bySource(found)
        for (const { key, unlimited } of runs)
          if (unlimited)
            for (const row of rows.filter(({ from }) => from === key))
              expect(describeRow(found, row).egress.filter(({ name }) => name !== undefined)).toEqual([])
      }),
      { numRuns: 60, seed: 20261130 },
    )
  })
})

describe('the row of a connection', () => {
  const survey = surveyOf(manyWorkloads(60))
  const question = (query: Record<string, string>) => {
    const { rows } = page(survey, query)
    return rows.map(({ from, to, ask }, at) => {
      const end = (side: ConnectionRow['from']): Endpoint =>
        side.kind === 'workload'
          ? { kind: 'pods', label: side.key, pods: survey.workloads.get(side.key)?.pods ?? [] }
          : { kind: 'internet', label: 'internet' }
      const protocol = ask.protocol === 'UDP' ? 'UDP' : 'TCP'
      return { at, asked: { from: end(from), to: end(to), protocol, port: ask.port } as const }
    })
  }
  const placed = (query: Record<string, string>, asked: Question): number | undefined => {
    const read = connectionsQuery.parse(query)
    return finish(placeOfRow(survey, readAbout(survey, read.about) ?? {}, read, asked))
  }

  it.each([
    { limit: '500' },
    { limit: '500', sort: 'to', order: 'desc' },
    { limit: '500', sort: 'ports' },
    { limit: '500', q: 'not kind = internet', about: 'anyone' },
  ])('is the one that the pages show it in: %j', query => {
    const questions = question(query)
    expect(questions.length).toBeGreaterThan(100)
    for (const { at, asked } of questions) expect(placed(query, asked), JSON.stringify(at)).toBe(at)
  })

  it.each(['to', 'from', 'class'])('among those that stand together by %s too', by => {
    const read = connectionsQuery.parse({ by, limit: '500' })
    const { rows } = finish(pageOfRows(survey, {}, read))
    expect(rows.length).toBe(500)
    for (const [at, row] of rows.entries()) {
      if (at % 7 > 0) continue
      const pods = (key: string) => survey.workloads.get(key)?.pods ?? []
      const end = (key: string): Endpoint =>
        key === 'internet' ? { kind: 'internet', label: key } : { kind: 'pods', label: key, pods: pods(key) }
      const asked = { from: end(row.from), to: end(row.to), protocol: 'TCP' } as const
      expect(placed({ by }, asked)).toBe(rows.findIndex(({ from, to }) => from === row.from && to === row.to))
    }
  })

  it('is none where the filter keeps no such row, and where there can be none', () => {
    const [first] = question({ limit: '1' })
    if (!first) throw new Error('there are no rows')
    expect(placed({ q: 'not-there' }, first.asked)).toBeUndefined()
    const node = { kind: 'node', label: 'n', node: 'n', addresses: [] } as const
    expect(placed({}, { ...first.asked, to: node })).toBeUndefined()
  })
})
