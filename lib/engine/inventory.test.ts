import { describe, expect, it } from 'vitest'
import { controller, namespace, networkPolicy, node, object, pod } from '../../test/kit/manifests'
import { open } from '../../test/kit/world'
import type { Inventory } from '../model/inventory'

/** `key: pod, pod`, one line per workload; predicted ones end in `?`. */
function workloads(...documents: string[]): string[] {
  return open(documents).inventory.workloads.map(
    ({ key, pods, predicted }) => `${key}: ${pods.map(({ name }) => name).join(', ')}${predicted ? '?' : ''}`,
  )
}

const inventory = (...documents: string[]): Inventory => open(documents).inventory

describe('whose pods they are', () => {
  const rows: readonly [title: string, documents: readonly string[], expected: readonly string[]][] = [
    ['a bare pod', [pod('x/a')], ['x/a[Pod]: a']],
    [
      'a Deployment through its ReplicaSet',
      [
        controller('Deployment', 'x/a'),
        controller('ReplicaSet', 'x/a-5d', { owner: 'Deployment/a' }),
        pod('x/a-5d-1', { owner: 'ReplicaSet/a-5d' }),
        pod('x/a-5d-2', { owner: 'ReplicaSet/a-5d' }),
      ],
      ['x/a[Deployment]: a-5d-1, a-5d-2'],
    ],
    [
      'two ReplicaSets of one Deployment, in the middle of a rollout',
      [
        controller('ReplicaSet', 'x/a-1', { owner: 'Deployment/a' }),
        controller('ReplicaSet', 'x/a-2', { owner: 'Deployment/a' }),
        controller('Deployment', 'x/a'),
        pod('x/a-1-1', { owner: 'ReplicaSet/a-1' }),
        pod('x/a-2-1', { owner: 'ReplicaSet/a-2' }),
      ],
      ['x/a[Deployment]: a-1-1, a-2-1'],
    ],
    [
      'a Deployment whose ReplicaSet was not read, by the hash of its pods',
      [
        controller('Deployment', 'x/a'),
        pod('x/a-5d-1', { labels: 'pod-template-hash: 5d', owner: 'ReplicaSet/a-5d' }),
      ],
      ['x/a[Deployment]: a-5d-1'],
    ],
    [
      'a ReplicaSet of which nothing else is known',
      [pod('x/a-5d-1', { labels: 'pod-template-hash: 5d', owner: 'ReplicaSet/a-5d' })],
      ['x/a-5d[ReplicaSet]: a-5d-1'],
    ],
    [
      'a ReplicaSet that only looks like the Deployment’s',
      [
        controller('Deployment', 'x/a'),
        pod('x/a-5d-1', { labels: 'pod-template-hash: zz', owner: 'ReplicaSet/a-5d' }),
      ],
      ['x/a-5d[ReplicaSet]: a-5d-1', 'x/a[Deployment]: a?'],
    ],
    [
      'a StatefulSet',
      [controller('StatefulSet', 'x/db'), pod('x/db-0', { owner: 'StatefulSet/db' })],
      ['x/db[StatefulSet]: db-0'],
    ],
    [
      'a DaemonSet',
      [controller('DaemonSet', 'x/agent'), pod('x/agent-z', { owner: 'DaemonSet/agent' })],
      ['x/agent[DaemonSet]: agent-z'],
    ],
    ['a Job', [controller('Job', 'x/load'), pod('x/load-1', { owner: 'Job/load' })], ['x/load[Job]: load-1']],
    [
      'a CronJob through its Job',
      [
        controller('CronJob', 'x/nightly'),
        controller('Job', 'x/nightly-1', { owner: 'CronJob/nightly' }),
        pod('x/nightly-1-1', { owner: 'Job/nightly-1' }),
      ],
      ['x/nightly[CronJob]: nightly-1-1'],
    ],
    [
      'a controller of a kind that nobody knows',
      [pod('x/w-1', { owner: 'SparkApplication/w' })],
      ['x/w[SparkApplication]: w-1'],
    ],
    [
      'a static pod belongs to nobody, though its node is its owner',
      [pod('x/etcd-n1', { owner: 'Node/n1' })],
      ['x/etcd-n1[Pod]: etcd-n1'],
    ],
    [
      'whoever is at the end of a long chain, for every pod of it',
      [
        controller('ReplicaSet', 'x/a', { owner: 'Deployment/b' }),
        controller('Deployment', 'x/b', { owner: 'StatefulSet/c' }),
        controller('StatefulSet', 'x/c', { owner: 'DaemonSet/d' }),
        controller('DaemonSet', 'x/d'),
        pod('x/p', { owner: 'ReplicaSet/a' }),
        pod('x/q', { owner: 'ReplicaSet/a' }),
        pod('x/r', { owner: 'StatefulSet/c' }),
      ],
      ['x/d[DaemonSet]: p, q, r'],
    ],
    [
      'owners that own each other end where they close',
      [
        controller('ReplicaSet', 'x/a', { owner: 'ReplicaSet/b' }),
        controller('ReplicaSet', 'x/b', { owner: 'ReplicaSet/a' }),
        pod('x/p', { owner: 'ReplicaSet/a' }),
      ],
      ['x/a[ReplicaSet]: p'],
    ],
    [
      'names of another namespace do not count',
      [controller('Deployment', 'y/a'), pod('x/a-1', { owner: 'Deployment/a' })],
      ['x/a[Deployment]: a-1', 'y/a[Deployment]: a?'],
    ],
    [
      'one name, two kinds',
      [pod('x/a'), controller('Deployment', 'x/a')],
      ['x/a[Deployment]: a?', 'x/a[Pod]: a'],
    ],
  ]
  it.each(rows)('%s', (_, documents, expected) => {
    expect(workloads(...documents)).toEqual(expected)
  })

  it('only the reference that says `controller` counts', () => {
    const text = pod('x/a', { owner: 'Deployment/d' }).replace('controller: true', 'controller: false')
    expect(workloads(text)).toEqual(['x/a[Pod]: a'])
  })
})

