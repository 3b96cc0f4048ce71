import { expect, it } from 'vitest'
import { nearNames, nearWorkloads } from './near-names'

const names = ['frontend', 'front-door', 'ledger-db', 'cart', 'cart-redis', 'web', 'db']

it.each([
  ['fronted', ['frontend', 'front-door']],
  ['Forntend', ['frontend']],
  ['fron', ['front-door', 'frontend']],
  ['ledgre', ['ledger-db']],
  ['crat', ['cart']],
  ['wb', ['db', 'web']],
  ['weeb', ['web']],
  ['nothing-like-it', []],
  ['cart', []],
  ['x', []],
  ['', []],
  ['w'.repeat(5000), []],
])('%s may mean %j', (wanted, meant) => {
  expect(nearNames(wanted, names)).toEqual(meant)
})

it('names each once and no more than is read', () => {
  expect(nearNames('cart1', ['cart2', 'cart3', 'cart2', 'cart4', 'cart5'])).toEqual([
    'cart2',
    'cart3',
    'cart4',
  ])
})

it.each([
  ['fronted', ['shop/frontend']],
  ['cart', ['pay/cart', 'shop/cart']],
  ['shop/crat', ['shop/cart']],
  ['shpo/cart[Deployment]', ['shop/cart']],
  ['shpo/crat', ['shop/cart']],
  ['nowhere/cart', []],
  ['/', []],
])('%s may mean the workloads %j', (text, meant) => {
  const workloads = ['pay/cart', 'shop/cart', 'shop/frontend', 'pay/web'].map(key => {
    const [namespace = '', name = ''] = key.split('/')
    return { namespace, name }
  })
  expect(nearWorkloads(workloads, text).map(({ namespace, name }) => `${namespace}/${name}`)).toEqual(meant)
})
