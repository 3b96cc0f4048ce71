import { expect, it } from 'vitest'
import { KindTally, kindsOf } from './kind-tally'

const pod = { group: '', kind: 'Pod' }
const policy = { group: 'networking.k8s.io', kind: 'NetworkPolicy' }

it('counts by group and kind, and takes back', () => {
  const tally = new KindTally()
  tally.add(pod, 500)
  tally.add(policy)
  tally.add({ ...policy, group: 'crd.antrea.io' })
  tally.add(pod, 20)
  tally.add(policy, -1)
  expect(tally.counts).toEqual([
    { ...pod, count: 520 },
    { ...policy, count: 0 },
    { group: 'crd.antrea.io', kind: 'NetworkPolicy', count: 1 },
  ])
  expect(kindsOf([{ ref: pod }, { ref: policy }, { ref: pod }])).toEqual([
    { ...pod, count: 2 },
    { ...policy, count: 1 },
  ])
})
