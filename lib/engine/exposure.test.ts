import { describe, expect, it } from 'vitest'
import { namespace, networkPolicy, object, pod } from '../../test/kit/manifests'
import { captureOf, open } from '../../test/kit/world'
import { analyze } from '../analyze'
import type { ExposedPeer } from '../model/exposure'
import { portsText } from '../model/port'
import { selectorText } from '../model/selector'
import type { Session } from '../model/session'
import { defaultSettings } from '../model/settings'

const web = pod('shop/web', { ports: ['http:8080'] })
const base = [namespace('shop', 'team: a'), web]
const ingress = (from: string, ports = ''): string =>
  networkPolicy('shop/p', `{podSelector: {}, ingress: [{from: [${from}]${ports && `, ports: [${ports}]`}}]}`)
const egress = (to: string, ports = ''): string =>
  networkPolicy(
    'shop/p',
    `{podSelector: {}, policyTypes: [Egress], egress: [{to: [${to}]${ports && `, ports: [${ports}]`}}]}`,
  )

function peerText(peer: ExposedPeer): string {
  if (peer.kind === 'entire-cluster') return 'anybody'
  const { namespaces, pods, exists } = peer
  const place =
    namespaces.kind === 'named'
      ? namespaces.namespace
      : namespaces.kind === 'all'
        ? '*'
        : `{${selectorText(namespaces.selector)}}`
  return `${place}/${selectorText(pods)}${exists ? ' exists' : ''}`
}

/** `anybody: TCP 8080`, one line per entry. */
const exposed = (session: Session, direction: 'ingress' | 'egress', key = 'shop/web[Pod]'): string[] =>
  (session.exposure(key)?.[direction].peers ?? []).map(
    ({ peer, ports, namedPorts, verdict }) =>
      `${peerText(peer)}: ${[
        ...(ports.length > 0 ? [portsText(ports)] : []),
        ...namedPorts.map(({ protocol, name }) => `${protocol} ${name}`),
      ].join(', ')}${verdict === 'allow' ? '' : ` ${verdict}`}`,
  )
const incoming = (...documents: readonly string[]): string[] =>
  exposed(open([...base, ...documents]), 'ingress')
const outgoing = (...documents: readonly string[]): string[] =>
  exposed(open([...base, ...documents]), 'egress')

