/**
 * The third opinion of a mesh: Istio's answers over raw objects, for tests only, written from istio.md sections 1 to 5.
 *
 * One reading alone: objects here are well-formed, of distinct ages and complete. Where the sources leave the answer open
 * there is none (`undefined`).
 * Left out: traffic from and to addresses outside, gateways other than waypoints, waypoints of other namespaces, Sidecar and
 * ServiceEntry resources, VirtualServices and subsets, workloadSelector, tokens, remoteIpBlocks, CUSTOM and AUDIT, excluded
 * outbound ports, interceptionMode, applications that speak TLS themselves, pods of the host network, templates.
 */
import { naiveVerdict } from '../naive'
import type { Json, RawObject } from '../raw'
import { envoyMatches, type Arrival } from './envoy-rules'
import { membersOf, type Member } from './members'
import { decide, policiesAtWaypoint, policiesFor } from './policies'
import { EVERY_REQUEST, type Request } from './requests'
import { servicesOf, type Exposed } from './services'
import { settingsOf } from './settings'
import { waypointOf } from './waypoints'
import {
  accepts,
  arrives,
  isUnguarded,
  sent,
  type Accepts,
  type Dialled,
  type Transport,
  type Way,
} from './wire'
import { ztunnelMatches } from './ztunnel-rules'

export interface MeshQuestion {
  /** `namespace/name` */
  readonly from: string
  readonly to: string
  /** Of the pod, TCP. */
  readonly port: number
  readonly request?: Request
}

export interface MeshAnswer {
  readonly verdict: 'allow' | 'deny' | 'conditional'
  readonly transport: Transport
  /** What whoever dials meets first; absent where the sources leave it open. */
  readonly accepts?: Accepts
}

/** One stretch of the way. */
interface Stretch {
  readonly from: Member
  readonly to: Member
  readonly wirePort: number
  readonly transport: Transport
  readonly accepts: Accepts | undefined
  readonly seesRequests: boolean
  /** Whether what arrives is let in by authorization. */
  readonly permits: (request: Request | undefined) => boolean
}

/** Every way to dial a port, by a Service where there is one. */
export function waysTo(objects: readonly RawObject[], to: string, port: number): Way[] {
  const members = membersOf(objects)
  const services = servicesOf(objects, members, memberCalled(members, to), port)
  return [
    ...services.map((service): Way => ({ kind: service.headless ? 'headless' : 'service', service })),
    { kind: 'pod-ip' },
  ]
}

export function naiveMesh(
  objects: readonly RawObject[],
  question: MeshQuestion,
  way: Way,
): MeshAnswer | undefined {
  const stretches = stretchesOf(objects, question, way)
  if (stretches === undefined) return undefined
  const transports = stretches.map(({ transport }) => transport)
  const worst = (['fail', 'plaintext', 'app-tls'] as const).find(each => transports.includes(each)) ?? 'mtls'
  const first = stretches[0]?.accepts
  return {
    verdict: verdictOf(objects, stretches, question.request),
    transport: worst,
    ...(first && { accepts: first }),
  }
}

function verdictOf(
  objects: readonly RawObject[],
  stretches: readonly Stretch[],
  asked: Request | undefined,
): MeshAnswer['verdict'] {
  if (stretches.some(({ transport }) => transport === 'fail')) return 'deny'
  if (!stretches.every(stretch => networkAllows(objects, stretch))) return 'deny'
  // Where no proxy on the way sees requests, one question is enough.
  const open = stretches.some(({ seesRequests }) => seesRequests) ? EVERY_REQUEST : [undefined]
  const requests = asked === undefined ? open : [asked]
  const letIn = requests.filter(request => stretches.every(stretch => stretch.permits(request)))
  return letIn.length === requests.length ? 'allow' : letIn.length === 0 ? 'deny' : 'conditional'
}

