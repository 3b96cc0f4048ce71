import type { JsonMap } from '../lib/model/json'
import type { PlannedPolicy, PlannedWorkload, Shape } from './plan'
import type { Random } from './random'

/** The NetworkPolicies of a shape, namespace by namespace. */
export function policiesFor(
  random: Random,
  shape: Shape,
  applications: readonly PlannedWorkload[],
): PlannedPolicy[] {
  const byNamespace = new Map<string, PlannedWorkload[]>()
  for (const application of applications) {
    const neighbours = byNamespace.get(application.namespace.name) ?? []
    neighbours.push(application)
    byNamespace.set(application.namespace.name, neighbours)
  }
  return [...byNamespace.values()].flatMap(neighbours => {
    const mix = new PolicyMix(random, neighbours, applications)
    return shape === 'thresh' ? [mix.single()] : [...mix.ofNamespace(), ...mix.ofApplications()]
  })
}

const nameLabel = 'kubernetes.io/metadata.name'

const namespaceNamed = (name: string): JsonMap => ({
  namespaceSelector: { matchLabels: { [nameLabel]: name } },
})

const appNamed = (app: string): JsonMap => ({ podSelector: { matchLabels: { app } } })

const everybodyHere: JsonMap = { podSelector: {} }

const privateRest: JsonMap = { ipBlock: { cidr: '10.128.0.0/9', except: ['10.200.0.0/16'] } }

const blocks: readonly JsonMap[] = [
  privateRest,
  ...[
    ...['172.16.0.0/12', '192.168.0.0/16', '203.0.113.0/24', '198.51.100.0/25', '100.64.0.0/10'],
    ...['52.94.0.0/16', '13.107.6.0/24', '140.82.112.0/20', '151.101.0.0/16'],
  ].map((cidr): JsonMap => ({ ipBlock: { cidr } })),
]

/** Draws the policies of one namespace: `neighbours` live in it, `everyone` is the whole cluster's applications. */
export class PolicyMix {
  constructor(
    private readonly random: Random,
    private readonly neighbours: readonly PlannedWorkload[],
    private readonly everyone: readonly PlannedWorkload[],
  ) {}

  /** The one policy of a small namespace. */
  single(): PlannedPolicy {
    const draw = this.random.next()
    if (draw < 0.25) return this.denyIngress()
    if (draw < 0.65)
      return this.policy('same-namespace-and-edge', {
        podSelector: {},
        policyTypes: ['Ingress'],
        ingress: [
          { from: [everybodyHere] },
          { from: [namespaceNamed('ingress')], ports: [{ port: 'http', protocol: 'TCP' }] },
        ],
      })
    const app = this.random.pick(this.neighbours)
    return this.policy('app', {
      ...appNamed(app.name),
      policyTypes: this.random.chance(0.5) ? ['Ingress'] : ['Ingress', 'Egress'],
      ingress: [{ from: [this.neighbour(), this.stranger()], ports: this.portsOf(app) }],
      egress: [{ to: [this.neighbour(), this.block()] }],
    })
  }

  /** What holds for all pods of the namespace. */
  ofNamespace(): PlannedPolicy[] {
    return [
      ...(this.random.chance(0.9) ? [this.denyIngress()] : []),
      ...(this.random.chance(0.4) ? [this.denyEgress(), this.allowNames()] : []),
      this.allowMonitoring(),
      ...(this.random.chance(0.15)
        ? [
            this.policy('allow-same-namespace', {
              podSelector: {},
              policyTypes: ['Ingress'],
              ingress: [{ from: [everybodyHere] }],
            }),
          ]
        : []),
    ]
  }

  ofApplications(): PlannedPolicy[] {
    return this.neighbours.flatMap(app => [
      ...(this.random.chance(0.9) ? [this.allowInto(app)] : []),
      ...(this.random.chance(0.45) ? [this.allowOutOf(app)] : []),
    ])
  }

  denyIngress(): PlannedPolicy {
    return this.policy('default-deny-ingress', { podSelector: {}, policyTypes: ['Ingress'] })
  }

  denyEgress(): PlannedPolicy {
    return this.policy('default-deny-egress', { podSelector: {}, policyTypes: ['Egress'] })
  }

