import { describe, expect, it } from 'vitest'
import { meshPod, openMesh, peerAuthentication } from '../../../test/kit/mesh'

const at = (minute: number): string => `2026-01-01T00:0${minute}:00Z`
const mode = (text: string): string => `mtls: {mode: ${text}}`
const api = 'selector: {matchLabels: {app: api}}'

/** What the server takes on 8080 and on 9000. */
const taken = (...documents: readonly string[]): string => {
  const { wire } = openMesh([meshPod('out/plain', 'naked'), meshPod('shop/api', 'sidecar'), ...documents])
  return [8080, 9000].map(port => wire(`out/plain -> shop/api ${port}`).split(' ')[1]).join(' ')
}

const both = (text: string): string => `${text} ${text}`

describe('scopes', () => {
  it.each([
    ['nothing', [], both('any')],
    ['the mesh', [['istio-system/a', `{${mode('STRICT')}}`]], both('mtls-only')],
    [
      'the namespace',
      [
        ['istio-system/a', `{${mode('STRICT')}}`],
        ['shop/a', `{${mode('DISABLE')}}`],
      ],
      both('plaintext-only'),
    ],
    [
      'the workload',
      [
        ['istio-system/a', `{${mode('STRICT')}}`],
        ['shop/a', `{${mode('DISABLE')}}`],
        ['shop/b', `{${api}, ${mode('PERMISSIVE')}}`],
      ],
      both('any'),
    ],
    ['another namespace', [['other/a', `{${mode('STRICT')}}`]], both('any')],
    [
      'another workload',
      [['shop/a', `{selector: {matchLabels: {app: web}}, ${mode('STRICT')}}`]],
      both('any'),
    ],
    [
      'a selector in the root namespace means nobody',
      [['istio-system/a', `{${api}, ${mode('STRICT')}}`]],
      both('any'),
    ],
    ['an empty selector is none', [['shop/a', `{selector: {}, ${mode('STRICT')}}`]], both('mtls-only')],
    [
      'UNSET asks the next',
      [
        ['istio-system/a', `{${mode('STRICT')}}`],
        ['shop/a', `{${mode('UNSET')}}`],
        ['shop/b', `{${api}}`],
      ],
      both('mtls-only'),
    ],
    ['UNSET everywhere', [['istio-system/a', `{${mode('UNSET')}}`]], both('any')],
  ] as const)('%s', (_, objects, expected) => {
    expect(taken(...objects.map(([name, spec]) => peerAuthentication(name, spec)))).toBe(expected)
  })
})

it('a selector in the root namespace means nobody there either', () => {
  const { wire } = openMesh([
    meshPod('out/plain', 'naked'),
    meshPod('istio-system/api', 'sidecar'),
    peerAuthentication('istio-system/a', `{${api}, ${mode('STRICT')}}`),
  ])
  expect(wire('out/plain -> istio-system/api 8080')).toBe('plaintext any')
})

describe('ports', () => {
  it.each([
    [`{${api}, ${mode('STRICT')}, portLevelMtls: {8080: ${'{mode: DISABLE}'}}}`, 'plaintext-only mtls-only'],
    [`{${api}, ${mode('STRICT')}, portLevelMtls: {8080: {mode: UNSET}}}`, both('mtls-only')],
    [`{${api}, portLevelMtls: {8080: {mode: STRICT}}}`, 'mtls-only any'],
  ])('%s: %s', (spec, expected) => {
    expect(taken(peerAuthentication('shop/a', spec))).toBe(expected)
  })

  it('come from the object that wins alone', () => {
    const older = peerAuthentication('shop/b', `{${api}, ${mode('STRICT')}}`, at(1))
    const younger = peerAuthentication('shop/a', `{${api}, portLevelMtls: {8080: {mode: DISABLE}}}`, at(2))
    expect(taken(younger, older)).toBe(both('mtls-only'))
  })
})

