import { describe, expect, it } from 'vitest'
import { manyWorkloads } from '../../test/kit/many-workloads'
import { namespace, networkPolicy, pod } from '../../test/kit/manifests'
import { surveyOf } from '../../test/kit/survey'
import { finish } from '../model/stepwise'
import type { TrustMap } from '../api/map-contract'
import { mapView as stepwise, type MapQuery } from './map'
import { maxDrawn, suggestedView } from './map-groups'
import { matrixQuery } from '../api/matrix-contract'
import { lensesView } from './lenses'
import { matrixView, readGrouping } from './matrix'
import type { Survey } from './survey'

/** The whole map, by namespace unless asked otherwise. */
function mapView(survey: Survey, query: Partial<MapQuery>, group = 'namespace'): TrustMap {
  const grouping = readGrouping(survey, group)
  if (!grouping) throw new Error(`${group} is no grouping`)
  return finish(stepwise(survey, grouping, { class: [], q: '', hide: [], expand: [], ...query }))
}

const counted = (counts: Partial<TrustMap['hulls'][number]['counts']>) => ({
  counts: { implicit: 0, unknown: 0, partial: 0, verified: 0, ...counts },
})

/** `data` is open; in `shop`, web may call api on TCP 8080, api may call data, and nothing else comes in or leaves. */
const documents = [
  namespace('data'),
  namespace('shop'),
  pod('data/kafka'),
  pod('data/minio'),
  pod('shop/web'),
  pod('shop/api', { ports: ['http:8080'] }),
  networkPolicy('shop/default-deny', '{podSelector: {}, policyTypes: [Ingress, Egress]}'),
  networkPolicy(
    'shop/api',
    '{podSelector: {matchLabels: {app: api}}, policyTypes: [Ingress, Egress], ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: http}]}], egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: data}}, podSelector: {matchLabels: {app: kafka}}}]}]}',
  ),
  networkPolicy(
    'shop/web',
    '{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{to: [{podSelector: {matchLabels: {app: api}}}]}]}',
  ),
]

describe('map', () => {
  const map = mapView(surveyOf(documents), { expand: [] })

  it('draws what comes through open doors from Anyone, not pair by pair', () => {
    // kafka takes in minio and api, minio takes in kafka: three connections, two open workloads of two.
    expect(map.bundles).toEqual([
      { to: 'data', trustClass: 'implicit', failing: 2, all: 2, connections: 3, ...counted({ implicit: 3 }) },
    ])
    expect(map.anyone).toMatchObject({ openEgress: 2 })
  })

  it('counts what stays inside a namespace on its hull', () => {
    expect(map.hulls.map(({ namespace: name, inside }) => [name, inside])).toEqual([
      ['data', undefined],
      ['shop', { trustClass: 'partial', failing: 1, all: 1, ...counted({ partial: 1 }) }],
    ])
    expect(map.hulls[1]).toMatchObject({ workloads: 2, isolated: 2, defaultDeny: true, collapsed: false })
    expect(map.hulls[0]).toMatchObject({ workloads: 2, isolated: 0, defaultDeny: false })
  })

  it('takes a namespace for closed where both directions are', () => {
    const closed = (spec: string) =>
      mapView(surveyOf([pod('shop/web'), networkPolicy('shop/p', spec)]), { expand: [] }).hulls[0]
        ?.defaultDeny
    expect(closed('{podSelector: {}, policyTypes: [Ingress, Egress]}')).toBe(true)
    expect(closed('{podSelector: {}, policyTypes: [Ingress]}')).toBe(false)
    expect(closed('{podSelector: {}, policyTypes: [Egress]}')).toBe(false)
  })

  it('ends connections with the internet in stubs', () => {
    expect(map.stubs.map(({ x: _x, y: _y, ...stub }) => stub)).toEqual([
      {
        namespace: 'data',
        direction: 'out',
        trustClass: 'implicit',
        failing: 2,
        all: 2,
        ...counted({ implicit: 2 }),
      },
      {
        namespace: 'data',
        direction: 'in',
        trustClass: 'implicit',
        failing: 2,
        all: 2,
        ...counted({ implicit: 2 }),
      },
    ])
    expect(map.internet).toMatchObject({ incoming: 2, outgoing: 2 })
  })

  it('marks every workload with its isolation', () => {
    expect(map.nodes.map(({ key, isolation }) => [key, isolation.ingress, isolation.egress])).toEqual([
      ['data/kafka[Pod]', 'no', 'no'],
      ['data/minio[Pod]', 'no', 'no'],
      ['shop/api[Pod]', 'yes', 'yes'],
      ['shop/web[Pod]', 'yes', 'yes'],
    ])
    expect(map.drawn).toEqual({ unit: 'workloads', shown: 4, of: 4, bundles: 1, ofBundles: 1 })
  })

  it('draws lines between namespaces where a door is closed', () => {
    const closed = networkPolicy(
      'data/kafka',
      '{podSelector: {matchLabels: {app: kafka}}, ingress: [{from: [{namespaceSelector: {}}]}]}',
    )
    expect(mapView(surveyOf([...documents, closed]), { expand: [] }).bundles).toEqual([
      { to: 'data', trustClass: 'implicit', failing: 1, all: 2, connections: 1, ...counted({ implicit: 1 }) },
      {
        from: 'shop',
        to: 'data',
        trustClass: 'partial',
        failing: 1,
        all: 1,
        connections: 1,
        ...counted({ partial: 1 }),
      },
    ])
  })

  it('draws the connections of the focus singly, its open door as one line', () => {
    const focused = (focus: string): string[] =>
      mapView(surveyOf(documents), { expand: [], focus }).singles.map(
        ({ from, to, trustClass, ports }) => `${from} -> ${to} ${trustClass} ${ports}`,
      )
    expect(focused('shop/api[Pod]')).toEqual([
      'shop/api[Pod] -> data/kafka[Pod] implicit All Connections',
      'shop/web[Pod] -> shop/api[Pod] partial TCP 8080',
    ])
    expect(focused('data/kafka[Pod]')).toEqual([
      'data/kafka[Pod] -> data/minio[Pod] implicit All Connections',
      'data/kafka[Pod] -> internet implicit All Connections',
      'internet -> data/kafka[Pod] implicit All Connections',
      'anyone -> data/kafka[Pod] implicit All Connections',
    ])
    expect(focused('nobody/here[Pod]')).toEqual([])
  })

  it('draws nothing from nothing', () => {
    expect(mapView(surveyOf([namespace('shop')]), { expand: [] })).toEqual({
      grouping: { by: 'namespace' },
      drawn: { unit: 'workloads', shown: 0, of: 0, bundles: 0, ofBundles: 0 },
      hulls: [],
      nodes: [],
      bundles: [],
      stubs: [],
      singles: [],
    })
  })
})

