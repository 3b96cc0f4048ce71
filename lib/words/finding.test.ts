import { expect, it } from 'vitest'
import { findingId, findingPlace, unseenSentence } from './finding'

const object = { group: 'security.istio.io', kind: 'PeerAuthentication', namespace: 'shop', name: 'default' }

it('names what a finding is about', () => {
  expect(
    [
      { kind: 'object', object, path: ['spec', 'mtls'] } as const,
      { kind: 'workload', workload: 'shop/api[Deployment]' } as const,
      { kind: 'namespace', namespace: 'shop\u202e' } as const,
      { kind: 'mesh' } as const,
    ].map(findingPlace),
  ).toEqual(['PeerAuthentication shop/default', 'shop/api[Deployment]', 'namespace shop\\u202e', 'the mesh'])
})

it('tells findings apart by what is found and where', () => {
  const [one, field, code] = [
    { code: 'a', about: { kind: 'object', object, path: ['spec', 'mtls'] } } as const,
    { code: 'a', about: { kind: 'object', object, path: ['spec', 'portLevelMtls'] } } as const,
    { code: 'b', about: { kind: 'object', object, path: ['spec', 'mtls'] } } as const,
  ].map(findingId)
  expect(new Set([one, field, code]).size).toBe(3)
})

it('says which objects were not looked at', () => {
  const some = { group: 'networking.istio.io', kind: 'DestinationRule', reason: 'forbidden', codes: [] }
  expect(unseenSentence({ ...some, namespaces: ['shop', 'pay'] })).toBe(
    'Objects of kind DestinationRule in shop and pay were not read, so that findings about them may be missing: forbidden',
  )
  expect(unseenSentence({ ...some, kind: '', namespaces: [] })).toBe(
    'Objects were not read, so that findings about them may be missing: forbidden',
  )
})
