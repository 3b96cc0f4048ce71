import type { Finding, FindingPlace } from '../../../model/finding'
import type { Pod, Workload } from '../../../model/inventory'
import { dig, isList, quote } from '../../../model/json'
import { refText, type KubeObject, type ObjectRef } from '../../../model/object'
import { isInboundPassed, proxyPorts } from '../interception'
import { keysOf, type Ground, type Member } from './ground'
import { pods, services } from './kinds'
import { doubtOfProxies } from './modes'
import type { Pitfall } from './pitfall'
import { listed } from '../../../model/listed'

/**
 * Traffic that goes past the proxy of a pod in the mesh: annotations that keep it away, and whatever is not TCP
 * (istio.md section 8, pitfall 9; section 1; istio/istio#30311). Ports of the proxy itself are always left out and no hole.
 */
export const proxyBypassed: Pitfall = {
  code: 'istio-proxy-bypassed',
  reads: [pods, services],
  *find(ground) {
    const said = new Set<string>()
    for (const member of ground.members)
      for (const hole of holesOf(member.pod)) {
        const { object, path } = placeOf(ground, member, hole.annotation)
        const key = `${refText(object)} ${hole.annotation}`
        if (said.has(key)) continue
        said.add(key)
        const { title, annotation: _, ...rest } = hole
        const doubt = doubtOfProxies([member])
        yield {
          ...rest,
          about: { kind: 'object', object, path },
          title: `${refText(object)} ${title}`,
          workloads: [member.workload.key],
          evidence: [],
          ...(doubt !== undefined && { doubt }),
        }
      }
    yield* otherProtocols(ground)
  },
}

interface Hole extends Pick<Finding, 'severity' | 'remedy'> {
  readonly annotation: string
  /** Goes on from the name of the object. */
  readonly title: string
}

const traffic = (name: string): string => `traffic.sidecar.istio.io/${name}`
const interception = 'sidecar.istio.io/interceptionMode'
const bypass = 'ambient.istio.io/bypass-inbound-capture'

const unguarded = 'in plaintext, without an identity, and no AuthorizationPolicy is asked'

function holesOf(pod: Pod): Hole[] {
  const { proxy, meshAnnotations } = pod
  if (!meshAnnotations) return []
  if (proxy === 'sidecar' || proxy === 'unknown') return holesOfSidecar(pod, meshAnnotations)
  return proxy === 'ztunnel' && meshAnnotations.get(bypass) === 'true'
    ? [
        {
          annotation: bypass,
          severity: 'high',
          title: `lets whatever comes in past ztunnel: ${unguarded}`,
          remedy: `remove \`${bypass}\``,
        },
      ]
    : []
}

function holesOfSidecar(pod: Pod, said: ReadonlyMap<string, string>): Hole[] {
  if (said.get(interception) === 'NONE')
    return [
      {
        annotation: interception,
        severity: 'high',
        title: `sets interceptionMode NONE, so that nothing goes through its proxy: all of it comes and goes ${unguarded}`,
        remedy: 'remove the annotation, or take the workload for one outside the mesh',
      },
    ]
  return [...holesIn(pod, said), ...holesOut(said)]
}

/** What is excluded counts only while everything is included. */
function holesIn(pod: Pod, said: ReadonlyMap<string, string>): Hole[] {
  const name = traffic('includeInboundPorts')
  const included = said.get(name)?.trim()
  if (included !== undefined && included !== '*')
    return [
      {
        annotation: name,
        severity: 'high',
        title: `lets its proxy take in ${included === '' ? 'no port at all' : `${quote(included)} alone`}: whatever comes in elsewhere does so ${unguarded}`,
        remedy: `remove \`${name}\`, or set it to \`*\``,
      },
    ]
  const excluded = portsIn(said.get(traffic('excludeInboundPorts'))).filter(
    port => isInboundPassed(pod, port) === true && !proxyPorts(pod).includes(port),
  )
  return excluded.length === 0
    ? []
    : [
        {
          annotation: traffic('excludeInboundPorts'),
          severity: 'high',
          title: `keeps its proxy away from ${portText(excluded)}: whoever is in no mesh comes in ${unguarded}, and clients in the mesh, which go on sending mutual TLS, fail unless a DestinationRule turns it off`,
          remedy: `remove ${excluded.map(port => `\`${port}\``).join(', ')} from \`${traffic('excludeInboundPorts')}\`, and let a NetworkPolicy limit who gets there as long as it stands`,
        },
      ]
}

