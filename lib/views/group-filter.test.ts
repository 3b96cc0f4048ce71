import { describe, expect, it } from 'vitest'
import { namespace, networkPolicy, pod } from '../../test/kit/manifests'
import { surveyOf } from '../../test/kit/survey'
import { connectionsQuery } from '../api/connection-contract'
import type { TrustMap } from '../api/map-contract'
import { finish } from '../model/stepwise'
import { pageOfRows } from './connections'
import { groupFilter } from './group-filter'
import { mapView } from './map'
import { readGrouping } from './matrix'
import type { Survey } from './survey'

/** `hub` lets in one port from whom `peers` names, of seventy namespaces of team x, some of team y, and one of its own. */
const cluster = (peers: string, others = 0): Survey =>
  surveyOf([
    ...Array.from({ length: 70 }, (_, at) => namespace(`x-${at}`, 'team: x')),
    ...Array.from({ length: 70 }, (_, at) => pod(`x-${at}/app`)),
    ...Array.from({ length: others }, (_, at) => namespace(`y-${at}`, 'team: y')),
    ...Array.from({ length: others }, (_, at) => pod(`y-${at}/app`)),
    namespace('hub', 'team: hub'),
    pod('hub/api'),
    pod('hub/web'),
    networkPolicy(
      'hub/in',
      `{podSelector: {}, policyTypes: [Ingress], ingress: [{from: [${peers}], ports: [{port: 80}]}]}`,
    ),
  ])

function mapOf(survey: Survey): TrustMap {
  const grouping = readGrouping(survey, 'namespace')
  if (!grouping) throw new Error('no grouping')
  return finish(mapView(survey, grouping, { class: [], q: '', hide: [], expand: [] }))
}

describe('the filter of many namespaces that are one end', () => {
  it.each([
    [
      'by a label that only they have',
      '{namespaceSelector: {matchLabels: {team: x}}}',
      3,
      'src.group = "namespace-label:team=x" and ',
    ],
    ['by nothing where all are meant', '{namespaceSelector: {}}', 3, ''],
    [
      'by the others where these are fewer',
      '{namespaceSelector: {matchExpressions: [{key: team, operator: In, values: [x, y]}]}}',
      3,
      'not src.ns = hub and ',
    ],
  ])('names them %s, and keeps what their lines count', (_, peers, others, own) => {
    const survey = cluster(peers, others)
    const { groups: [group] = [], bundles } = mapOf(survey)
    expect(group?.q).toBe(`crosses = namespaces and ${own}dst.ns = hub`)
    const { total } = finish(pageOfRows(survey, {}, connectionsQuery.parse({ q: group?.q })))
    const drawn = bundles.filter(({ from }) => from === group?.id)
    expect(total).toBe(drawn.reduce((sum, { connections }) => sum + connections, 0))
    expect(total).toBeGreaterThan(100)
  })

  const { session } = cluster('{}', 90)
  const members = Array.from({ length: 70 }, (_, at) => (at < 69 ? `x-${at}` : 'y-0'))
  const group = { id: 'group:1', label: '', namespaces: members }

  it('names them one by one where nothing else says who they are', () => {
    expect(groupFilter(session.inventory, group, [{ from: 'group:1', to: 'hub' }])).toMatch(
      /^crosses = namespaces and src\.ns in \((x-\d+, ){69}y-0\) and dst\.ns = hub$/,
    )
  })

  it('says both ways where there are lines of both', () => {
    const { session: all } = cluster('{}')
    const everyone = { ...group, namespaces: [...all.inventory.namespaces.keys()] }
    expect(
      groupFilter(all.inventory, everyone, [
        { from: 'group:1', to: 'hub' },
        { from: 'x-1', to: 'group:1' },
        { from: 'x-2', to: 'hub' },
      ]),
    ).toBe('crosses = namespaces and ((dst.ns = hub) or (src.ns = x-1))')
  })

  it('is none where it would be longer than a link should be', () => {
    const { session: many } = surveyOf(Array.from({ length: 400 }, (_, at) => pod(`namespace-${at}/app`)))
    const half = { ...group, namespaces: Array.from({ length: 200 }, (_, at) => `namespace-${at}`) }
    expect(groupFilter(many.inventory, half, [{ from: 'group:1', to: 'namespace-300' }])).toBeUndefined()
    expect(groupFilter(many.inventory, half, [])).toBeUndefined()
  })
})