describe('a map of many workloads', () => {
  const survey = surveyOf(manyWorkloads(300))

  it('closes the namespaces, and opens those asked for', () => {
    const closed = mapView(survey, { expand: [] })
    expect(closed.drawn).toMatchObject({ unit: 'namespaces', shown: 30, of: 30 })
    expect(closed.nodes).toEqual([])
    expect(closed.hulls.every(({ collapsed }) => collapsed)).toBe(true)

    const opened = mapView(survey, { expand: ['ns-3', 'no-such'], focus: 'ns-7/w-1[Deployment]' })
    expect(new Set(opened.nodes.map(({ namespace: name }) => name))).toEqual(new Set(['ns-3', 'ns-7']))
    expect(opened.singles).toContainEqual({
      from: 'ns-7/w-1[Deployment]',
      to: 'ns-3/w-0[Deployment]',
      trustClass: 'implicit',
      ports: 'All Connections',
    })
    const drawn = new Set(['anyone', 'internet', ...opened.nodes.map(({ key }) => key)])
    expect(opened.singles.filter(({ from, to }) => !drawn.has(from) || !drawn.has(to))).toEqual([])
  })

  it('never draws more boxes than the bound', () => {
    const names = [...survey.session.inventory.namespaces.keys()]
    const { hulls, nodes } = mapView(survey, { expand: names })
    expect(nodes.length).toBe(270)
    expect(hulls.length + nodes.length).toBeLessThanOrEqual(maxDrawn)
  })

  it('stays small', () => {
    expect(JSON.stringify(mapView(survey, { expand: [] })).length).toBeLessThan(40_000)
  })
})