describe('templates', () => {
  it.each(['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'])(
    'of a %s stand for its pods',
    kind => {
      const { workloads: list } = inventory(
        controller(kind, 'x/a', { labels: 'app: z', ports: ['web:80'], account: 'sa' }),
      )
      expect(list).toHaveLength(1)
      expect(list[0]).toMatchObject({ key: `x/a[${kind}]`, predicted: true, namespace: 'x' })
      expect(list[0]?.pods).toEqual([
        {
          namespace: 'x',
          name: 'a',
          workload: `x/a[${kind}]`,
          labels: new Map([['app', 'z']]),
          addresses: [],
          ports: [{ name: 'web', protocol: 'TCP', port: 80 }],
          hostNetwork: false,
          serviceAccount: 'sa',
          proxy: 'none',
          predicted: true,
        },
      ])
    },
  )
  it('give way to pods', () => {
    expect(workloads(controller('Deployment', 'x/a'), pod('x/a-1', { owner: 'Deployment/a' }))).toEqual([
      'x/a[Deployment]: a-1',
    ])
  })
  it('of what another controller owns are not workloads of their own', () => {
    expect(
      workloads(
        controller('Deployment', 'x/a'),
        controller('ReplicaSet', 'x/a-1', { owner: 'Deployment/a' }),
      ),
    ).toEqual(['x/a[Deployment]: a?'])
  })
  it('of a Job that has run are over', () => {
    expect(
      workloads(controller('Job', 'x/load'), pod('x/load-1', { owner: 'Job/load', phase: 'Succeeded' })),
    ).toEqual([])
    expect(
      workloads(controller('Deployment', 'x/a'), pod('x/a-1', { owner: 'Deployment/a', phase: 'Failed' })),
    ).toEqual(['x/a[Deployment]: a?'])
  })
})

