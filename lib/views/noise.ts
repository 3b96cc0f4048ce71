import type { Workload } from '../model/inventory'
import type { Noise } from '../model/filter'
import type { PortRange, Protocol } from '../model/port'
import { joinPorts } from '../model/port'
import type { RowTest } from '../model/table'
import type { Survey } from './survey'

/**
 * Connections that every cluster has and that somebody who looks for gaps may hide. A connection is noise only where all its
 * ports are: one that is open on more is never hidden for the port that is. What is hidden stays counted.
 */
export interface NoiseRule {
  /** What is hidden, in a sentence. */
  readonly rule: string
  readonly test: RowTest
}

export function noiseRules({
  session: { inventory },
}: Pick<Survey, 'session'>): Readonly<Record<Noise, NoiseRule>> {
  const { workloads } = inventory
  const keysOf = (fits: (workload: Workload) => boolean): ReadonlySet<string> =>
    new Set(workloads.filter(fits).map(({ key }) => key))
  const end = (side: 'from' | 'to', names: ReadonlySet<string>): RowTest => ({ kind: 'end', side, names })
  const only = (ranges: readonly PortRange[]): RowTest => ({ kind: 'only-ports', ranges })
  return {
    dns: {
      rule: 'Connections that are open on port 53 and on no other, and those to the cluster’s name servers (labelled k8s-app=kube-dns, or of OpenShift’s dns-default) that are open on 53, 5353 and 8053 at most.',
      test: {
        kind: 'any',
        of: [
          only(dnsPorts),
          { kind: 'all', of: [end('to', keysOf(isNameServer)), only([...dnsPorts, ...innerDnsPorts])] },
        ],
      },
    },
    probes: {
      rule: 'Connections from workloads that run on the network of their node alone, whose address the kubelet shares, that are open on ports of health checks at most: those whose name says health, live, ready or probe, and 15021 and 10256. The kubelet’s own probes are no connections here: a node always reaches its own pods.',
      test: {
        kind: 'all',
        of: [end('from', keysOf(isOnNodes)), only(namedPorts(workloads, isHealthName, [15_021, 10_256]))],
      },
    },
    scrapes: {
      rule: 'Connections from workloads that say in a label (app, k8s-app, app.kubernetes.io/name) that they are a known collector of metrics, that are open on ports of metrics at most: those whose name says metrics, prometheus or prom, and those that exporters commonly use (9090 to 9400 and a few more, as the code lists them).',
      test: {
        kind: 'all',
        of: [end('from', keysOf(isScraper)), only(namedPorts(workloads, isMetricsName, exporterPorts))],
      },
    },
  }
}

/** The condition that nothing of these kinds is kept; undefined where nothing is to be hidden. */
export function without(survey: Pick<Survey, 'session'>, hidden: readonly Noise[]): RowTest | undefined {
  if (hidden.length === 0) return undefined
  const rules = noiseRules(survey)
  return { kind: 'not', of: { kind: 'any', of: hidden.map(name => rules[name].test) } }
}

const ports = (protocol: Protocol, numbers: readonly number[]): PortRange[] =>
  numbers.map(port => ({ protocol, first: port, last: port }))

const dnsPorts = [...ports('TCP', [53]), ...ports('UDP', [53])]
const innerDnsPorts = [...ports('TCP', [5353, 8053]), ...ports('UDP', [5353, 8053])]

/** Ports that exporters listen on by default: node, blackbox, mysqld, redis, coredns, postgres, kafka, kubelet, Istio. */
const exporterPorts = [
  ...[9090, 9091, 9093, 9100, 9102, 9104, 9113, 9114, 9115, 9121, 9153, 9187, 9216, 9308, 9400],
  ...[10_249, 10_250, 10_254, 15_014, 15_020, 15_090],
]

/** What collectors of metrics are called by their charts and operators. */
const scraperNames: ReadonlySet<string> = new Set([
  ...['prometheus', 'prometheus-server', 'prometheus-agent', 'vmagent', 'vmsingle', 'victoria-metrics-agent'],
  ...[
    'grafana-agent',
    'grafana-alloy',
    'alloy',
    'opentelemetry-collector',
    'otel-collector',
    'metrics-server',
  ],
])

const nameLabels = ['app', 'k8s-app', 'app.kubernetes.io/name'] as const

/** Every pod of it says so. */
const every = (workload: Workload, fits: (pod: Workload['pods'][number]) => boolean): boolean =>
  workload.pods.length > 0 && workload.pods.every(fits)

const isNameServer = (workload: Workload): boolean =>
  every(
    workload,
    ({ labels, namespace }) =>
      (labels.get('k8s-app') === 'kube-dns' && namespace === 'kube-system') ||
      (labels.get('dns.operator.openshift.io/daemonset-dns') === 'default' && namespace === 'openshift-dns'),
  )

const isScraper = (workload: Workload): boolean =>
  every(workload, ({ labels }) => nameLabels.some(label => scraperNames.has(labels.get(label) ?? '')))

const isOnNodes = (workload: Workload): boolean => every(workload, ({ hostNetwork }) => hostNetwork)

const isMetricsName = (name: string): boolean => /(?:^|-)(?:metrics|prometheus|prom)(?:-|$)/.test(name)
const isHealthName = (name: string): boolean =>
  /(?:^|-)(?:health|healthz|healthcheck|live|livez|liveness|ready|readyz|readiness|probe|probes)(?:-|$)/.test(
    name,
  )

/** Ports that some container declares by such a name, and others, all of TCP. */
function namedPorts(
  workloads: readonly Workload[],
  fits: (name: string) => boolean,
  others: readonly number[],
): readonly PortRange[] {
  const numbers = new Set(others)
  for (const { pods } of workloads)
    for (const pod of pods)
      for (const { name, protocol, port } of pod.ports)
        if (name !== undefined && protocol === 'TCP' && fits(name)) numbers.add(port)
  return joinPorts(ports('TCP', [...numbers]))
}
