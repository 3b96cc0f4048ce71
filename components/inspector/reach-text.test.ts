import { expect, test } from 'vitest'
import { reachText } from './reach-text'

const overview = { source: { kind: 'demo', label: 'demo' }, capturedAt: '2026-11-28T10:00:00.000Z' } as const

test('a way through the cluster is told hop by hop', () => {
  expect(
    reachText(
      {
        from: 'shop/web[Deployment]',
        direction: 'out',
        hops: [
          { workloads: 1, unknown: 0, named: [{ key: 'shop/api[Pod]', certain: true, via: [] }] },
          {
            workloads: 2,
            unknown: 1,
            named: [{ key: 'data/d\u202eb[Pod]', certain: false, via: ['shop/api[Pod]'] }],
          },
        ],
        internet: { hop: 2, certain: true, via: ['shop/api[Pod]'] },
      },
      overview,
    ),
  ).toBe(`What shop/web reaches
If taken over, it can reach 1 workload directly, 3 within 2 hops; 1 of them by way of what is unknown. It reaches the internet in 2 hops (via shop/api).

Directly: 1 workload
- shop/api

In 2 hops: 2 workloads
- data/d\\u202eb, via shop/api (unknown)
and 1 more workload, counted and not named

Source: demo, read 2026-11-28T10:00:00.000Z. By podtrust.
`)
})

test('and against the connections', () => {
  const said = reachText({ from: 'internet', direction: 'in', hops: [] }, overview)
  expect(said.split('\n')[0]).toBe('Who reaches Internet')
})
