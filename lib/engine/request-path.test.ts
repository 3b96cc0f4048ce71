import { describe, expect, it } from 'vitest'
import type { PathNormalization } from '../model/request'
import { comparedPath } from './request-path'

/** What a client sends, and what each way of rewriting makes of it (istio.md sections 5 and 7b, path normaliser). */
const rows: readonly [
  sent: string,
  none: string,
  base: string,
  mergeSlashes: string,
  decodeAndMerge: string,
][] = [
  ['/', '/', '/', '/', '/'],
  ['/shop?item=1', '/shop', '/shop', '/shop', '/shop'],
  ['/shop#top', '/shop', '/shop', '/shop', '/shop'],
  ['/shop?next=/../a', '/shop', '/shop', '/shop', '/shop'],
  ['/shop/', '/shop/', '/shop/', '/shop/', '/shop/'],
  ['/shop/../admin', '/shop/../admin', '/admin', '/admin', '/admin'],
  ['/shop/./cart', '/shop/./cart', '/shop/cart', '/shop/cart', '/shop/cart'],
  ['/shop/..', '/shop/..', '/', '/', '/'],
  ['/shop/cart/..', '/shop/cart/..', '/shop/', '/shop/', '/shop/'],
  ['/shop/cart/.', '/shop/cart/.', '/shop/cart/', '/shop/cart/', '/shop/cart/'],
  ['/../../admin', '/../../admin', '/admin', '/admin', '/admin'],
  ['/shop/%2E%2e/admin', '/shop/%2E%2e/admin', '/admin', '/admin', '/admin'],
  ['/shop/%2E./admin', '/shop/%2E./admin', '/admin', '/admin', '/admin'],
  ['/%61dmin', '/%61dmin', '/admin', '/admin', '/admin'],
  ['/a%7eb%5fc%2dd%30', '/a%7eb%5fc%2dd%30', '/a~b_c-d0', '/a~b_c-d0', '/a~b_c-d0'],
  ['/a%20b%25', '/a%20b%25', '/a%20b%25', '/a%20b%25', '/a%20b%25'],
  ['/%252e%252e/admin', '/%252e%252e/admin', '/%252e%252e/admin', '/%252e%252e/admin', '/%252e%252e/admin'],
  ['/shop\\admin', '/shop\\admin', '/shop/admin', '/shop/admin', '/shop/admin'],
  ['/shop//admin', '/shop//admin', '/shop//admin', '/shop/admin', '/shop/admin'],
  ['//admin', '//admin', '//admin', '/admin', '/admin'],
  ['/shop//../admin', '/shop//../admin', '/shop/admin', '/shop/admin', '/shop/admin'],
  ['/shop//../../admin', '/shop//../../admin', '/admin', '/admin', '/admin'],
  ['/shop%2fadmin', '/shop%2fadmin', '/shop%2fadmin', '/shop%2fadmin', '/shop/admin'],
  ['/shop/%2F', '/shop/%2F', '/shop/%2F', '/shop/%2F', '/shop/'],
  ['/shop%5Cadmin', '/shop%5Cadmin', '/shop%5Cadmin', '/shop%5Cadmin', '/shop/admin'],
  ['/shop%2f..%2fadmin', '/shop%2f..%2fadmin', '/shop%2f..%2fadmin', '/shop%2f..%2fadmin', '/admin'],
  ['/.../admin', '/.../admin', '/.../admin', '/.../admin', '/.../admin'],
  ['/..;/admin', '/..;/admin', '/..;/admin', '/..;/admin', '/..;/admin'],
  ['/ADMIN', '/ADMIN', '/ADMIN', '/ADMIN', '/ADMIN'],
  ['*', '*', '*', '*', '*'],
]
const ways: readonly PathNormalization[] = ['none', 'base', 'merge-slashes', 'decode-and-merge-slashes']

describe('the path that a proxy compares (MeshConfig pathNormalization; istio.md 7b)', () => {
  for (const [sent, ...compared] of rows)
    it(sent, () => {
      expect(ways.map(way => comparedPath(sent, way))).toEqual(compared)
    })
})
