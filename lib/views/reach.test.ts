import { expect, it } from 'vitest'
import { namespace, networkPolicy, object, pod } from '../../test/kit/manifests'
import { manyWorkloads } from '../../test/kit/many-workloads'
import { surveyOf } from '../../test/kit/survey'
import { reachView } from './reach'

const to = (from: string, target: string): string =>
  networkPolicy(
    `shop/${from}`,
    `{podSelector: {matchLabels: {app: ${from}}}, policyTypes: [Egress], egress: [{to: [{podSelector: {matchLabels: {app: ${target}}}}]}]}`,
  )

/** web may call api, api may call db, and nobody else calls anybody; all are open to whoever may call. */
const chain = [
  namespace('shop'),
  pod('shop/web'),
  pod('shop/api'),
  pod('shop/db'),
  networkPolicy('shop/default-deny', '{podSelector: {}, policyTypes: [Egress]}'),
  to('web', 'api'),
  to('api', 'db'),
]

it('goes on from hop to hop, and against the connections', () => {
  const { session } = surveyOf(chain)
  const sure = (key: string, ...via: string[]) => ({ key, certain: true, via })
  expect(reachView(session, { from: 'shop/web[Pod]', direction: 'out', hops: 3 })).toEqual({
    from: 'shop/web[Pod]',
    direction: 'out',
    hops: [
      { workloads: 1, unknown: 0, named: [sure('shop/api[Pod]')] },
      { workloads: 1, unknown: 0, named: [sure('shop/db[Pod]', 'shop/api[Pod]')] },
    ],
  })
  expect(reachView(session, { from: 'shop/web[Pod]', direction: 'out', hops: 1 })?.hops).toHaveLength(1)
  expect(reachView(session, { from: 'shop/db[Pod]', direction: 'in', hops: 3 })).toMatchObject({
    hops: [{ named: [sure('shop/api[Pod]')] }, { named: [sure('shop/web[Pod]', 'shop/api[Pod]')] }],
    internet: { hop: 1, certain: true, via: [] },
  })
})

it('marks what only an unknown connection leads to', () => {
  const { session } = surveyOf([...chain, object('cilium.io/v2', 'CiliumNetworkPolicy', 'shop/p')])
  expect(reachView(session, { from: 'shop/web[Pod]', direction: 'out', hops: 3 })).toMatchObject({
    hops: [{ unknown: 2 }],
    internet: { certain: false },
  })
})

it('counts all and names the nearest', () => {
  const { session } = surveyOf(manyWorkloads(1200))
  const { hops = [] } = reachView(session, { from: 'internet', direction: 'out', hops: 3 }) ?? {}
  expect(hops.map(({ workloads }) => workloads)).toEqual([600])
  expect(hops.map(({ named }) => named.length)).toEqual([500])
  expect(reachView(session, { from: 'shop/nobody[Pod]', direction: 'out', hops: 3 })).toBeUndefined()
})

it('says by which way, in the order in which traffic takes it', () => {
  const { session } = surveyOf([...chain, pod('shop/log'), to('db', 'log')])
  const out = reachView(session, { from: 'shop/web[Pod]', direction: 'out', hops: 5 })
  expect(out?.hops[2]?.named).toEqual([
    { key: 'shop/log[Pod]', certain: true, via: ['shop/api[Pod]', 'shop/db[Pod]'] },
  ])
  const into = reachView(session, { from: 'shop/log[Pod]', direction: 'in', hops: 5 })
  expect(into?.hops[2]?.named).toEqual([
    { key: 'shop/web[Pod]', certain: true, via: ['shop/api[Pod]', 'shop/db[Pod]'] },
  ])
})

it('says by which way the internet is reached', () => {
  const { session } = surveyOf([
    ...chain,
    networkPolicy(
      'shop/out',
      '{podSelector: {matchLabels: {app: db}}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 8.8.8.0/24}}]}]}',
    ),
  ])
  expect(reachView(session, { from: 'shop/web[Pod]', direction: 'out', hops: 5 })?.internet).toEqual({
    hop: 3,
    certain: true,
    via: ['shop/api[Pod]', 'shop/db[Pod]'],
  })
})
