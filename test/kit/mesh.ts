import { compile } from '../../lib/analyze'
import { takeInventory } from '../../lib/engine/inventory'
import type { Gap } from '../../lib/model/capture'
import type { Pod } from '../../lib/model/inventory'
import type { Hop, Mesh, Route, Speaks } from '../../lib/model/mesh'
import { defaultSettings } from '../../lib/model/settings'
import { captureOf } from './world'

/** What a mesh makes of some YAML, asked in one line. */
export interface MeshWorld {
  readonly mesh: Mesh
  readonly pod: (name: string) => Pod
  /**
   * `shop/cart -> shop/api 8080 service as tcp` (the last two words, and the way, may be left out): `mtls any`, the
   * transport and what the server takes; of two hops `mtls mtls-only > mtls any`.
   */
  readonly wire: (question: string) => string
  /** The hops behind that answer. */
  readonly hops: (question: string) => readonly Hop[]
}

export function openMesh(documents: readonly string[], gaps: readonly Gap[] = []): MeshWorld {
  const capture = captureOf(documents, gaps)
  const { inventory } = takeInventory(capture, defaultSettings)
  const mesh = compile(capture).mesh?.(inventory)
  if (!mesh) throw new Error('no pod is in a mesh')
  const pod = (name: string): Pod => {
    const found = inventory.pods.find(each => `${each.namespace}/${each.name}` === name)
    if (!found) throw new Error(`there is no pod ${name}`)
    return found
  }
  const hops = (question: string): readonly Hop[] => {
    const [, from = '', to = '', port = '', address, speaks] =
      /^(\S+) -> (\S+) (\d+)(?: (service|headless|pod-ip))?(?: as (\w+))?$/.exec(question) ?? []
    if (to === '') throw new Error(`write \`a -> b 80\`, not \`${question}\``)
    const client = from === 'outside' ? undefined : pod(from)
    return wayOf(
      mesh.routes(
        client,
        pod(to),
        Number(port),
        speakers.find(each => each === speaks),
      ),
      address,
    ).hops
  }
  return {
    mesh,
    pod,
    hops,
    wire: question =>
      hops(question)
        .map(({ transport, accepts }) => `${transport} ${accepts}`)
        .join(' > '),
  }
}

const speakers: readonly Speaks[] = ['http', 'tcp', 'tls']

function wayOf(routes: readonly Route[], address: string | undefined): Route {
  const found = routes.find(route => address === undefined || route.address === address)
  if (!found) throw new Error(`nobody dials it by ${address}`)
  return found
}

/** Every answer of a table, so that a test reads `expect(wires(world, table)).toEqual(table)`. */
export const wires = ({ wire }: MeshWorld, table: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.keys(table).map(question => [question, wire(question)]))

/** What takes part in a pod's traffic. */
export type Meshed = 'naked' | 'sidecar' | 'tunnel-sidecar' | 'ambient'

export interface MeshPodOptions {
  readonly labels?: string
  readonly annotations?: string
  readonly ip?: string
  readonly hostNetwork?: boolean
  readonly account?: string
}

/** A pod by `namespace/name`, labelled `app: NAME`, as an injector or a node agent would have left it. */
export function meshPod(name: string, meshed: Meshed, options: MeshPodOptions = {}): string {
  const [namespace = '', short = ''] = name.split('/')
  const labels = [`app: ${short}`, ...(options.labels ? [options.labels] : [])]
  const annotations = options.annotations ? [options.annotations] : []
  if (meshed === 'sidecar' || meshed === 'tunnel-sidecar') labels.push('security.istio.io/tlsMode: istio')
  if (meshed === 'tunnel-sidecar') labels.push('networking.istio.io/tunnel: http')
  if (meshed === 'ambient') annotations.push('ambient.istio.io/redirection: enabled')
  const containers =
    meshed === 'sidecar' || meshed === 'tunnel-sidecar' ? '{name: app}, {name: istio-proxy}' : '{name: app}'
  return `apiVersion: v1
kind: Pod
metadata: {namespace: ${namespace}, name: ${short}, labels: {${labels.join(', ')}}, annotations: {${annotations.join(', ')}}}
spec: {containers: [${containers}], hostNetwork: ${options.hostNetwork ?? false}, serviceAccountName: ${options.account ?? short}}
status: {podIP: ${options.ip ?? '""'}}`
}

export interface MeshServiceOptions {
  /** `http:80>8080`: name, port, port of the pod (the same if left out). */
  readonly ports?: readonly string[]
  readonly headless?: boolean
  readonly selector?: string
  readonly labels?: string
  readonly annotations?: string
  readonly created?: string
}

/** A Service by `namespace/name` that selects `app: NAME`. */
export function meshService(name: string, options: MeshServiceOptions = {}): string {
  const [namespace = '', short = ''] = name.split('/')
  const ports = (options.ports ?? ['http:8080']).map(text => {
    const [, called = '', port = '', target] = /^([^:]*):(\d+)(?:>(\d+))?$/.exec(text) ?? []
    return `{${called === '' ? '' : `name: ${called}, `}port: ${port}, targetPort: ${target ?? port}}`
  })
  const created = options.created ? `, creationTimestamp: "${options.created}"` : ''
  return `apiVersion: v1
kind: Service
metadata: {namespace: ${namespace}, name: ${short}, labels: {${options.labels ?? ''}}, annotations: {${options.annotations ?? ''}}${created}}
spec: {selector: {${options.selector ?? `app: ${short}`}}, ports: [${ports.join(', ')}]${options.headless ? ', clusterIP: None' : ''}}`
}

/** A PeerAuthentication by `namespace/name`; the spec is YAML in flow style. */
export const peerAuthentication = (name: string, spec: string, created?: string): string =>
  istioObject('security.istio.io/v1', 'PeerAuthentication', name, spec, created)

/** A DestinationRule by `namespace/name`; the spec is YAML in flow style. */
export const destinationRule = (name: string, spec: string, created?: string): string =>
  istioObject('networking.istio.io/v1', 'DestinationRule', name, spec, created)

/** Any object of Istio by `namespace/name`, made at a time (`2026-01-01T00:00:00Z`) or never. */
export function istioObject(
  apiVersion: string,
  kind: string,
  name: string,
  spec: string,
  created?: string,
): string {
  const [namespace = '', short = ''] = name.split('/')
  const stamp = created ? `, creationTimestamp: "${created}"` : ''
  return `apiVersion: ${apiVersion}
kind: ${kind}
metadata: {namespace: ${namespace}, name: ${short}${stamp}}
spec: ${spec}`
}

/** The settings of the mesh; YAML in flow style. */
export const meshSettings = (settings: string, name = 'istio-system/istio'): string => {
  const [namespace = '', short = ''] = name.split('/')
  return `apiVersion: v1
kind: ConfigMap
metadata: {namespace: ${namespace}, name: ${short}}
data: {mesh: ${JSON.stringify(settings)}}`
}