describe('whom a workload would take in', () => {
  it.each([
    ['no policy', [], ['anybody: All Connections']],
    ['nobody', [networkPolicy('shop/p', '{podSelector: {}}')], []],
    ['everybody, on one port', [ingress('{namespaceSelector: {}}', '{port: 8080}')], ['anybody: TCP 8080']],
    [
      'everybody, on a port by name',
      [ingress('{namespaceSelector: {}}', '{port: http}')],
      ['anybody: TCP 8080'],
    ],
    ['pods of its namespace', [ingress('{podSelector: {}}')], ['shop/any exists: All Connections']],
    [
      'pods with labels, of which there are none',
      [ingress('{podSelector: {matchLabels: {app: x}}}')],
      ['shop/app=x: All Connections'],
    ],
    [
      'pods of namespaces that do not exist',
      [
        ingress(
          '{namespaceSelector: {matchLabels: {env: prod}}, podSelector: {matchLabels: {app: x}}}',
          '{port: 1}',
        ),
      ],
      ['{env=prod}/app=x: TCP 1'],
    ],
    [
      'a namespace by its name, which is there or not',
      [
        ingress(
          '{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}}, {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: far}}}',
        ),
      ],
      [
        '{kubernetes.io/metadata.name=shop}/any exists: All Connections',
        '{kubernetes.io/metadata.name=far}/any: All Connections',
      ],
    ],
    [
      'a namespace by its name and labels that it lacks',
      [ingress('{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop, team: b}}}')],
      [],
    ],
    [
      'pods without a label',
      [ingress('{podSelector: {matchExpressions: [{key: app, operator: DoesNotExist}]}}')],
      ['shop/!app: All Connections'],
    ],
    [
      'pods with any value but',
      [
        ingress(
          '{podSelector: {matchExpressions: [{key: app, operator: Exists}, {key: app, operator: NotIn, values: [any-0]}]}}',
        ),
      ],
      ['shop/app, app!=any-0 exists: All Connections'],
    ],
    [
      'nobody can fit',
      [
        ingress(
          '{podSelector: {matchExpressions: [{key: app, operator: In, values: [x]}, {key: app, operator: NotIn, values: [x]}]}}',
        ),
      ],
      [],
    ],
    [
      'nobody can fit either',
      [
        ingress(
          '{podSelector: {matchExpressions: [{key: app, operator: Exists}, {key: app, operator: DoesNotExist}]}}',
        ),
      ],
      [],
    ],
    [
      'labelled pods of all namespaces',
      [ingress('{namespaceSelector: {}, podSelector: {matchLabels: {app: x}}}')],
      ['{any}/app=x: All Connections'],
    ],
    [
      'one of several values',
      [
        ingress(
          '{podSelector: {matchExpressions: [{key: app, operator: In, values: [x, y]}, {key: app, operator: NotIn, values: [x]}]}}',
        ),
      ],
      ['shop/app in (x, y), app!=x: All Connections'],
    ],
    [
      'one of several values, written twice',
      [
        ingress(
          '{podSelector: {matchExpressions: [{key: app, operator: In, values: [x, y]}, {key: app, operator: In, values: [y, z]}]}}',
        ),
      ],
      ['shop/app in (x, y), app in (y, z): All Connections'],
    ],
    [
      'the one of two namespaces whose labels fit',
      [
        ingress(
          '{namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [shop, far]}, {key: team, operator: In, values: [b]}]}}',
        ),
      ],
      ['{kubernetes.io/metadata.name in (shop, far), team=b}/any: All Connections'],
    ],
    // No selector means pods that use the network of their node.
    [
      'pods, of which the one that would fit cannot be selected',
      [ingress('{podSelector: {matchLabels: {app: host}}}'), pod('shop/host', { hostNetwork: true })],
      ['shop/app=host: All Connections'],
    ],
    [
      'pods whose own namespace lets nothing out',
      [
        ingress('{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: far}}}'),
        networkPolicy('far/shut', '{podSelector: {}, policyTypes: [Egress]}'),
      ],
      ['{kubernetes.io/metadata.name=far}/any: All Connections'],
    ],
    [
      'every pod has an address inside',
      [ingress('{ipBlock: {cidr: 0.0.0.0/0}}')],
      ['anybody: All Connections'],
    ],
    [
      'some pods may have an address inside',
      [ingress('{ipBlock: {cidr: 10.0.0.0/8}}')],
      ['anybody: All Connections unknown'],
    ],
    ['no pod has an address inside', [ingress('{ipBlock: {cidr: 203.0.113.0/24}}')], []],
  ])('%s', (_, documents, expected) => {
    expect(incoming(...documents)).toEqual(expected)
  })

  it('lists selected pods only where they have more ports than the whole cluster', () => {
    const some = '{podSelector: {matchLabels: {app: x}}}'
    expect(
      incoming(
        networkPolicy(
          'shop/p',
          `{podSelector: {}, ingress: [{from: [{namespaceSelector: {}}], ports: [{port: 80}]}, {from: [${some}], ports: [{port: 80}, {port: 81}]}, {from: [{podSelector: {matchLabels: {app: y}}}], ports: [{port: 80}]}]}`,
        ),
      ),
    ).toEqual(['anybody: TCP 80', 'shop/app=x: TCP 80-81'])
  })

  it('names each selector once, whichever rules write it', () => {
    const either = (...values: readonly string[]): string =>
      `{podSelector: {matchExpressions: [{key: app, operator: In, values: [${values.join()}]}]}}`
    const rules = [
      `{from: [${either('x', 'y')}], ports: [{port: 1}]}`,
      `{from: [${either('y', 'x')}], ports: [{port: 5}]}`,
    ]
    expect(incoming(networkPolicy('shop/p', `{podSelector: {}, ingress: [${rules.join()}]}`))).toEqual([
      'shop/app in (x, y): TCP 1,5',
    ])
  })

  it('is unknown where a policy could not be read', () => {
    expect(incoming(object('cilium.io/v2', 'CiliumNetworkPolicy', 'shop/c'))).toEqual([
      'anybody: All Connections unknown',
    ])
  })

  it('is as open as its most open pod', () => {
    const replicas = ['a', 'b'].map(name =>
      pod(`shop/db-${name}`, { labels: `track: ${name}`, owner: 'StatefulSet/db' }),
    )
    const closed = networkPolicy('shop/p', '{podSelector: {matchLabels: {track: a}}}')
    const session = open([...replicas, closed])
    expect(exposed(session, 'ingress', 'shop/db[StatefulSet]')).toEqual(['anybody: All Connections'])
    expect(session.exposure('shop/db[StatefulSet]')?.ingress.limited).toBe('partly')
  })

  it('follows neither the policies of the others nor, without enforcement, its own', () => {
    const shut = networkPolicy('far/p', '{podSelector: {}, policyTypes: [Egress]}')
    expect(incoming(shut)).toEqual(['anybody: All Connections'])
    const session = analyze(captureOf([...base, networkPolicy('shop/p', '{podSelector: {}}')]), {
      ...defaultSettings,
      engine: 'none',
    })
    expect(exposed(session, 'ingress')).toEqual(['anybody: All Connections'])
  })
})

describe('whom it could reach', () => {
  it.each([
    ['anybody', [], ['anybody: All Connections']],
    [
      'selected pods',
      [egress('{namespaceSelector: {matchLabels: {env: x}}}', '{port: 53, protocol: UDP}')],
      ['{env=x}/any: UDP 53'],
    ],
    [
      'a port whose number the peer will say',
      [egress('{namespaceSelector: {matchLabels: {env: x}}}', '{port: http}')],
      ['{env=x}/any: TCP http'],
    ],
    [
      'the same of everybody, said once',
      [egress('{namespaceSelector: {}}, {podSelector: {}}', '{port: http}')],
      ['anybody: TCP http'],
    ],
    [
      'a name beside all numbers of its protocol',
      [egress('{podSelector: {}}', '{protocol: TCP}, {port: http}')],
      ['shop/any exists: TCP 1-65535'],
    ],
  ])('%s', (_, documents, expected) => {
    expect(outgoing(...documents)).toEqual(expected)
  })
})

it('is of no workload that nobody has', () => {
  expect(open(base).exposure('__proto__')).toBeUndefined()
})

it('says whether a side is limited at all', () => {
  const session = open([...base, ingress('{podSelector: {}}')])
  expect(session.exposure('shop/web[Pod]')).toMatchObject({
    ingress: { limited: 'yes' },
    egress: { limited: 'no' },
  })
})