describe('several in one scope', () => {
  it('the oldest counts, whatever it is called and wherever it stands', () => {
    const old = peerAuthentication('shop/z', `{${mode('STRICT')}}`, at(1))
    const young = peerAuthentication('shop/a', `{${mode('DISABLE')}}`, at(2))
    expect([taken(old, young), taken(young, old)]).toEqual([both('mtls-only'), both('mtls-only')])
  })

  it('of one age, either may: unknown where they differ', () => {
    const two = (first: string, second: string): string =>
      taken(
        peerAuthentication('shop/a', `{${mode(first)}}`),
        peerAuthentication('shop/b', `{${mode(second)}}`),
      )
    expect(two('STRICT', 'DISABLE')).toBe(both('unknown'))
    expect(two('STRICT', 'STRICT')).toBe(both('mtls-only'))
  })
})

describe('what Istio would refuse', () => {
  it.each([
    ['a misspelt mode', `{${mode('STRICKT')}}`, both('unknown')],
    ['an unknown field', '{mtls: {mode: PERMISSIVE}, mode: STRICT}', both('any')],
    ['an unknown field beside a mode', `{${mode('STRICT')}, x: 1}`, both('unknown')],
    [
      'ports without a selector',
      `{${mode('STRICT')}, portLevelMtls: {8080: {mode: DISABLE}}}`,
      'unknown unknown',
    ],
    ['a port that is none', `{${api}, portLevelMtls: {0: {mode: STRICT}}}`, both('any')],
    ['a spec that is no map', 'STRICT', both('unknown')],
    ['of another workload', `{selector: {matchLabels: {app: web}}, ${mode('STRICKT')}}`, both('any')],
    ['a wildcard', `{selector: {matchLabels: {app: "a*"}}, ${mode('STRICT')}}`, both('unknown')],
  ])('%s', (_, spec, expected) => {
    expect(taken(peerAuthentication('shop/a', spec))).toBe(expected)
  })

  it('leaves the next oldest a reading', () => {
    const refused = peerAuthentication('shop/a', `{${mode('STRICT')}, x: 1}`, at(1))
    const next = (text: string): string => peerAuthentication('shop/b', `{${mode(text)}}`, at(2))
    expect(taken(refused, next('STRICT'))).toBe(both('mtls-only'))
    expect(taken(refused, next('DISABLE'))).toBe(both('unknown'))
  })
})

it('names the object that decides, or the default', () => {
  const because = (...documents: readonly string[]): unknown =>
    openMesh([meshPod('out/plain', 'naked'), meshPod('shop/api', 'sidecar'), ...documents])
      .hops('out/plain -> shop/api 8080')[0]
      ?.because.filter(({ kind }) => kind === 'mode')
  expect(because()).toEqual([
    { kind: 'mode', text: 'PERMISSIVE, since no PeerAuthentication says otherwise' },
  ])
  expect(because(peerAuthentication('shop/a', `{${mode('STRICT')}}`))).toMatchObject([
    { text: 'STRICT, from the namespace', object: { namespace: 'shop', name: 'a' }, path: ['spec', 'mtls'] },
  ])
})

it('tells how a mode came down from the mesh, the last word last', () => {
  const told = (...documents: readonly string[]): unknown =>
    openMesh([meshPod('out/plain', 'naked'), meshPod('shop/api', 'sidecar'), ...documents])
      .hops('out/plain -> shop/api 8080')[0]
      ?.because.filter(({ kind }) => kind === 'mode')
      .map(({ text, overruled }) => (overruled ? `(${text})` : text))
  const mesh = peerAuthentication('istio-system/m', `{${mode('STRICT')}}`)
  const namespace = peerAuthentication('shop/n', `{${mode('DISABLE')}}`)
  const workload = (own: string, ports = ''): string =>
    peerAuthentication('shop/w', `{selector: {matchLabels: {app: api}}, ${mode(own)}${ports}}`)
  expect(told(mesh, namespace, workload('PERMISSIVE', ', portLevelMtls: {8080: {mode: STRICT}}'))).toEqual([
    '(STRICT, from the mesh)',
    '(DISABLE, from the namespace)',
    '(PERMISSIVE, from the workload)',
    'STRICT, from the port',
  ])
  expect(told(mesh, workload('UNSET'))).toEqual(['STRICT, from the mesh'])
  // Nobody knows which of two of one age would have counted.
  const twin = peerAuthentication('shop/n2', `{${mode('PERMISSIVE')}}`)
  expect(told(mesh, namespace, twin, workload('STRICT'))).toEqual(['STRICT, from the workload'])
})
