import { describe, expect, it } from 'vitest'
import {
  adminNetworkPolicy,
  clusterNetworkPolicy,
  networkPolicy,
  node,
  pod,
} from '../../../test/kit/manifests'
import { between, captureOf, connections, open } from '../../../test/kit/world'
import { parseBlock } from '../../model/address'
import { tiers } from '../../model/policy-kinds'
import { portsText } from '../../model/port'
import type { Direction, Peer, Policy, Rule, Tier } from '../../model/rule'
import type { Session } from '../../model/session'
import { defaultSettings, type Settings } from '../../model/settings'
import { finish } from '../../model/stepwise'
import { openSession } from '../session'

/** What random clusters find seldom, in the list of connections, which the relation makes. */
const into = (
  documents: readonly string[],
  target = 'x/a[Pod]',
  settings: Partial<Settings> = {},
): string[] => connections(open(documents, settings)).filter(line => line.includes(`=> ${target} `))

const intoA = (rules: string): string =>
  networkPolicy('x/into-a', `{podSelector: {matchLabels: {app: a}}, ingress: [${rules}]}`)
const block = (cidr: string, rest = ''): string => `{from: [{ipBlock: {cidr: "${cidr}"${rest}}}]}`

const onA = (action: string): string =>
  `{priority: 5, subject: {pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: a}}}}, ingress: [{action: ${action}, from: [{namespaces: {}}]}]}`
const cnp = (name: string, action: string): string =>
  clusterNetworkPolicy(name, onA(action).replace('{', '{tier: Admin, '))

const two = [pod('x/a'), pod('x/b')]

describe('the list of connections', () => {
  it('leaves open who comes first of equal priority, and between the kinds of two versions', () => {
    const unknown = ['x/b[Pod] => x/a[Pod] : All Connections [unknown]']
    expect(into([...two, cnp('p', 'Accept'), cnp('q', 'Deny')])).toEqual(unknown)
    expect(into([...two, cnp('p', 'Deny'), cnp('q', 'Accept')])).toEqual(unknown)
    const first = adminNetworkPolicy('p', onA('Allow').replace('priority: 5', 'priority: 1'))
    expect(into([...two, first, cnp('q', 'Deny')])).toEqual(unknown)
    expect(into([...two, cnp('p', 'Accept'), cnp('q', 'Accept')])).toEqual([
      'x/b[Pod] => x/a[Pod] : All Connections',
    ])
  })

  it('does not take a rule with a strange field as it stands', () => {
    expect(into([...two, intoA('{from: [{podSelector: {}}], colour: red}')])).toEqual([
      'x/b[Pod] => x/a[Pod] : All Connections [unknown]',
    ])
  })

  it('finds a pod by its second address', () => {
    const both = [pod('x/a', { ip: ['10.0.0.1', 'fd00::1'] }), pod('x/b', { ip: ['10.0.0.2', 'fd00::2'] })]
    for (const cidr of ['10.0.0.0/24', 'fd00::/64'])
      expect(into([...both, intoA(block(cidr))])).toEqual(['x/b[Pod] => x/a[Pod] : All Connections'])
  })

  it('takes an exception that does not parse for any hole in its block', () => {
    const documents = [pod('x/a'), pod('x/b', { ip: '10.0.0.2' }), pod('x/c', { ip: '172.16.0.1' })]
    expect(into([...documents, intoA(block('10.0.0.0/8', ', except: [10]'))])).toEqual([
      'x/b[Pod] => x/a[Pod] : All Connections [unknown]',
      'x/c[Pod] => x/a[Pod] : All Connections [unknown]',
    ])
    const sound = networkPolicy('x/shut', '{podSelector: {matchLabels: {app: a}}}')
    expect(into([...documents, sound, intoA(block('10.0.0.0/8', ', except: [10]'))])).toEqual([
      'x/b[Pod] => x/a[Pod] : All Connections [unknown]',
    ])
  })

  it('takes the address of a host-network pod for that of a node, where neither is known', () => {
    const podCIDRs = [{ family: 4, first: 0x0a000000n, last: 0x0a00000fn }] as const
    // Each comes first once, because one stands for all that are alike.
    for (const [first, second] of [
      ['a', 'z'],
      ['z', 'a'],
    ] as const) {
      const documents = [
        pod(`x/${first}-late`),
        pod(`x/${second}-host`, { hostNetwork: true }),
        pod('x/a', { ip: '10.0.0.1' }),
        intoA(block('10.0.0.0/24')),
      ]
      expect(into(documents, 'x/a[Pod]', { podCIDRs }).sort()).toEqual(
        [
          `x/${first}-late[Pod] => x/a[Pod] : All Connections`,
          `x/${second}-host[Pod] => x/a[Pod] : All Connections [unknown]`,
        ].sort(),
      )
    }
  })

  it('counts the pairs of every class, less those of a node and its own pods', () => {
    const owner = 'DaemonSet/agent'
    const host = (name: string, on: string): string => pod(name, { hostNetwork: true, node: on, owner })
    const session = open([
      node('n1', '192.0.2.1'),
      node('n2', '192.0.2.2'),
      host('x/h1', 'n1'),
      host('x/h2', 'n1'),
      host('x/h3', 'n2'),
      ...['n1', 'n1', 'n2'].map((on, i) =>
        pod(`x/w${i}`, { node: on, owner: 'StatefulSet/web', labels: 'app: w' }),
      ),
    ])
    const pods = session.connections
      .filter(({ from, to }) => from.kind === 'workload' && to.kind === 'workload')
      .map(each => each.pods)
    // Two on n1 with two there, and one on n2 with one there, are the platform's: nine pairs less five.
    expect(pods).toEqual([
      { allowed: 4, of: 4 },
      { allowed: 4, of: 4 },
    ])
  })

  it('says where the answer hangs on the engine that nobody named', () => {
    const documents = [
      pod('x/a', { ip: '10.0.0.1' }),
      pod('x/b', { ip: '10.0.0.2' }),
      intoA(block('10.0.0.0/24')),
    ]
    const marks = open(documents)
      .connections.filter(({ from, to }) => from.kind === 'workload' && to.kind === 'workload')
      .map(({ engineDependent }) => engineDependent)
    expect(marks).toEqual([false, true])
  })
})

