import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { controller, namespace, networkPolicy, pod } from '../../test/kit/manifests'
import { manyWorkloads } from '../../test/kit/many-workloads'
import { surveyOf } from '../../test/kit/survey'
import { matrixQuery, type MatrixAnswer } from '../api/matrix-contract'
import { finish } from '../model/stepwise'
import { matrixView, readGrouping } from './matrix'
import type { Survey } from './survey'
import { total } from './tally'

/** `data` is open; in `shop`, web may call api on TCP 8080, api may call kafka, and nothing else comes in or leaves. */
const shop = surveyOf([
  namespace('data'),
  namespace('shop'),
  namespace('idle'),
  pod('data/kafka'),
  pod('data/minio'),
  pod('shop/web', { labels: 'app: web, tier: front' }),
  pod('shop/api', { labels: 'app: api', ports: ['http:8080'] }),
  networkPolicy('shop/default-deny', '{podSelector: {}, policyTypes: [Ingress, Egress]}'),
  networkPolicy(
    'shop/api',
    '{podSelector: {matchLabels: {app: api}}, policyTypes: [Ingress, Egress], ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: http}]}], egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: data}}, podSelector: {matchLabels: {app: kafka}}}]}]}',
  ),
  networkPolicy(
    'shop/web',
    '{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{to: [{podSelector: {matchLabels: {app: api}}}]}]}',
  ),
])

function matrix(survey: Survey, asked: Record<string, string> = {}): MatrixAnswer {
  const query = matrixQuery.parse(asked)
  const grouping = readGrouping(survey, query.group)
  if (!grouping) throw new Error(`${query.group} is no grouping`)
  return finish(matrixView(survey, grouping, query))
}

/** `from -> to: worst of all` */
function picture({ rows, columns, cells, toInternet, fromInternet }: MatrixAnswer): string[] {
  const [from, to] = [rows, columns].map(
    ({ items }) =>
      (at: number) =>
        items[at]?.label ?? '',
  )
  const share = (each: { trustClass: string; worst: number; all: number }): string =>
    `${each.trustClass} ${each.worst} / ${each.all}`
  return [
    ...cells.map(cell => `${from?.(cell.row)} -> ${to?.(cell.column)}: ${share(cell)}`),
    ...toInternet.map(cell => `${from?.(cell.at)} -> internet: ${share(cell)}`),
    ...fromInternet.map(cell => `internet -> ${to?.(cell.at)}: ${share(cell)}`),
  ]
}

