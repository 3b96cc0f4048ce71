import { describe, expect, it } from 'vitest'
import { meshPod, peerAuthentication } from '../../test/kit/mesh'
import { reportOf } from '../../test/kit/pitfalls'
import { captureOf } from '../../test/kit/world'
import { findingsQuery, type FindingsPage } from '../api/findings-contract'
import { findingsView } from './findings'
import { objectIndex } from './object'

const documents = [
  meshPod('shop/api', 'sidecar'),
  meshPod('crm/web', 'sidecar'),
  peerAuthentication('shop/a', '{mtls: {mode: PERMISSIVE}}'),
  peerAuthentication(
    'crm/b',
    '{selector: {matchLabels: {app: web}}, mtls: {mode: STRICT}, portLevelMtls: {9102: {mode: PERMISSIVE}}}',
  ),
]
const page = (query: Record<string, unknown> = {}): FindingsPage =>
  findingsView(reportOf(documents), findingsQuery.parse(query), objectIndex(captureOf(documents).objects))
const codes = (query: Record<string, unknown>): string[] => page(query).rows.map(({ code }) => code)

const all = ['istio-no-mesh-mode', 'istio-permissive-left', 'istio-port-exception']
const [mesh, left, port] = all

describe('a page of findings', () => {
  it.each([
    ['nothing', {}, all.toSorted()],
    ['a severity', { severity: 'low' }, [mesh]],
    ['a code', { code: left }, [left]],
    ['a namespace that it is about', { namespace: 'shop' }, [left]],
    ['a namespace of a workload', { namespace: 'crm' }, [port]],
    ['an object', { kind: 'PeerAuthentication', namespace: 'crm', name: 'b' }, [port]],
    ['an object of another kind', { kind: 'Service', namespace: 'crm', name: 'b' }, []],
    ['the second', { offset: 1, limit: 1 }, [port]],
  ])('asked for %s', (_, query, expected) => {
    expect(codes(query).toSorted()).toEqual(expected)
  })

  it('counts severities whichever is asked for, and rows on all pages', () => {
    const { total, counts } = page({ severity: 'medium', limit: 1 })
    expect([total, counts]).toEqual([2, { critical: 0, high: 0, medium: 2, low: 1 }])
  })

  it('says where the object was written', () => {
    expect(page({ code: left }).rows).toMatchObject([
      {
        about: { object: { name: 'a' }, path: ['spec', 'mtls'], origin: { file: 'test.yaml', document: 3 } },
        workloads: ['shop/api[Pod]'],
        workloadsTotal: 1,
      },
    ])
  })
})