describe('pods', () => {
  const only = (text: string): Inventory['pods'][number] | undefined => inventory(text).pods[0]

  it('have the addresses of both families, each once', () => {
    expect(only(pod('x/a', { ip: ['10.0.0.1', 'fd00::1'] }))?.addresses).toEqual([
      { family: 4, value: 0x0a000001n },
      { family: 6, value: (0xfd00n << 112n) + 1n },
    ])
  })
  it('have the ports of containers and native sidecars', () => {
    expect(
      only(
        pod('x/a', {
          ports: ['web:80', 'dns:53/UDP', ':7'],
          sidecarPorts: ['proxy:15001'],
          initPorts: ['never:1'],
        }),
      )?.ports,
    ).toEqual([
      { name: 'web', protocol: 'TCP', port: 80 },
      { name: 'dns', protocol: 'UDP', port: 53 },
      { protocol: 'TCP', port: 7 },
      { name: 'proxy', protocol: 'TCP', port: 15001 },
    ])
  })
  it('run as `default` unless they say so', () => {
    expect(only(pod('x/a'))?.serviceAccount).toBe('default')
    expect(only(pod('x/a', { account: 'robot' }))?.serviceAccount).toBe('robot')
  })
  it('on the network of their node', () => {
    expect(only(pod('x/a', { hostNetwork: true, node: 'n1' }))).toMatchObject({
      hostNetwork: true,
      node: 'n1',
    })
    expect(only(pod('x/a'))).not.toHaveProperty('node')
  })
  describe('of one workload', () => {
    const of = (name: string, labels: string, port: string): string =>
      pod(`x/${name}`, { owner: 'ReplicaSet/a', labels, ports: port === '' ? [] : [port] })
    const pair = (labels: string, port: string): Inventory['pods'] =>
      inventory(of('p1', 'app: a, tier: web', 'web:80'), of('p2', labels, port)).pods

    it('share the labels and ports that are the same', () => {
      const [first, second] = pair('app: a, tier: web', 'web:80')
      expect(second?.labels).toBe(first?.labels)
      expect(second?.ports).toBe(first?.ports)
    })
    const labels = [
      'app: a, tier: data',
      'app: a',
      'app: a, tier: web, live: x',
      'tier: web, app: a',
      'a: a, b: web',
      '',
    ]
    it.each(labels)('keep labels of their own: %s', text => {
      const second = pair(text, 'web:80')[1]
      expect([...(second?.labels ?? [])].map(entry => entry.join(': ')).join(', ')).toBe(text)
    })
    it.each(['web:81', 'http:80', 'web:80/UDP', ':80', ''])('keep ports of their own: %s', text => {
      const ports = pair('app: a', text)[1]?.ports ?? []
      const written = ports.map(
        ({ name = '', port, protocol }) => `${name}:${port}${protocol === 'TCP' ? '' : `/${protocol}`}`,
      )
      expect(written.join()).toBe(text)
    })
  })
  it('that are being deleted stay, those that have ended go', () => {
    expect(
      workloads(
        pod('x/a', { deleting: true }),
        pod('x/b', { phase: 'Succeeded' }),
        pod('x/c', { phase: 'Failed' }),
      ),
    ).toEqual(['x/a[Pod]: a'])
  })
  it('of one address are pointed out, unless they share their node’s', () => {
    const twice = ['x/a', 'x/b'].map(name => pod(name, { ip: '10.0.0.1' }))
    expect(open(twice).problems).toMatchObject([
      {
        code: 'shared-address',
        message: 'pods `x/a` and `x/b` both have the address 10.0.0.1',
        effect: 'none',
        object: { kind: 'Pod', namespace: 'x', name: 'b' },
      },
    ])
    expect(
      open(['x/a', 'x/b'].map(name => pod(name, { ip: '10.0.0.1', hostNetwork: true }))).problems,
    ).toEqual([])
  })
})