describe('matrix', () => {
  it('counts pairs by namespace, the worst first', () => {
    const found = matrix(shop)
    expect(picture(found)).toEqual([
      'data -> data: implicit 2 / 2',
      'shop -> data: implicit 1 / 1',
      'shop -> shop: partial 1 / 1',
      'data -> internet: implicit 2 / 2',
      'internet -> data: implicit 2 / 2',
    ])
    expect(found.grouping).toEqual({ by: 'namespace' })
    expect(found.counts).toEqual(shop.session.tally.counts)
    expect(found.rows.items).toEqual([
      {
        ...{ id: 'data', label: 'data', kind: 'value', start: 1, workloads: 2 },
        outgoing: { implicit: 4, unknown: 0, partial: 0, verified: 0 },
        incoming: { implicit: 5, unknown: 0, partial: 0, verified: 0 },
      },
      {
        ...{ id: 'shop', label: 'shop', kind: 'value', workloads: 2 },
        outgoing: { implicit: 1, unknown: 0, partial: 1, verified: 0 },
        incoming: { implicit: 0, unknown: 0, partial: 1, verified: 0 },
      },
    ])
    expect(found.columns).toEqual(found.rows)
    expect(found.anyone).toEqual([{ at: 0, open: 2, workloads: 2, connections: 3 }])
  })

  it('marks the first five groups with anything implicit as those to start with', () => {
    const open = ['a', 'b', 'c', 'd', 'e', 'f'].flatMap(name => [namespace(name), pod(`${name}/web`)])
    const found = matrix(surveyOf(open))
    expect(found.rows.items.map(({ id, start }) => [id, start])).toEqual([
      ...[
        ['a', 1],
        ['b', 2],
        ['c', 3],
        ['d', 4],
        ['e', 5],
      ],
      ['f', undefined],
    ])
  })

  it('shows workloads of an expanded group beside other groups', () => {
    const found = matrix(shop, { expand: 'data,nobody' })
    expect(
      found.rows.items.map(({ id, label, kind, group, start }) => [id, label, kind, group, start]),
    ).toEqual([
      ['data/kafka[Pod]', 'kafka', 'workload', 'data', 1],
      ['data/minio[Pod]', 'minio', 'workload', 'data', 1],
      ['shop', 'shop', 'value', undefined, undefined],
    ])
    expect(picture(found)).toEqual([
      'kafka -> minio: implicit 1 / 1',
      'minio -> kafka: implicit 1 / 1',
      'shop -> kafka: implicit 1 / 1',
      'shop -> shop: partial 1 / 1',
      'kafka -> internet: implicit 1 / 1',
      'minio -> internet: implicit 1 / 1',
      'internet -> kafka: implicit 1 / 1',
      'internet -> minio: implicit 1 / 1',
    ])
  })

  it('keeps what the filter keeps', () => {
    expect(picture(matrix(shop, { class: 'partial,verified' }))).toEqual(['shop -> shop: partial 1 / 1'])
    expect(picture(matrix(shop, { q: 'MINIO' }))).toEqual([
      'data -> data: implicit 2 / 2',
      'data -> internet: implicit 1 / 1',
      'internet -> data: implicit 1 / 1',
    ])
    expect(matrix(shop, { class: 'verified' }).counts).toEqual({
      implicit: 0,
      unknown: 0,
      partial: 0,
      verified: 0,
    })
  })

  it('gathers by labels and accounts', () => {
    expect(picture(matrix(shop, { group: 'label:tier' }))).toEqual([
      'no tier -> no tier: implicit 3 / 3',
      'front -> no tier: partial 1 / 1',
      'no tier -> internet: implicit 2 / 2',
      'internet -> no tier: implicit 2 / 2',
    ])
    expect(readGrouping(shop, 'label')).toBeUndefined()
  })

  it('is cut into windows that fit together', () => {
    const survey = surveyOf(manyWorkloads(60))
    const whole = matrix(survey)
    const named = ({ rows, columns, cells }: MatrixAnswer) =>
      cells.map(({ row, column, ...share }) => ({
        from: rows.items[row]?.id,
        to: columns.items[column]?.id,
        ...share,
      }))
    const parts = [0, 2, 4].flatMap(rowOffset =>
      [0, 4].flatMap(columnOffset =>
        named(
          matrix(survey, {
            ...{ rowOffset: String(rowOffset), rowLimit: '2' },
            ...{ columnOffset: String(columnOffset), columnLimit: '4' },
          }),
        ),
      ),
    )
    expect(new Set(parts.map(part => JSON.stringify(part)))).toEqual(
      new Set(named(whole).map(part => JSON.stringify(part))),
    )
    const inside = whole.cells.reduce((sum, { all }) => sum + all, 0)
    const outside = [...whole.toInternet, ...whole.fromInternet].reduce((sum, { all }) => sum + all, 0)
    expect(inside + outside).toBe(total(survey.session.tally.counts))
    expect(matrix(survey, { rowOffset: '99' })).toMatchObject({ rows: { of: 6, items: [] }, cells: [] })
  })
})

describe('more namespaces than can be shown', () => {
  const labelled = (at: number): string =>
    `apiVersion: v1\nkind: Namespace\nmetadata: {name: n-${at}, labels: {team: t-${at % 7}}}`
  const survey = surveyOf(
    Array.from({ length: 301 }, (_, at) => [labelled(at), controller('Deployment', `n-${at}/w`)]).flat(),
  )

  it('are gathered by the label that covers them best, and it says so', () => {
    expect(
      matrix(survey)
        .rows.items.map(({ label }) => label)
        .sort(),
    ).toEqual(Array.from({ length: 7 }, (_, at) => `t-${at}`))
    expect(matrix(survey).grouping).toEqual({
      by: 'namespace-label:team',
      why: '301 namespaces are more than can be shown at once: the label team puts 301 of 301 namespaces into 7 groups, the largest of 43; no other label spreads them better',
    })
  })

  it('stand there one by one where that is asked for, in answers that stay small', () => {
    const found = matrix(survey, { group: 'namespace', rowLimit: '64', columnLimit: '64' })
    expect(found.grouping).toEqual({ by: 'namespace' })
    expect(found.cells).toHaveLength(64 * 63)
    expect(gzipSync(JSON.stringify(found)).length).toBeLessThan(40_000)
  })
})