describe('a map of many namespaces', () => {
  /** Seventy namespaces of team x and one of its own; `hub` lets in whom its policy names. */
  const survey = (peers: string, more: readonly string[] = []) =>
    surveyOf([
      ...Array.from({ length: 70 }, (_, at) => namespace(`x-${at}`, 'team: x')),
      ...Array.from({ length: 70 }, (_, at) => pod(`x-${at}/app`)),
      namespace('hub', 'team: hub'),
      pod('hub/api'),
      networkPolicy(
        'hub/in',
        `{podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{from: [${peers}], ports: [{port: 80}]}]}`,
      ),
      ...more,
    ])

  it('draws many namespaces that are one end as a group, called by the selector that means them', () => {
    const map = mapView(survey('{namespaceSelector: {matchLabels: {team: x}}}'), { expand: [] })
    const line = {
      to: 'hub',
      trustClass: 'partial',
      failing: 70,
      all: 70,
      connections: 70,
      ...counted({ partial: 70 }),
    }
    expect(map.groups).toMatchObject([
      {
        ...{ id: 'group:1', label: 'team=x', namespaces: 70 },
        q: 'crosses = namespaces and src.group = "namespace-label:team=x" and dst.ns = hub',
      },
    ])
    expect(map.bundles.filter(({ from }) => from !== undefined)).toEqual([{ from: 'group:1', ...line }])
  })

  it('takes back from a group what an exception says otherwise', () => {
    const shut = networkPolicy('x-3/shut', '{podSelector: {}, policyTypes: [Egress]}')
    const map = mapView(survey('{namespaceSelector: {matchLabels: {team: x}}}', [shut]), { expand: [] })
    const into = map.bundles.filter(({ from, to }) => from !== undefined && to === 'hub')
    expect(into.reduce((sum, { connections }) => sum + connections, 0)).toBe(69)
  })
})

describe('a map under a filter', () => {
  const survey = surveyOf(documents)

  it('leaves everything where it is and keeps the lines that fit', () => {
    const [whole, some] = [mapView(survey, {}), mapView(survey, { q: 'src.ns = shop' })]
    const placesOf = ({ hulls, nodes }: TrustMap) => [
      hulls.map(({ namespace: name, x, y }) => [name, x, y]),
      nodes.map(({ key, x, y }) => [key, x, y]),
    ]
    expect(placesOf(some)).toEqual(placesOf(whole))
    expect(some.bundles).toMatchObject([{ to: 'data', failing: 1, all: 2, connections: 1 }])
    expect(some.stubs).toEqual([])
    expect(some.internet).toBeUndefined()
    expect(mapView(survey, { class: ['verified'] })).toMatchObject({
      bundles: [],
      stubs: [],
      nodes: { length: 4 },
    })
  })

  it('draws of the focus what fits', () => {
    const focused = mapView(survey, { focus: 'data/kafka[Pod]', q: 'ns = shop' })
    expect(focused.singles.map(({ from, to }) => `${from} -> ${to}`)).toEqual(['anyone -> data/kafka[Pod]'])
    expect(mapView(survey, { focus: 'data/kafka[Pod]', class: ['partial'] }).singles).toEqual([])
  })
})

describe('a map under a lens', () => {
  const survey = surveyOf(documents)
  const sum = (numbers: readonly (number | undefined)[]) =>
    numbers.reduce<number>((all, one) => all + (one ?? 0), 0)

  it.each(['namespace', 'label:app'])(
    'by %s lights as much as the lens counts, and draws the same',
    group => {
      for (const q of ['', 'src.ns = shop', 'not kind = internet'])
        for (const { name, counts } of finish(lensesView(survey, { class: [], q, hide: [] })).lenses) {
          const map = mapView(survey, { q, lens: name }, group)
          const lit = sum([
            ...map.bundles.map(bundle => bundle.lit),
            ...map.hulls.map(({ inside }) => inside?.lit),
            ...map.stubs.map(stub => stub.lit),
          ])
          expect([group, q, name, lit]).toEqual([group, q, name, sum(Object.values(counts))])
          expect(sum(map.hulls.map(hull => hull.lit))).toBe(lit)
          expect(map.bundles.map(({ from, to, connections }) => [from, to, connections])).toEqual(
            mapView(survey, { q }, group).bundles.map(({ from, to, connections }) => [from, to, connections]),
          )
        }
    },
  )

  it('tells of each workload and each line of the focus whether it is lit', () => {
    const map = mapView(survey, { lens: 'crosses', focus: 'shop/api[Pod]' })
    expect(map.nodes.map(({ key, lit }) => [key, lit])).toEqual([
      ['data/kafka[Pod]', 1],
      ['data/minio[Pod]', 0],
      ['shop/api[Pod]', 1],
      ['shop/web[Pod]', 0],
    ])
    expect(map.singles.map(({ from, lit }) => [from, lit])).toEqual([
      ['shop/api[Pod]', true],
      ['shop/web[Pod]', false],
    ])
    expect(mapView(survey, { focus: 'shop/api[Pod]' }).nodes.every(node => !('lit' in node))).toBe(true)
  })

  it('counts the connections of every workload', () => {
    expect(mapView(survey, {}).nodes.map(({ key, outgoing, incoming }) => [key, outgoing, incoming])).toEqual(
      [
        ['data/kafka[Pod]', 2, 3],
        ['data/minio[Pod]', 2, 2],
        ['shop/api[Pod]', 1, 1],
        ['shop/web[Pod]', 1, 0],
      ],
    )
  })
})

