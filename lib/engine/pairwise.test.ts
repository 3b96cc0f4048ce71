import { describe, expect, it } from 'vitest'
import { namespace, networkPolicy, node, object, pod } from '../../test/kit/manifests'
import { between, connections, open } from '../../test/kit/world'
import { portsText } from '../model/port'
import type { Session } from '../model/session'

const intoA = (rules: string, name = 'x/a'): string =>
  networkPolicy(name, `{podSelector: {matchLabels: {app: a}}, ingress: [${rules}]}`)

/** Lines with addresses outside the cluster. */
const outside = (session: Session): string[] =>
  connections(session, { outside: true }).filter(line => line.includes('[External]'))

const everyV6 = '::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff[External]'
const everyV4 = '0.0.0.0-255.255.255.255[External]'

describe('ranges outside the cluster', () => {
  it('are both families whole where no policy tells addresses apart', () => {
    expect(outside(open([pod('x/a')]))).toEqual([
      `${everyV4} => x/a[Pod] : All Connections`,
      `${everyV6} => x/a[Pod] : All Connections`,
      `x/a[Pod] => ${everyV4} : All Connections`,
      `x/a[Pod] => ${everyV6} : All Connections`,
    ])
  })
  it('are cut where answers differ, and joined where they do not', () => {
    const session = open([
      pod('x/a'),
      intoA(
        '{from: [{ipBlock: {cidr: 203.0.113.0/25}}, {ipBlock: {cidr: 203.0.113.128/25}}], ports: [{port: 80}]}',
      ),
    ])
    expect(outside(session).filter(line => line.endsWith('TCP 80'))).toEqual([
      '203.0.113.0-203.0.113.255[External] => x/a[Pod] : TCP 80',
    ])
    expect(outside(session)).toHaveLength(3)
  })
  it('have holes where exceptions are', () => {
    const session = open([pod('x/a'), intoA('{from: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}]}')])
    expect(outside(session).filter(line => line.includes('=> x/a'))).toEqual([
      '0.0.0.0-9.255.255.255[External] => x/a[Pod] : All Connections',
      '11.0.0.0-255.255.255.255[External] => x/a[Pod] : All Connections',
    ])
  })
  it('come in IPv6 too', () => {
    const session = open([
      pod('x/a'),
      intoA('{from: [{ipBlock: {cidr: "2001:db8::/32", except: ["2001:db8::/33"]}}]}'),
    ])
    expect(outside(session).filter(line => line.includes('=> x/a'))).toEqual([
      '2001:db8:8000::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff[External] => x/a[Pod] : All Connections',
    ])
  })
  it('that only the class tells apart are lines of their own in the session', () => {
    // An address within /24 names its peer, a wider block does not.
    const session = open([
      pod('x/a'),
      intoA(
        '{from: [{ipBlock: {cidr: 203.0.113.0/24}}, {ipBlock: {cidr: 203.0.112.0/24}}, {ipBlock: {cidr: 203.0.114.0/23}}], ports: [{port: 80}]}',
      ),
    ])
    const found = session.connections.filter(({ from }) => from.kind === 'outside')
    expect(found.map(({ pillars, trustClass }) => [pillars.authorized, trustClass])).toEqual([
      ['yes', 'partial'],
      ['partial', 'partial'],
    ])
  })
})

describe('pods of one workload that differ', () => {
  const cart = (name: string, track: string, more = {}): string =>
    pod(`x/cart-${name}`, { labels: `app: cart, track: ${track}`, owner: 'ReplicaSet/cart', ...more })
  const cluster = [namespace('x'), cart('1', 'blue'), cart('2', 'blue'), cart('3', 'green')]
  const from = (track: string, ports: string): string =>
    `{from: [{podSelector: {matchLabels: {track: ${track}}}}], ports: [${ports}]}`

  it.each([
    ['the higher one is open to fewer', '{port: 80}'],
    ['the lower one is open to fewer', '{port: 443}'],
  ])('share a connection for ports with one answer, with the share of the most open one: %s', (_, blue) => {
    const session = open([
      ...cluster,
      pod('x/a'),
      intoA(`${from('blue', blue)}, ${from('green', '{port: 80}, {port: 443}')}`),
    ])
    const [connection, ...rest] = between(session, 'x/cart[ReplicaSet]', 'x/a[Pod]')
    expect(rest).toEqual([])
    expect(connection && portsText(connection.ports)).toBe('TCP 80,443')
    expect(connection?.pods).toEqual({ allowed: 3, of: 3 })
  })
  it('are counted in pairs of pods of both ends', () => {
    const session = open([
      ...cluster,
      pod('x/a-1', { labels: 'app: a, part: one', owner: 'ReplicaSet/a' }),
      pod('x/a-2', { labels: 'app: a, part: two', owner: 'ReplicaSet/a' }),
      networkPolicy(
        'x/p',
        '{podSelector: {matchLabels: {part: one}}, ingress: [{from: [{podSelector: {matchLabels: {track: green}}}]}]}',
      ),
    ])
    // The one pod of `a` admits the one green pod, the other everybody.
    expect(between(session, 'x/cart[ReplicaSet]', 'x/a[ReplicaSet]')).toMatchObject([
      { pods: { allowed: 4, of: 6 } },
    ])
    expect(between(session, 'x/a[ReplicaSet]', 'x/cart[ReplicaSet]')).toMatchObject([
      { pods: { allowed: 6, of: 6 } },
    ])
  })
  it.each([
    ['the guarded one first', 'a', 'bare'],
    ['the open one first', 'bare', 'a'],
  ])('take the widest verdict and the worst class of their pairs: %s', (_, first, second) => {
    const session = open([
      ...cluster,
      pod('x/a-1', { labels: `app: ${first}`, owner: 'ReplicaSet/a' }),
      pod('x/a-2', { labels: `app: ${second}`, owner: 'ReplicaSet/a' }),
      intoA('{from: [{podSelector: {matchLabels: {app: cart}}}], ports: [{port: 80}]}'),
    ])
    // One pod is guarded and one open: whoever may pick the pod is as free as with the open one.
    expect(
      between(session, 'x/cart[ReplicaSet]', 'x/a[ReplicaSet]').map(({ trustClass, pillars, ports }) => [
        trustClass,
        pillars.authorized,
        portsText(ports),
      ]),
    ).toEqual([['implicit', 'no', 'All Connections']])
  })
  it('in doubt for some pairs and open for others: open, with the class of the doubt', () => {
    const broken = networkPolicy(
      'x/p',
      '{podSelector: {matchLabels: {app: a}}, ingress: [{from: [{podSelector: {matchLabels: {track: green}}}], ports: [{port: 80}]}, {from: [{}], ports: [{port: 80}]}]}',
    )
    const sound = networkPolicy(
      'x/q',
      '{podSelector: {matchLabels: {app: a}}, ingress: [{from: [{podSelector: {matchLabels: {track: blue}}}], ports: [{port: 80}]}]}',
    )
    const session = open([...cluster, pod('x/a'), broken, sound])
    expect(
      between(session, 'x/cart[ReplicaSet]', 'x/a[Pod]').filter(({ verdict }) => verdict === 'allow'),
    ).toMatchObject([{ ports: [{ protocol: 'TCP', first: 80, last: 80 }], pods: { allowed: 3, of: 3 } }])
  })
  it('towards addresses outside are counted in pods', () => {
    const shut = networkPolicy('x/p', '{podSelector: {matchLabels: {track: green}}, policyTypes: [Egress]}')
    const session = open([...cluster, shut])
    const [out] = session.connections.filter(({ to }) => to.kind === 'outside')
    expect(out?.pods).toEqual({ allowed: 2, of: 3 })
  })
})