describe('namespaces', () => {
  it('are those that are declared or mentioned, in order', () => {
    const { namespaces } = inventory(
      pod('y/a'),
      namespace('x', 'team: a'),
      networkPolicy('z/p', '{}'),
      node('n1'),
    )
    expect(
      [...namespaces.values()].map(({ name, declared, labelsKnown }) => ({ name, declared, labelsKnown })),
    ).toEqual([
      { name: 'x', declared: true, labelsKnown: true },
      { name: 'y', declared: false, labelsKnown: true },
      { name: 'z', declared: false, labelsKnown: true },
    ])
  })
  it('whose labels are hidden are there, even if nothing mentions them', () => {
    const { namespaces } = open([namespace('x')], {}, [
      { kind: 'namespace-labels', namespace: 'dark', reason: 'forbidden' },
    ]).inventory
    expect(namespaces.get('dark')).toEqual({
      name: 'dark',
      labels: new Map([['kubernetes.io/metadata.name', 'dark']]),
      labelsKnown: false,
      declared: true,
    })
    expect(namespaces.get('x')?.labelsKnown).toBe(true)
  })
})

describe('services, accounts and nodes', () => {
  it('a Service leads to the workloads that it selects in its namespace', () => {
    const { services } = inventory(
      pod('x/a', { labels: 'app: a, tier: web' }),
      pod('x/b', { labels: 'app: a' }),
      pod('y/a', { labels: 'app: a, tier: web' }),
      object(
        'v1',
        'Service',
        'x/s',
        'spec: {selector: {app: a, tier: web}, ports: [{name: http, port: 80, targetPort: web}, {port: 53, protocol: UDP}]}',
      ),
      object('v1', 'Service', 'x/headless', 'spec: {clusterIP: None, selector: {app: a}}'),
      object('v1', 'Service', 'x/manual', 'spec: {type: NodePort, ports: [{port: 80}]}'),
    )
    expect(services).toEqual([
      {
        namespace: 'x',
        name: 's',
        type: 'ClusterIP',
        headless: false,
        selector: new Map([
          ['app', 'a'],
          ['tier', 'web'],
        ]),
        ports: [
          { name: 'http', protocol: 'TCP', port: 80, target: 'web' },
          { protocol: 'UDP', port: 53, target: 53 },
        ],
        targets: ['x/a[Pod]'],
      },
      expect.objectContaining({ name: 'headless', headless: true, targets: ['x/a[Pod]', 'x/b[Pod]'] }),
      {
        namespace: 'x',
        name: 'manual',
        type: 'NodePort',
        headless: false,
        ports: [{ protocol: 'TCP', port: 80, target: 80 }],
        targets: [],
      },
    ])
  })
  it('a Service leads to a workload some pods of which it selects, once, by whichever label is rarest', () => {
    const [service, nobody] = inventory(
      pod('x/w1', { owner: 'ReplicaSet/w', labels: 'app: a' }),
      pod('x/w2', { owner: 'ReplicaSet/w', labels: 'app: a, live: "yes"' }),
      pod('x/w3', { owner: 'ReplicaSet/w', labels: 'live: "yes", app: a' }),
      pod('x/v', { labels: 'app: b, live: "yes"' }),
      pod('x/u', { labels: 'app: a, live: "no"' }),
      object('v1', 'Service', 'x/s', 'spec: {selector: {app: a, live: "yes"}}'),
      object('v1', 'Service', 'x/t', 'spec: {selector: {app: a, other: z}}'),
    ).services
    expect(service?.targets).toEqual(['x/w[ReplicaSet]'])
    expect(nobody?.targets).toEqual([])
  })
  it('accounts, and nodes with the addresses that parse', () => {
    const { serviceAccounts, nodes } = inventory(
      object('v1', 'ServiceAccount', 'x/robot', ''),
      node('n1', '192.0.2.1', 'n1.example', 'fd00::1'),
    )
    expect(serviceAccounts).toEqual([{ namespace: 'x', name: 'robot' }])
    expect(nodes).toMatchObject([{ name: 'n1', addresses: [{ family: 4 }, { family: 6 }] }])
  })
})