/** The network sees what is on the wire, and nothing of the mesh. */
function networkAllows(objects: readonly RawObject[], { from, to, wirePort }: Stretch): boolean {
  const kinds: Json[] = ['Pod', 'Namespace', 'NetworkPolicy']
  const below = objects.filter(object => kinds.includes(object['kind'] ?? ''))
  const asked = { from: { pod: from.name }, to: { pod: to.name }, protocol: 'TCP', port: wirePort } as const
  return naiveVerdict(below, asked, { engine: 'kubernetes' }).verdict === 'allow'
}

const memberCalled = (members: readonly Member[], name: string): Member => {
  const found = members.find(member => member.name === name)
  if (found === undefined) throw new Error(`there is no pod \`${name}\``)
  return found
}

const TUNNEL = 15008

function stretchesOf(
  objects: readonly RawObject[],
  { from, to, port, request }: MeshQuestion,
  way: Way,
): Stretch[] | undefined {
  const members = membersOf(objects)
  const client = memberCalled(members, from)
  const server = memberCalled(members, to)
  const services = servicesOf(objects, members, server, port)
  const declared = services[0]?.declared ?? 'sniffed'
  const dialled: Dialled = { server, port, way, declared, services }
  const waypoint = client.part === 'ambient' ? waypointBefore(objects, members, dialled) : undefined
  const speaksHttp = declared === 'http' || (declared === 'sniffed' && request !== undefined)
  if (waypoint === undefined) {
    const only = lastStretch(objects, client, dialled, speaksHttp)
    return only && [only]
  }
  // A waypoint of workloads before pods that are not captured is not said to be met.
  if (way.kind !== 'service' && server.part !== 'ambient') return undefined
  const service = way.kind === 'service' ? way.service : undefined
  const last = lastStretch(objects, waypoint, dialled, speaksHttp)
  return last && [toWaypoint(objects, client, waypoint, service, service?.port ?? port, speaksHttp), last]
}

/** Only what is dialled by a Service meets the waypoint of the Service, and all else the one of the pod. */
function waypointBefore(
  objects: readonly RawObject[],
  members: readonly Member[],
  { server, way }: Dialled,
): Member | undefined {
  if (way.kind === 'service') {
    const { namespace, labels } = way.service
    return waypointOf(objects, members, namespace, labels, 'service')
  }
  return waypointOf(objects, members, server.namespace, server.labels, 'workload')
}

function toWaypoint(
  objects: readonly RawObject[],
  client: Member,
  waypoint: Member,
  service: Exposed | undefined,
  port: number,
  speaksHttp: boolean,
): Stretch {
  const { domains } = settingsOf(objects)
  const policies = policiesAtWaypoint(objects, waypoint, service)
  return {
    from: client,
    to: waypoint,
    wirePort: TUNNEL,
    transport: 'mtls',
    accepts: 'mtls-only',
    seesRequests: speaksHttp,
    permits: request => {
      const seen = speaksHttp ? request : undefined
      const arrival = { identity: client.identity, ip: client.ip, port, request: seen, domains }
      return decide(policies, (policy, rule, action) => envoyMatches(policy, rule, action, arrival))
    },
  }
}

function lastStretch(
  objects: readonly RawObject[],
  sender: Member,
  dialled: Dialled,
  speaksHttp: boolean,
): Stretch | undefined {
  const { server, port } = dialled
  const what = sent(objects, sender, dialled)
  const transport = what && arrives(objects, what, dialled)
  if (transport === undefined) return undefined
  const { domains } = settingsOf(objects)
  const policies = policiesFor(objects, server)
  const seesRequests = speaksHttp && transport !== 'app-tls' && server.part === 'sidecar'
  const identity = transport === 'mtls' ? sender.identity : undefined
  return {
    from: sender,
    to: server,
    wirePort: what === 'tunnel' ? TUNNEL : port,
    transport,
    accepts: accepts(objects, server, port),
    seesRequests,
    permits: request => {
      if (server.part === 'none' || isUnguarded(server, port)) return true
      const seen = seesRequests ? request : undefined
      const arrival: Arrival = { identity, ip: sender.ip, port, request: seen, domains }
      const matches = server.part === 'ambient' ? ztunnelMatches : envoyMatches
      return decide(policies, (policy, rule, action) => matches(policy, rule, action, arrival))
    },
  }
}