function holesOut(said: ReadonlyMap<string, string>): Hole[] {
  const anonymous =
    'leaves in plaintext without an identity: strict servers refuse it, others take it from anybody'
  const hole = (name: string, what: string): Hole => ({
    annotation: traffic(name),
    severity: 'medium',
    title: `keeps its proxy away from ${what}, which ${anonymous}`,
    remedy: `remove \`${traffic(name)}\`, or narrow it to what is outside the mesh`,
  })
  const ports = portsIn(said.get(traffic('excludeOutboundPorts')))
  const ranges = said.get(traffic('excludeOutboundIPRanges'))?.trim() ?? ''
  const included = said.get(traffic('includeOutboundIPRanges'))?.trim() ?? '*'
  return [
    ...(ports.length > 0 ? [hole('excludeOutboundPorts', `what it sends to ${portText(ports)}`)] : []),
    ...(included !== '*'
      ? [
          hole(
            'includeOutboundIPRanges',
            `what it sends ${included === '' ? 'anywhere' : `to any address but ${quote(included)}`}`,
          ),
        ]
      : ranges !== ''
        ? [hole('excludeOutboundIPRanges', `what it sends to ${quote(ranges)}`)]
        : []),
  ]
}

const portsIn = (text: string | undefined): number[] =>
  (text ?? '')
    .split(',')
    .filter(entry => /^\s*\d+\s*$/.test(entry))
    .map(Number)

const portText = (ports: readonly number[]): string =>
  (ports.length === 1 ? 'port ' : 'ports ') + listed(ports.map(String))

/** The template that says it, or the pod where its controller does not. */
function placeOf(
  { read }: Ground,
  { workload, pod }: Member,
  annotation: string,
): { readonly object: ObjectRef; readonly path: readonly string[] } {
  const own = { group: '', kind: 'Pod', namespace: pod.namespace, name: pod.name }
  const template = templateOf(workload)
  const object =
    template && objectOf(read.objects.all(template.object.group, template.object.kind), template.object)
  const path = [...(template?.path ?? []), 'metadata', 'annotations', annotation]
  return template && object && dig(object.body, ...path) !== undefined
    ? { object: template.object, path }
    : { object: own, path: ['metadata', 'annotations', annotation] }
}

function templateOf({
  object,
}: Workload): { readonly object: ObjectRef; readonly path: readonly string[] } | undefined {
  if (!object) return undefined
  const { kind } = object
  if (kind === 'Pod') return { object, path: [] }
  return {
    object,
    path: kind === 'CronJob' ? ['spec', 'jobTemplate', 'spec', 'template'] : ['spec', 'template'],
  }
}

const objectOf = (objects: readonly KubeObject[], { namespace, name }: ObjectRef): KubeObject | undefined =>
  objects.find(({ ref }) => ref.name === name && ref.namespace === namespace)

/** A mesh carries TCP alone: ports of Services that lead to its pods by anything else (istio.md section 1). */
function* otherProtocols(ground: Ground): Iterable<Omit<Finding, 'code'>> {
  const { inventory, objects } = ground.read
  const membersOf = new Map<string, Member[]>()
  for (const member of ground.members)
    if (member.pod.proxy !== 'none')
      membersOf.set(member.workload.key, [...(membersOf.get(member.workload.key) ?? []), member])
  const written = new Map(
    objects.all('', 'Service').map(({ ref, body }) => [`${ref.namespace ?? 'default'}/${ref.name}`, body]),
  )
  for (const { namespace, name, ports, targets } of inventory.services) {
    const behind = targets.flatMap(key => membersOf.get(key) ?? [])
    if (behind.length === 0) continue
    const object: ObjectRef = { group: '', kind: 'Service', namespace, name }
    const list = dig(written.get(`${namespace}/${name}`), 'spec', 'ports')
    for (const { protocol, port } of ports) {
      if (protocol === 'TCP') continue
      const at = isList(list)
        ? list.findIndex(each => dig(each, 'port') === port && dig(each, 'protocol') === protocol)
        : -1
      const about: FindingPlace = { kind: 'object', object, path: ['spec', 'ports', ...(at < 0 ? [] : [at])] }
      const doubt = doubtOfProxies(behind)
      yield {
        severity: 'low',
        about,
        title: `${refText(object)} leads ${protocol} ${port} to ${listed(keysOf(behind))}: a mesh carries TCP alone, so that this is plaintext and network policies alone decide`,
        remedy: 'let a NetworkPolicy say who gets there, or offer it over TCP',
        workloads: keysOf(behind),
        evidence: [],
        ...(doubt !== undefined && { doubt }),
      }
    }
  }
}
