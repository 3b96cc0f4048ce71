import { describe, expect, it } from 'vitest'
import { namespace, pod } from '../../test/kit/manifests'
import { surveyOf } from '../../test/kit/survey'
import { groupingsOf } from './groupings'

const groupings = (documents: readonly string[]) => groupingsOf(surveyOf(documents).session.inventory)

describe('groupings', () => {
  it('lists the labels of namespaces and of workloads, those on most workloads first', () => {
    expect(
      groupings([
        namespace('shop', 'team: store'),
        namespace('data', 'team: store, zone: a'),
        pod('shop/web', { labels: 'app: web, tier: front' }),
        pod('shop/api', { labels: 'app: api, tier: back' }),
        pod('data/db', { labels: 'tier: back' }),
        pod('data/cache', { labels: 'tier: back' }),
      ]),
    ).toEqual({
      namespaceLabels: {
        items: [
          { key: 'team', groups: 1, workloads: 4 },
          { key: 'zone', groups: 1, workloads: 2 },
        ],
        total: 2,
      },
      labels: { items: [{ key: 'tier', groups: 2, workloads: 4 }], total: 1 },
    })
  })

  it('counts a workload once, however many pods it has', () => {
    const documents = ['a-1', 'a-2', 'b-1'].map(name =>
      pod(`shop/${name}`, { labels: 'app: same', owner: `ReplicaSet/${name.slice(0, 1)}` }),
    )
    expect(groupings(documents).labels.items).toEqual([{ key: 'app', groups: 1, workloads: 2 }])
  })

  it('says how many labels there are beyond those listed', () => {
    const labels = Array.from({ length: 30 }, (_, at) => `k-${at}: v`).join(', ')
    const { items, total } = groupings([pod('a/x', { labels }), pod('a/y', { labels })]).labels
    expect([items.length, total]).toEqual([24, 30])
  })
})
