import { policiesFor } from './policies'
import {
  type Labels,
  type NamedPort,
  type Namespace,
  type Plan,
  type PlannedWorkload,
  type Shape,
} from './plan'
import { Random } from './random'

export interface Size {
  readonly shape: Shape
  readonly pods: number
  readonly seed: number
  /** The mean number of replicas; by default what the shape has. */
  readonly podsPerWorkload?: number
}

/** Plans a cluster of exactly so many pods. The same size gives the same plan. */
export function generate({ shape, pods, seed, podsPerWorkload }: Size): Plan {
  const random = new Random(seed)
  const density = podsPerWorkload ?? densityOf(shape, pods)
  const applications = planApplications(random, shape, pods - platformPods, density)
  const platform = planPlatform()
  const namespaces = [...platform, ...applications].map(({ namespace }) => namespace)
  return {
    name: shape,
    seed,
    namespaces: [...new Set(namespaces)],
    workloads: [...platform, ...applications],
    policies: policiesFor(random, shape, applications),
    others: [],
    labelEachPod: false,
  }
}

/** Pods for each workload. Small clusters have fewer replicas. */
function densityOf(shape: Shape, pods: number): number {
  if (shape !== 'deep') return 3
  return pods <= 100 ? 5 : pods <= 1000 ? 10 : 30
}

const nameLabel = 'kubernetes.io/metadata.name'

const port = (name: string, number: number, protocol: NamedPort['protocol'] = 'TCP'): NamedPort => ({
  name,
  protocol,
  port: number,
})

const platformPods = 6

/** Name resolution, monitoring and the way in: what most clusters have and most policies name. */
function planPlatform(): PlannedWorkload[] {
  const workload = (
    namespace: string,
    name: string,
    labels: Labels,
    ports: PlannedWorkload['ports'],
  ): PlannedWorkload => ({
    kind: 'Deployment',
    namespace: { name: namespace, labels: { [nameLabel]: namespace, team: 'platform', env: 'infra' } },
    name,
    labels,
    ports,
    replicas: 2,
    revision: '7d8f6c5b9',
  })
  return [
    workload('kube-system', 'coredns', { 'k8s-app': 'kube-dns' }, [
      port('dns', 53, 'UDP'),
      port('dns-tcp', 53),
    ]),
    workload('monitoring', 'prometheus', { app: 'prometheus', role: 'monitoring' }, [port('web', 9090)]),
    workload('ingress', 'nginx', { app: 'ingress-nginx', role: 'edge' }, [
      port('http', 80),
      port('https', 443),
    ]),
  ]
}

/** How many workloads a namespace of each shape has. */
const workloadsPerNamespace: Readonly<Record<Shape, readonly [low: number, high: number]>> = {
  deep: [20, 100],
  thresh: [3, 7],
  wide: [3, 7],
}

function planApplications(random: Random, shape: Shape, pods: number, density: number): PlannedWorkload[] {
  const count = Math.max(1, Math.round((pods + platformPods) / density) - 3)
  if (pods < count) throw new Error(`a cluster of ${count} applications needs more than ${pods} pods`)
  const teams = Math.max(3, Math.round(count / 250))
  const replicas = spreadReplicas(random, pods, count, density)
  const workloads: PlannedWorkload[] = []
  for (let at = 0; workloads.length < count; at++) {
    const namespace = planNamespace(random, teams, at)
    const [low, high] = workloadsPerNamespace[shape]
    const members = Math.min(random.whole(low, high), count - workloads.length)
    for (let i = 0; i < members; i++)
      workloads.push(planApplication(random, namespace, i, replicas[workloads.length] ?? 1))
  }
  return workloads
}

function planNamespace(random: Random, teams: number, at: number): Namespace {
  const team = `team-${random.whole(0, teams - 1)}`
  const env = random.pick(['prod', 'prod', 'staging', 'dev'])
  const name = `${team}-${env}-${at}`
  return { name, labels: { [nameLabel]: name, team, env } }
}

/** What applications commonly listen on. */
const commonPorts = [
  ...[80, 443, 8080, 8443, 3000, 5000, 9090, 5432, 3306],
  ...[6379, 27017, 9200, 9092, 50051, 8000, 8081, 4317, 15020],
]

function planApplication(
  random: Random,
  namespace: Namespace,
  at: number,
  replicas: number,
): PlannedWorkload {
  const app = `app-${at}`
  const { team = '', env = '' } = namespace.labels
  const http = port('http', random.pick(commonPorts))
  return {
    kind: random.chance(0.1) ? 'StatefulSet' : 'Deployment',
    namespace,
    name: app,
    labels: {
      app,
      tier: random.pick(['frontend', 'backend', 'data', 'cache']),
      version: random.pick(['v1', 'v1', 'v2']),
      'app.kubernetes.io/name': app,
      'app.kubernetes.io/instance': `${app}-${env}`,
      'app.kubernetes.io/managed-by': 'Helm',
      team,
    },
    // Two ports of one number would be one port; metrics move aside.
    ports: random.chance(0.5) ? [http] : [http, port('metrics', http.port === 9090 ? 9091 : 9090)],
    replicas,
    revision: random.whole(0x1000000, 0xfffffff).toString(16),
  }
}

/** At least one for each, the rest in uneven handfuls, all of them given out. */
function spreadReplicas(random: Random, pods: number, workloads: number, density: number): number[] {
  const replicas = Array.from({ length: workloads }, () => 1)
  const handful = Math.max(1, Math.round(density / 2))
  for (let left = pods - workloads; left > 0;) {
    const more = Math.min(left, random.whole(1, handful))
    const at = random.whole(0, workloads - 1)
    replicas[at] = (replicas[at] ?? 0) + more
    left -= more
  }
  return replicas
}
