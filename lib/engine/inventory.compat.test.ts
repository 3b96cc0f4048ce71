import { expect, test } from 'vitest'
import { open } from '../../test/kit/world'

const pods = ['one', 'two'].map(
  name =>
    `{apiVersion: v1, kind: Pod, metadata: {name: ${name}, ownerReferences: [{name: owner, controller: true}]}}`,
)

const workloads = (compat: boolean): string[] =>
  open(pods, { ...(compat && { compat: 'netpol-analyzer' }) }).inventory.workloads.map(({ key }) => key)

test('with compat, pods of an owner without a kind are one workload, named as a Pod (networkpolicy.md 2.1)', () => {
  expect(workloads(true)).toEqual(['default/owner[Pod]'])
})

test('without compat, an owner that the API server would refuse owns nobody', () => {
  expect(workloads(false)).toEqual(['default/one[Pod]', 'default/two[Pod]'])
})