describe('pairs that nobody can police', () => {
  it('a node’s pods and the host-network pods on it are not counted', () => {
    const session = open([
      namespace('x'),
      node('n1', '192.0.2.1'),
      pod('x/a-1', { labels: 'app: a', owner: 'ReplicaSet/a', node: 'n1' }),
      pod('x/a-2', { labels: 'app: a', owner: 'ReplicaSet/a', node: 'n2' }),
      pod('x/agent-1', {
        labels: 'app: agent',
        owner: 'DaemonSet/agent',
        hostNetwork: true,
        node: 'n1',
        ip: '192.0.2.1',
      }),
    ])
    expect(between(session, 'x/agent[DaemonSet]', 'x/a[ReplicaSet]')).toMatchObject([
      { pods: { allowed: 1, of: 1 } },
    ])
    expect(between(session, 'x/a[ReplicaSet]', 'x/agent[DaemonSet]')).toMatchObject([
      { pods: { allowed: 1, of: 1 } },
    ])
  })
  it('two host-network pods of one node are, because nobody exempts them', () => {
    const host = (name: string): string => pod(name, { hostNetwork: true, node: 'n1', ip: '192.0.2.1' })
    expect(connections(open([host('x/a'), host('x/b')]))).toEqual([
      'x/a[Pod] => x/b[Pod] : All Connections',
      'x/b[Pod] => x/a[Pod] : All Connections',
    ])
  })
})

describe('one pair', () => {
  it('has a connection per class, and one line per verdict', () => {
    const session = open([
      namespace('x'),
      pod('x/a'),
      pod('x/b'),
      intoA(
        '{from: [{podSelector: {matchLabels: {app: b}}}], ports: [{port: 80}]}, {ports: [{port: 443}]}, {from: [{podSelector: {matchLabels: {app: b}}}], ports: [{port: 81}]}',
      ),
    ])
    expect(
      between(session, 'x/b[Pod]', 'x/a[Pod]').map(({ pillars, ports }) => [
        pillars.authorized,
        portsText(ports),
      ]),
    ).toEqual([
      ['yes', 'TCP 80-81'],
      ['partial', 'TCP 443'],
    ])
    expect(connections(session)).toContain('x/b[Pod] => x/a[Pod] : TCP 80-81,443')
  })
  it('says what the wire is, and what the server takes', () => {
    const session = open([pod('x/a'), pod('x/b')])
    expect(between(session, 'x/b[Pod]', 'x/a[Pod]')).toEqual([
      {
        from: { kind: 'workload', key: 'x/b[Pod]' },
        to: { kind: 'workload', key: 'x/a[Pod]' },
        ports: [
          { protocol: 'SCTP', first: 1, last: 65535 },
          { protocol: 'TCP', first: 1, last: 65535 },
          { protocol: 'UDP', first: 1, last: 65535 },
        ],
        verdict: 'allow',
        trustClass: 'implicit',
        pillars: { authenticated: 'no', authorized: 'no', encrypted: 'no' },
        transport: 'plaintext',
        serverAccepts: 'plaintext-only',
        pods: { allowed: 1, of: 1 },
        engineDependent: false,
      },
    ])
    expect(session.connections.find(({ to }) => to.kind === 'outside')).not.toHaveProperty('serverAccepts')
  })
  it('is the same session for the same capture', () => {
    const documents = [
      pod('x/a'),
      pod('x/b'),
      intoA('{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}'),
      object('cilium.io/v2', 'CiliumNetworkPolicy', 'x/p'),
    ]
    expect(open(documents).connections).toEqual(open(documents).connections)
  })
})