describe('a map of other groups', () => {
  const survey = surveyOf([...documents, pod('shop/more', { labels: 'app: api', owner: 'ReplicaSet/more' })])

  it('draws them as hulls', () => {
    const map = mapView(survey, {}, 'label:app')
    expect(map.grouping).toEqual({ by: 'label:app' })
    expect(
      map.hulls.map(({ namespace: id, label, workloads, defaultDeny }) => [
        id,
        label,
        workloads,
        defaultDeny,
      ]),
    ).toEqual([
      ['=api', 'api', 2, true],
      ['=kafka', 'kafka', 1, false],
      ['=minio', 'minio', 1, false],
      ['=web', 'web', 1, true],
    ])
    expect(map.nodes.map(({ key, hull }) => [key, hull])).toContainEqual(['shop/more[ReplicaSet]', '=api'])
    expect(map.bundles.map(({ from, to }) => `${from} -> ${to}`)).toEqual([
      'undefined -> =kafka',
      'undefined -> =minio',
      '=web -> =api',
    ])
  })

  it('opens the one of the focus', () => {
    const many = surveyOf(manyWorkloads(300))
    const map = mapView(many, { focus: 'ns-7/w-1[Deployment]' }, 'label:app')
    expect(new Set(map.nodes.map(({ hull }) => hull))).toEqual(new Set(['=w-1']))
  })
})

describe('the matrix is proposed', () => {
  const open = (spaces: number, each: number) =>
    surveyOf(
      Array.from({ length: spaces * each }, (_, at) => pod(`n-${at % spaces}/p-${Math.floor(at / spaces)}`)),
    )

  it('where there are more boxes than a map can hold', () => {
    expect(mapView(open(4, 80), {}).suggest).toEqual({
      view: 'matrix',
      why: 'a map of 320 workloads in 4 groups would draw more boxes than the 300 that can be told apart',
    })
  })

  it('where most pairs of many groups are connected', () => {
    expect(mapView(open(40, 2), {}).suggest).toEqual({
      view: 'matrix',
      why: '1,560 of 1,560 ordered pairs of groups are connected: a map would draw lines that all say the same',
    })
    expect(mapView(open(40, 2), { q: 'workload = n-1/p-0' }).suggest).toBeUndefined()
  })

  it('for everything as for the map of it', () => {
    for (const survey of [open(4, 80), open(40, 2), open(6, 3)])
      expect(finish(suggestedView(survey))).toEqual(mapView(survey, {}).suggest)
  })

  it('not where a map is read well', () => {
    expect(mapView(open(6, 3), {}).suggest).toBeUndefined()
  })
})

describe('more namespaces than a map can hold', () => {
  it('are gathered by the label that covers them best, and it says so', () => {
    const survey = surveyOf(
      Array.from({ length: 301 }, (_, at) => [
        namespace(`n-${at}`, `team: t-${at % 7}`),
        pod(`n-${at}/p`),
      ]).flat(),
    )
    const map = mapView(survey, {}, 'auto')
    expect(map.grouping.why).toContain('the label team puts 301 of 301 namespaces into 7 groups')
    expect(map.hulls.map(({ label }) => label)).toEqual(Array.from({ length: 7 }, (_, at) => `t-${at}`))
  })
})

describe('views of many connections', () => {
  it('never ask for the list of all of them', () => {
    const whole = surveyOf(documents)
    const session = Object.create(whole.session, {
      connections: {
        enumerable: true,
        get: () => {
          throw new Error('all connections were asked for')
        },
      },
    }) as Survey['session']
    const survey = { ...whole, session }
    for (const group of ['namespace', 'label:app'])
      for (const q of ['', 'src.ns = shop']) {
        expect(mapView(survey, { q }, group).nodes).toHaveLength(4)
        const grouping = readGrouping(survey, group)
        if (!grouping) throw new Error(`${group} is no grouping`)
        expect(finish(matrixView(survey, grouping, matrixQuery.parse({ q, lens: 'crosses' }))).rows.of).toBe(
          group === 'namespace' ? 2 : 4,
        )
      }
    expect(finish(lensesView(survey, { class: [], q: '', hide: [] })).lenses).toHaveLength(6)
  })
})