describe('rules that no dialect writes yet', () => {
  const addresses = (text: string): Peer[] => {
    const block = parseBlock(text)
    return block ? [{ kind: 'addresses', path: [], block, except: [] }] : []
  }
  const anyone: Peer = { kind: 'anyone', path: [] }
  const policy = (
    tier: Tier,
    direction: Direction,
    app: string,
    rule: Pick<Rule, 'peers' | 'self'>,
  ): Policy => ({
    dialect: 'test',
    object: { group: 'test', kind: 'Test', name: 'p' },
    path: [],
    tier,
    direction,
    precedence: 0,
    subject: {
      kind: 'pods',
      path: [],
      namespaces: { kind: 'all' },
      pods: { requirements: [{ key: 'app', operator: 'In', values: [app], path: [] }], unreadable: [] },
    },
    isolates: 'yes',
    enforcement: 'enforced',
    refused: false,
    unread: false,
    rules: [{ action: 'allow', path: [], ports: [{ kind: 'every', path: [] }], present: 'yes', ...rule }],
  })
  const openWith = (documents: readonly string[], one: Policy): Session =>
    finish(
      openSession(captureOf(documents), { policies: [one], transports: [], problems: [] }, defaultSettings),
    )

  it('on blocks of addresses in a mesh are judged over each family and engine', () => {
    const both = [pod('x/a', { ip: ['10.0.0.1', 'fd00::1'] }), pod('x/b', { ip: ['10.0.0.2', 'fd00::2'] })]
    const session = openWith(both, policy(tiers.mesh, 'ingress', 'a', { peers: addresses('10.0.0.0/24') }))
    expect(
      between(session, 'x/b[Pod]', 'x/a[Pod]').map(({ ports, verdict, engineDependent }) => [
        portsText(ports),
        verdict,
        engineDependent,
      ]),
    ).toEqual([
      ['SCTP 1-65535,UDP 1-65535', 'allow', false],
      ['TCP 1-65535', 'allow', true],
    ])
  })

  it('on the address of the governed pod itself are judged over the family of what lies outside', () => {
    const [self] = addresses('0.0.0.0/0')
    const session = openWith(
      [pod('x/a')],
      policy(tiers.networkPolicy, 'egress', 'a', { peers: [anyone], ...(self && { self }) }),
    )
    expect(connections(session, { outside: true }).filter(line => line.startsWith('x/a'))).toEqual([
      'x/a[Pod] => 0.0.0.0-255.255.255.255[External] : All Connections',
    ])
  })
})
