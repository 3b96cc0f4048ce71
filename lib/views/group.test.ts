import { describe, expect, it } from 'vitest'
import { controller, namespace, networkPolicy, pod } from '../../test/kit/manifests'
import { allRows } from '../../test/kit/pair-by-pair'
import { surveyOf } from '../../test/kit/survey'
import { finish } from '../model/stepwise'
import { readAbout } from './connections'
import { groupView, membersOf } from './group'
import { groupName, readGroupBy, readGroupName } from './group-name'
import { groupNamesOf, groupsOf } from './grouping'
import { meaningOf } from './query/meaning'
import { parseQuery } from './query/parse'
import { problemOf } from './query/problem'
import { quoted } from './query/tokens'
import { total } from './tally'

const survey = surveyOf([
  namespace('shop'),
  'apiVersion: v1\nkind: Namespace\nmetadata: {name: data, labels: {team: base}}',
  controller('Deployment', 'shop/web', { labels: 'tier: front, "a=b!": "c%d"' }),
  controller('Deployment', 'shop/cart', { labels: 'tier: front' }),
  pod('shop/old-0', { labels: 'tier: front', owner: 'StatefulSet/old', account: 'one' }),
  pod('shop/old-1', { labels: 'tier: back', owner: 'StatefulSet/old', account: 'two' }),
  controller('StatefulSet', 'data/db'),
  networkPolicy('data/db', '{podSelector: {}, ingress: [{from: [{podSelector: {}}]}], egress: []}'),
])
const { session } = survey
const { inventory } = session
const short = (key: string): string => key.replace(/^.*\/|\[.*$/g, '')

describe('the name of a group', () => {
  it.each(['label:tier', 'label:a=b!', 'namespace-label:team', 'service-account', 'label:nobody'])(
    'by %s is read as that group and no other, in the address and in the filter',
    text => {
      const by = readGroupBy(text)
      if (!by) throw new Error(`${text} is no grouping`)
      for (const { id, members } of groupsOf(inventory, by)) {
        const name = groupName(text, id)
        expect(readGroupName(name), name).toEqual({ by, id })
        expect(membersOf(survey, `group:${name}`), name).toEqual(members)
        const query = parseQuery(`src.group = ${quoted(name)}`)
        expect(query && meaningOf(query, inventory), name).toEqual({
          kind: 'end',
          side: 'from',
          names: new Set(members),
        })
      }
    },
  )

  it('is no name where it says nothing', () => {
    for (const text of ['', 'tier=web', 'label:tier', 'namespace=shop', 'label:tier!gone', 'label:=x'])
      expect(readGroupName(text), text).toBeUndefined()
    expect(problemOf('group = web')).toMatchObject({
      at: 8,
      message: expect.stringContaining('is no group') as string,
    })
    expect(problemOf('dst.group in ("label:tier=web", "label:tier!without")')).toBeUndefined()
  })

  it('is proposed for every value that a workload has', () => {
    const web = inventory.workloads.find(({ name }) => name === 'web')
    expect(web && groupNamesOf(web, inventory.namespaces)).toEqual([
      'label:tier=front',
      'label:a%3Db%21=c%d',
      'namespace-label:kubernetes.io/metadata.name=shop',
      'service-account=shop/default',
    ])
  })
})

describe('a group', () => {
  const view = (name: string) => finish(groupView(survey, name))

  it('counts what comes in, what goes out and what stays, each pair once', () => {
    for (const name of ['group:label:tier=front', 'group:label:tier!without', 'namespace:shop']) {
      const members = new Set(membersOf(survey, name))
      const found = view(name)
      const pairs = { in: new Set<string>(), out: new Set<string>(), inside: new Set<string>() }
      for (const { from, to, connection } of allRows(session)) {
        const way = `${from} ${to} ${connection.trustClass}`
        if (members.has(from) && members.has(to)) pairs.inside.add(way)
        else if (members.has(to)) pairs.in.add(way)
        else if (members.has(from)) pairs.out.add(way)
      }
      expect(found && [found.incoming, found.outgoing, found.inside].map(total), name).toEqual([
        pairs.in.size,
        pairs.out.size,
        pairs.inside.size,
      ])
    }
  })

  it('names its members, those with most gaps first, and their namespaces', () => {
    const found = view('group:label:tier=front')
    expect(found?.workloads.items.map(({ key }) => short(key)).sort()).toEqual(['cart', 'web'])
    expect(found).toMatchObject({
      workloads: { total: 2 },
      namespaces: { total: 1, items: [{ name: 'shop', workloads: 2 }] },
      isolated: 0,
      open: 2,
    })
    expect(view('group:label:tier!differs')?.workloads.items.map(({ key }) => short(key))).toEqual(['old'])
  })

  it('that nobody is in is empty, and what is no name is none', () => {
    expect(view('group:label:tier=gone')).toMatchObject({ workloads: { total: 0, items: [] } })
    for (const name of ['namespace:nowhere', 'group:tier', 'shop', ''])
      expect(view(name), name).toBeUndefined()
  })

  it('can be looked at', () => {
    expect(readAbout(survey, 'group:label:tier=front')).toEqual({
      ends: [new Set(membersOf(survey, 'group:label:tier=front'))],
    })
    expect(readAbout(survey, 'group:tier')).toBeUndefined()
  })
})
