import { describe, expect, it } from 'vitest'
import { parseAddress, parseBlock, rangeOf } from '../model/address'
import type { Peer, PortMatch } from '../model/rule'
import type { Operator } from '../model/selector'
import type { TextPattern } from '../model/text-pattern'
import { namesPeer, namesPort } from './matching'
import type { Party } from './world'

const path = ['test']

const outside: Party = { kind: 'outside', range: { family: 4, first: 0n, last: 0n } }
const pod: Party = {
  kind: 'pod',
  pod: {
    namespace: 'x',
    name: 'a',
    workload: 'x/a[Pod]',
    labels: new Map(),
    addresses: [parseAddress('10.0.0.1')].filter(address => address !== undefined),
    ports: [],
    hostNetwork: false,
    serviceAccount: 'default',
    proxy: 'none',
    predicted: false,
  },
}

const addresses = (text: string): Peer => {
  const block = parseBlock(text)
  if (!block) throw new Error(`\`${text}\` is no block`)
  return { kind: 'addresses', path, block, except: [] }
}

const pods = (operators: readonly Operator[], serviceAccounts?: readonly string[]): Peer => ({
  kind: 'pods',
  path,
  namespaces: { kind: 'all' },
  pods: {
    requirements: operators.map(operator => ({ key: 'app', operator, values: ['a'], path })),
    unreadable: [],
  },
  ...(serviceAccounts && { serviceAccounts }),
})

const identities = (...patterns: TextPattern[]): Extract<Peer, { kind: 'identities' }> => ({
  kind: 'identities',
  path,
  part: 'principal',
  patterns,
})

const unreadable: Peer = { kind: 'unreadable', path, reason: 'test' }

describe('what names a peer (contract.md section 1, pillars)', () => {
  it.each([
    ['0.0.0.0/0', false],
    ['10.0.0.0/23', false],
    ['10.0.0.0/24', true],
    ['10.0.0.1/32', true],
    ['fd00::/63', false],
    ['fd00::/64', true],
    ['fd00::1/128', true],
  ])('the block %s, outside: %s', (text, named) => {
    expect(namesPeer(addresses(text), outside)).toBe(named)
  })
  it('no block names a pod, however small', () => {
    expect(namesPeer(addresses('10.0.0.1/32'), pod)).toBe(false)
    expect(pod.kind === 'pod' && pod.pod.addresses.map(rangeOf)).toHaveLength(1)
  })
  it.each<[string, Peer, boolean | undefined]>([
    ['a selector that requires a value', pods(['In']), true],
    ['a selector that requires a label', pods(['Exists']), true],
    ['a selector that only excludes', pods(['NotIn', 'DoesNotExist']), false],
    ['a selector that requires and excludes', pods(['NotIn', 'In']), true],
    ['a selector of everybody', pods([]), false],
    ['a service account', pods([], ['robot']), true],
    ['no service account', pods([], []), false],
    ['anyone', { kind: 'anyone', path }, false],
    ['an identity', identities({ kind: 'exact', text: 'cluster.local/ns/x/sa/robot' }), true],
    ['an account in any namespace', identities({ kind: 'suffix', text: '/sa/robot' }), true],
    ['accounts that begin alike', identities({ kind: 'prefix', text: 'cluster.local/ns/x/sa/r' }), true],
    ['every identity', identities({ kind: 'any' }), false],
    ['the identities of a namespace', identities({ kind: 'prefix', text: 'cluster.local/ns/x/' }), false],
    ['one identity, and all others', identities({ kind: 'exact', text: 'a' }, { kind: 'any' }), false],
    ['a namespace', { ...identities({ kind: 'exact', text: 'x' }), part: 'namespace' }, false],
    ['an account', { ...identities({ kind: 'exact', text: 'x/robot' }), part: 'account' }, true],
    ['a name', { kind: 'names', path, patterns: ['example.org'] }, true],
    ['what is left when somebody is excluded', { kind: 'not', path, peer: pods(['In']) }, false],
    ['all of several, one of which names', { kind: 'all-of', path, peers: [pods([]), pods(['In'])] }, true],
    ['all of several, none of which names', { kind: 'all-of', path, peers: [pods([]), pods([])] }, false],
    ['what does not parse, beside a name', { kind: 'all-of', path, peers: [unreadable, pods(['In'])] }, true],
    ['what does not parse', { kind: 'all-of', path, peers: [unreadable, pods([])] }, undefined],
  ])('%s', (_, peer, named) => {
    expect(namesPeer(peer, pod)).toBe(named)
  })
})

describe('what names a port (contract.md section 1, pillars)', () => {
  const range = (first: number, last: number): PortMatch => ({
    kind: 'range',
    path,
    protocol: 'TCP',
    first,
    last,
  })
  it.each<[string, PortMatch, boolean | undefined]>([
    ['one port', range(80, 80), true],
    ['1,024 ports', range(1, 1024), true],
    ['1,025 ports', range(1, 1025), false],
    ['every port of a protocol', range(1, 65535), false],
    ['the port of tunnels', range(15008, 15008), false],
    ['ports with that of tunnels among them', range(15000, 15010), true],
    ['a port name', { kind: 'named', path, protocol: 'TCP', name: 'web' }, true],
    ['every port', { kind: 'every', path }, false],
    ['ICMP', { kind: 'icmp', path, family: 4 }, true],
    ['all but one', { kind: 'except', path, ports: [range(80, 80)] }, false],
    ['what does not parse', { kind: 'unreadable', path, reason: 'test' }, undefined],
  ])('%s', (_, port, named) => {
    expect(namesPort(port)).toBe(named)
  })
})
