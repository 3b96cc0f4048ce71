import { expect, it } from 'vitest'
import type { ReachAnswer } from '@/lib/api/reach-contract'
import { reachSentence } from './reach-sentence'

const hop = (workloads: number, unknown = 0): ReachAnswer['hops'][number] => ({
  workloads,
  unknown,
  named: [],
})
const say = (hops: ReachAnswer['hops'], internet?: ReachAnswer['internet']): string =>
  reachSentence({ from: 'shop/web[Pod]', direction: 'out', hops, ...(internet && { internet }) })

it.each([
  [say([]), 'If taken over, it can reach 0 workloads directly. It does not reach the internet.'],
  [
    say([hop(1)], { hop: 1, certain: true, via: [] }),
    'If taken over, it can reach 1 workload directly. It reaches the internet directly.',
  ],
  [
    say([hop(12), hop(19, 4)], { hop: 2, certain: false, via: ['shop/api[Pod]'] }),
    'If taken over, it can reach 12 workloads directly, 31 within 2 hops; 4 of them by way of what is unknown. Whether it reaches the internet in 2 hops (via shop/api) is not known.',
  ],
])('%s', (said, wanted) => {
  expect(said).toBe(wanted)
})

it.each([
  [{ hop: 1, certain: true, via: [] }, 'The internet gets here directly.'],
  [
    { hop: 2, certain: false, via: ['shop/api[Pod]'] },
    'Whether the internet gets here in 2 hops (via shop/api) is not known.',
  ],
  [undefined, 'The internet does not get here.'],
])('who reaches it: %j', (internet, end) => {
  const said = reachSentence({
    from: 'shop/web[Pod]',
    direction: 'in',
    hops: [hop(3)],
    ...(internet && { internet }),
  })
  expect(said).toBe(`It can be reached from 3 workloads directly. ${end}`)
})
