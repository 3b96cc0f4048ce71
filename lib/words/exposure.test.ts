import { describe, expect, it } from 'vitest'
import type { ExposedPeer } from '../model/exposure'
import type { Selector } from '../model/selector'
import { exposedSentence } from './exposure'

const selector = (key?: string, value = 'x'): Selector => ({
  requirements: key === undefined ? [] : [{ key, operator: 'In', values: [value], path: [] }],
  unreadable: [],
})
const selected = (
  namespaces: Extract<ExposedPeer, { kind: 'selected' }>['namespaces'],
  pods: Selector,
  exists = true,
): ExposedPeer => ({ kind: 'selected', namespaces, pods, exists })
const on = (peer: ExposedPeer): string =>
  exposedSentence({
    peer,
    ports: [{ protocol: 'TCP', first: 80, last: 81 }],
    namedPorts: [],
    verdict: 'allow',
  })

describe('peers that need not exist', () => {
  it.each([
    [{ kind: 'entire-cluster' } as const, 'any pod of any namespace on TCP 80-81'],
    [
      selected({ kind: 'selected', selector: selector('team', 'a') }, selector('app', 'web'), false),
      'pods app=web in namespaces team=a (none exist yet) on TCP 80-81',
    ],
    [selected({ kind: 'named', namespace: 'shop' }, selector()), 'any pod in shop on TCP 80-81'],
    [
      selected({ kind: 'selected', selector: selector('kubernetes.io/metadata.name', 'shop') }, selector()),
      'any pod in shop on TCP 80-81',
    ],
    [selected({ kind: 'all' }, selector('app')), 'pods app=x in any namespace on TCP 80-81'],
    [
      selected({ kind: 'selected', selector: selector() }, selector('app')),
      'pods app=x in any namespace on TCP 80-81',
    ],
    [
      { ...selected({ kind: 'all' }, selector()), serviceAccounts: ['a', 'b'] },
      'any pod running as a or b in any namespace on TCP 80-81',
    ],
    [selected({ kind: 'named', namespace: 'sh\u202eop' }, selector()), 'any pod in sh\\u202eop on TCP 80-81'],
  ])('%j', (peer, expected) => {
    expect(on(peer)).toBe(expected)
  })

  it.each([
    ['allow', 'any pod of any namespace on every port'],
    ['conditional', 'any pod of any namespace on every port, for some requests'],
    ['unknown', 'any pod of any namespace on every port: unknown'],
  ] as const)('%s', (verdict, expected) => {
    const ports = (['SCTP', 'TCP', 'UDP'] as const).map(protocol => ({ protocol, first: 1, last: 65535 }))
    expect(exposedSentence({ peer: { kind: 'entire-cluster' }, ports, namedPorts: [], verdict })).toBe(
      expected,
    )
  })

  it('on ports that they name themselves', () => {
    const namedPorts = [{ protocol: 'TCP', name: 'http' }] as const
    expect(
      exposedSentence({ peer: { kind: 'entire-cluster' }, ports: [], namedPorts, verdict: 'allow' }),
    ).toBe('any pod of any namespace on what it calls TCP http')
    expect(
      exposedSentence({
        peer: { kind: 'entire-cluster' },
        ports: [{ protocol: 'UDP', first: 53, last: 53 }],
        namedPorts,
        verdict: 'allow',
      }),
    ).toBe('any pod of any namespace on UDP 53 and on what it calls TCP http')
  })
})
