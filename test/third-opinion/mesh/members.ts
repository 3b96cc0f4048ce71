import { nameOf, namespaceOf } from '../ends'
import { labelsAt, type Labels } from '../labels'
import { at, listAt, textAt, type RawObject } from '../raw'
import { ofKind, settingsOf } from './settings'

/** A pod, and the part that it plays in the mesh (section 1). */
export interface Member {
  /** `namespace/name` */
  readonly name: string
  readonly namespace: string
  readonly part: 'none' | 'sidecar' | 'ambient' | 'waypoint'
  readonly labels: Labels
  /** Section 2, without its scheme. Only a pod with a proxy can prove it. */
  readonly identity: string
  readonly ip: string
  /** Container ports by name. */
  readonly namedPorts: ReadonlyMap<string, number>
  /** Ports that its sidecar is told to leave alone. */
  readonly unguarded: ReadonlySet<number>
}

export function membersOf(objects: readonly RawObject[]): Member[] {
  const [domain = ''] = settingsOf(objects).domains
  return ofKind(objects, 'Pod').map(pod => {
    const account = textAt(pod, 'spec', 'serviceAccountName') ?? 'default'
    const excluded = textAt(pod, 'metadata', 'annotations', 'traffic.sidecar.istio.io/excludeInboundPorts')
    return {
      name: `${namespaceOf(pod)}/${nameOf(pod)}`,
      namespace: namespaceOf(pod),
      part: partOf(pod),
      labels: labelsAt(pod, 'metadata', 'labels'),
      identity: `${domain}/ns/${namespaceOf(pod)}/sa/${account}`,
      ip: textAt(pod, 'status', 'podIP') ?? '',
      namedPorts: namedPortsOf(pod),
      unguarded: new Set((excluded ?? '').split(',').filter(Boolean).map(Number)),
    }
  })
}

function partOf(pod: RawObject): Member['part'] {
  const labels = labelsAt(pod, 'metadata', 'labels')
  if (labels.get('gateway.istio.io/managed') === 'istio.io-mesh-controller') return 'waypoint'
  const containers = [...listAt(pod, 'spec', 'containers'), ...listAt(pod, 'spec', 'initContainers')]
  if (containers.some(container => at(container, 'name') === 'istio-proxy')) return 'sidecar'
  const redirected = textAt(pod, 'metadata', 'annotations', 'ambient.istio.io/redirection')
  return redirected === 'enabled' ? 'ambient' : 'none'
}

function namedPortsOf(pod: RawObject): Map<string, number> {
  const found = new Map<string, number>()
  for (const container of listAt(pod, 'spec', 'containers'))
    for (const port of listAt(container, 'ports'))
      found.set(textAt(port, 'name') ?? '', Number(at(port, 'containerPort')))
  return found
}

/** Section 1: what clients look at before they send mutual TLS by themselves. */
export const advertisesMtls = ({ labels }: Member): boolean =>
  labels.get('security.istio.io/tlsMode') === 'istio'

/** Section 1: whether a sidecar takes tunnels. */
export const takesTunnels = ({ labels }: Member): boolean =>
  labels.get('networking.istio.io/tunnel') === 'http'
