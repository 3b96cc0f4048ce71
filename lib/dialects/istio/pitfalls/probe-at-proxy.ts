import type { Finding } from '../../../model/finding'
import { dig, isList, quote, type Json } from '../../../model/json'
import { pathText, refKey, refText, type KubeObject, type ObjectRef, type Path } from '../../../model/object'
import { isInboundPassed } from '../interception'
import type { PossibleModes } from '../peer-modes'
import type { Ground, Member } from './ground'
import { peerAuthentications, pods } from './kinds'
import type { Pitfall } from './pitfall'

/**
 * Probes that the injector did not turn to the proxy's own port, on a port that takes mutual TLS alone: the kubelet has no
 * certificate, so that a request is refused, and a connection is taken by the proxy whatever the application does (istio.md
 * section 8, pitfall 13; istio/istio#53786, #41010). Pods tell, since templates are not rewritten yet; ztunnel lets probes by.
 */
export const probeAtProxy: Pitfall = {
  code: 'istio-probe-at-proxy',
  reads: [pods, peerAuthentications],
  *find(ground) {
    const said = new Set<string>()
    const objects = new Map(ground.read.objects.all('', 'Pod').map(object => [refKey(object.ref), object]))
    for (const member of ground.members) {
      if (member.pod.proxy !== 'sidecar' || member.pod.predicted) continue
      const { namespace, name } = member.pod
      const object = objects.get(refKey({ group: '', kind: 'Pod', namespace, name }))
      for (const probe of object ? probesOf(object, member) : []) {
        const modes = modesOn(ground, member, probe.port)
        if (isInboundPassed(member.pod, probe.port) !== false) continue
        if (modes.every(({ mode }) => mode !== 'STRICT')) continue
        const place = placeOf(ground, member, probe)
        const key = `${refKey(place.object)} ${pathText(place.path)}`
        if (said.has(key)) continue
        said.add(key)
        yield finding(member, probe, place, modes)
      }
    }
  },
}

interface Probe {
  readonly container: string
  readonly kind: (typeof kinds)[number]
  readonly by: 'httpGet' | 'tcpSocket' | 'grpc'
  readonly port: number
  readonly object: ObjectRef
  readonly path: Path
}

const kinds = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const
const ways = ['httpGet', 'tcpSocket', 'grpc'] as const
const own = 'istio-proxy'

/** Those of the containers of a pod but its proxy. */
function probesOf({ ref, body }: KubeObject, { pod }: Member): Probe[] {
  const containers = dig(body, 'spec', 'containers')
  return (isList(containers) ? containers : []).flatMap((container, at) => {
    const name = dig(container, 'name')
    if (typeof name !== 'string' || name === own) return []
    return kinds.flatMap(kind =>
      ways.flatMap((by): Probe[] => {
        const port = portOf(dig(container, kind, by, 'port'), pod.ports)
        return port === undefined
          ? []
          : [{ container: name, kind, by, port, object: ref, path: ['spec', 'containers', at, kind] }]
      }),
    )
  })
}

/** A name is one of a container's ports. */
const portOf = (value: Json | undefined, ports: Member['pod']['ports']): number | undefined =>
  typeof value === 'number' ? value : ports.find(({ name }) => name !== undefined && name === value)?.port

function modesOn({ read }: Ground, { pod }: Member, port: number): PossibleModes {
  const { modes } = read.server(pod)
  return modes.ports.get(port) ?? modes.otherwise
}

/** The template, where it has the same probe of the same container. */
function placeOf(
  { read }: Ground,
  { workload }: Member,
  { container, kind, by, object, path }: Probe,
): { readonly object: ObjectRef; readonly path: Path } {
  const owner = workload.object
  const written =
    owner && owner.kind !== 'Pod'
      ? read.objects.all(owner.group, owner.kind).find(({ ref }) => refKey(ref) === refKey(owner))
      : undefined
  const containers = dig(written?.body, 'spec', 'template', 'spec', 'containers')
  const at = (isList(containers) ? containers : []).findIndex(
    each => dig(each, 'name') === container && dig(each, kind, by) !== undefined,
  )
  return owner && at >= 0
    ? { object: owner, path: ['spec', 'template', 'spec', 'containers', at, kind] }
    : { object, path }
}

function finding(
  { workload }: Member,
  { container, kind, by, port }: Probe,
  { object, path }: Pick<Probe, 'object' | 'path'>,
  modes: PossibleModes,
): Omit<Finding, 'code'> {
  const what = `${kind} of container ${quote(container)}`
  const [first] = modes
  const evidence = first?.because.object
    ? [{ object: first.because.object, ...(first.because.path && { path: first.because.path }) }]
    : []
  return {
    severity: by === 'tcpSocket' ? 'low' : 'medium',
    about: { kind: 'object', object, path },
    title:
      by === 'tcpSocket'
        ? `${refText(object)}: the ${what} connects to ${port}, where the proxy takes every connection: it succeeds whatever the application does`
        : `${refText(object)}: the ${what} asks ${port} in plaintext, which takes mutual TLS alone: it fails although the application is well`,
    remedy:
      'let the injector turn probes to the proxy (`sidecar.istio.io/rewriteAppHTTPProbers: "true"`), and inject the container with the others',
    workloads: [workload.key],
    evidence,
    ...(modes.some(({ mode }) => mode !== 'STRICT') && {
      doubt: 'which PeerAuthentication counts is unknown',
    }),
  }
}