  allowInto(app: PlannedWorkload): PlannedPolicy {
    const from = [
      ...this.random.times(1, 3, () => this.neighbour()),
      ...(this.random.chance(0.2) ? [this.stranger()] : []),
      ...(this.random.chance(0.1) ? [namespaceNamed('ingress')] : []),
      ...(this.random.chance(0.05) ? [this.block()] : []),
    ]
    const openToAll = this.random.chance(0.1) ? [{ ports: [{ port: 8443, protocol: 'TCP' }] }] : []
    return this.policy(`allow-in-${app.name}`, {
      ...appNamed(app.name),
      policyTypes: ['Ingress'],
      ingress: [{ from, ports: this.portsOf(app) }, ...openToAll],
    })
  }

  allowOutOf(app: PlannedWorkload): PlannedPolicy {
    const to = [
      ...this.random.times(1, 3, () => this.neighbour()),
      ...(this.random.chance(0.25) ? [this.stranger()] : []),
      ...(this.random.chance(0.15) ? [this.block()] : []),
    ]
    // A peer analyzer refuses a named port beside an address block.
    const named = !to.some(peer => 'ipBlock' in peer)
    const ports = this.random.chance(0.3)
      ? {}
      : { ports: this.portsOf(this.random.pick(this.neighbours), named) }
    return this.policy(`allow-out-${app.name}`, {
      ...appNamed(app.name),
      policyTypes: ['Egress'],
      egress: [{ to, ...ports }],
    })
  }

  private allowNames(): PlannedPolicy {
    const dns = { ...namespaceNamed('kube-system'), podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }
    return this.policy('allow-dns', {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [{ to: [dns], ports: ['UDP', 'TCP'].map(protocol => ({ port: 53, protocol })) }],
    })
  }

  private allowMonitoring(): PlannedPolicy {
    const monitoring = {
      ...namespaceNamed('monitoring'),
      podSelector: { matchLabels: { role: 'monitoring' } },
    }
    return this.policy('allow-monitoring', {
      podSelector: {},
      policyTypes: ['Ingress'],
      ingress: [{ from: [monitoring], ports: [{ port: 'metrics', protocol: 'TCP' }] }],
    })
  }

  private neighbour(): JsonMap {
    return appNamed(this.random.pick(this.neighbours).name)
  }

  /** A peer in another namespace, most often exactly one application. */
  private stranger(): JsonMap {
    const app = this.random.pick(this.everyone)
    const { team = '', env = '' } = app.namespace.labels
    const draw = this.random.next()
    if (draw < 0.5) return { ...namespaceNamed(app.namespace.name), ...appNamed(app.name) }
    if (draw < 0.7)
      return {
        namespaceSelector: { matchLabels: { team, env } },
        podSelector: { matchLabels: { tier: app.labels['tier'] ?? '' } },
      }
    if (draw < 0.8)
      return {
        namespaceSelector: {
          matchExpressions: [{ key: 'env', operator: 'NotIn', values: ['dev', 'staging'] }],
        },
        podSelector: {
          matchExpressions: [
            { key: 'tier', operator: 'In', values: ['frontend'] },
            { key: 'version', operator: 'Exists' },
          ],
        },
      }
    return namespaceNamed(app.namespace.name)
  }

  private block(): JsonMap {
    return this.random.pick(blocks)
  }

  /** The ports of an application: by name, with a range beside them, or by number. */
  private portsOf({ ports }: PlannedWorkload, named = true): JsonMap[] {
    const [first] = ports
    const draw = this.random.next()
    if (draw < 0.15 && named) return [{ port: first.name, protocol: first.protocol }]
    if (draw >= 0.15 && draw < 0.25)
      return [
        { port: 30000, endPort: 32767, protocol: 'TCP' },
        { port: first.port, protocol: first.protocol },
      ]
    return ports.map(({ port, protocol }) => ({ port, protocol }))
  }

  private policy(name: string, spec: JsonMap): PlannedPolicy {
    return { namespace: this.neighbours[0]?.namespace.name ?? 'default', name, spec }
  }
}
