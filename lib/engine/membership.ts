import type { Capture } from '../model/capture'
import type { Absence } from '../model/identities'
import type { Namespace, Pod } from '../model/inventory'
import type { Proxy } from '../model/mesh'
import { asString, dig, field, isList, isMap, own, type Json, type JsonMap } from '../model/json'
import { labelsOf, type KubeObject } from '../model/object'
import type { Tri } from '../model/tri'
import { inject, readInjectors } from './injectors'
import type { KindIndex } from './kind-index'

/** Who takes part in the traffic of pods: the facts of a pod, and what is meant to become of a template (istio.md section 1). */

/** What is meant to become of pods that do not exist yet, and whether somebody is seen who would do it. */
export interface Intent {
  /** Labels of a namespace. */
  labels(namespace: string): ReadonlyMap<string, string>
  /** Whether the labels of a namespace could not be read. */
  hides(namespace: string): boolean
  /** Whether pods with such labels get sidecars when they come to be there; `meant` where labels intend that they do. */
  injects(namespace: string, pod: ReadonlyMap<string, string>, meant: boolean): Tri
  /** Node agents that capture the traffic of pods. */
  readonly ambient: boolean
  /** Somebody is seen who injects or captures. */
  readonly meshed: boolean
}

const none: ReadonlyMap<string, string> = new Map()

export const noIntent: Intent = {
  labels: () => none,
  hides: () => false,
  injects: (_namespace, _pod, meant) => (meant ? 'maybe' : 'no'),
  ambient: false,
  meshed: false,
}

const webhookKind = ['admissionregistration.k8s.io', 'MutatingWebhookConfiguration'] as const

/**
 * Reads who is there to inject or to capture.
 *
 * An injection label without a visible injector predicts nothing. What webhooks select is what they inject, whatever labels
 * intend; where none can be seen because they could not be listed, any pod may get a sidecar. Manifests may show a control
 * plane and leave out the webhooks that it comes with; a cluster that tells its webhooks and has none injects nothing.
 */
export function readIntent(
  kinds: KindIndex,
  { gaps, cluster }: Pick<Capture, 'gaps' | 'cluster'>,
  namespaces: ReadonlyMap<string, Namespace>,
): Intent {
  const called = (objects: readonly KubeObject[], app: string): boolean =>
    objects.some(
      object =>
        object.ref.name === app ||
        labelsOf(object).get('app') === app ||
        dig(object.body, 'spec', 'template', 'metadata', 'labels', 'app') === app,
    )
  const labelsIn = (namespace: string): ReadonlyMap<string, string> =>
    namespaces.get(namespace)?.labels ?? none
  const injectors = readInjectors(kinds.of(...webhookKind))
  const unlisted = gaps.some(
    gap =>
      gap.kind !== 'namespace-labels' &&
      gap.object.group === webhookKind[0] &&
      gap.object.kind === webhookKind[1],
  )
  const controlPlane = called(kinds.of('apps', 'Deployment'), 'istiod')
  const stands = controlPlane && injectors.length === 0 && cluster === undefined
  const ambient = called(kinds.of('apps', 'DaemonSet'), 'ztunnel')
  return {
    labels: labelsIn,
    hides: namespace => namespaces.get(namespace)?.labelsKnown === false,
    injects: (namespace, pod, meant) => {
      const told = inject(injectors, labelsIn(namespace), pod)
      if (told !== 'no') return told
      if (unlisted) return 'maybe'
      return meant ? (stands ? 'yes' : 'maybe') : 'no'
    },
    ambient,
    meshed: ambient || controlPlane || injectors.length > 0 || unlisted,
  }
}

interface Seen {
  readonly body: JsonMap
  readonly labels: ReadonlyMap<string, string>
  readonly hostNetwork: boolean
  readonly namespace: string
  readonly predicted: boolean
}

const proxyContainer = 'istio-proxy'
const statusAnnotation = 'sidecar.istio.io/status'

/**
 * Which proxy takes part in the traffic of a pod. A container says so, or the mark of ambient capture; what labels intend
 * counts for templates only, since a pod that has none of both was made without (istio.md section 1). Host-network pods
 * are in no mesh.
 */
export function proxyOf(pod: Seen, intent: Intent): Proxy {
  const { body, labels, hostNetwork, namespace, predicted } = pod
  if (hostNetwork) return 'none'
  if (hasProxy(body)) return proxyKind(body, labels)
  if (annotation(body, 'ambient.istio.io/redirection') === 'enabled') return 'ztunnel'
  if (!predicted) return 'none'
  // Whatever its namespace is meant for, it may be meant for that.
  if (intent.hides(namespace) && intent.meshed) return 'unknown'
  const sidecar = getsSidecar(pod, intent)
  if (sidecar !== 'no') return sidecar === 'yes' ? injectedKind(body, labels) : 'unknown'
  if (wantsAmbient(pod, intent)) return intent.ambient ? 'ztunnel' : 'unknown'
  return 'none'
}

/** Among containers, or as a native sidecar (app_probe.go, FindSidecar). */
const hasProxy = (body: JsonMap): boolean =>
  containers(body, 'containers').some(isProxy) ||
  containers(body, 'initContainers').some(init => isProxy(init) && field(init, 'restartPolicy') === 'Always')

const isProxy = (container: Json): boolean => field(container, 'name') === proxyContainer

function containers(body: JsonMap, list: string): readonly Json[] {
  const value = field(own(body, 'spec'), list)
  return isList(value) ? value : []
}

/**
 * A waypoint is what the mesh's own controller runs for a Gateway. A proxy beside no application carries the traffic of
 * others, whatever it is labelled; so does one that is labelled as a gateway.
 */
function proxyKind(body: JsonMap, labels: ReadonlyMap<string, string>): Proxy {
  if (labels.has(gatewayName) && labels.get('gateway.istio.io/managed') === waypointController)
    return 'waypoint'
  const alone = containers(body, 'containers').every(isProxy)
  return alone || isGateway(body, labels) ? 'gateway' : 'sidecar'
}

/** What the injector puts in is a gateway where a template for it is asked for. */
const injectedKind = (body: JsonMap, labels: ReadonlyMap<string, string>): Proxy =>
  isGateway(body, labels) ? 'gateway' : 'sidecar'

const gatewayName = 'gateway.networking.k8s.io/gateway-name'
const waypointController = 'istio.io-mesh-controller'

const isGateway = (body: JsonMap, labels: ReadonlyMap<string, string>): boolean =>
  labels.has(gatewayName) ||
  gatewayRoles.has(labels.get('istio')) ||
  annotation(body, 'inject.istio.io/templates')?.split(',').includes('gateway') === true

const gatewayRoles: ReadonlySet<string | undefined> = new Set([
  'ingressgateway',
  'egressgateway',
  'eastwestgateway',
])

/** Namespaces that the injector never touches (pkg/kube/inject, IgnoredNamespaces). */
const neverInjected: ReadonlySet<string> = new Set([
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'local-path-storage',
])

type Labels = ReadonlyMap<string, string>

/** What somebody wants of a pod: that it takes part, or that it is left out although its namespace takes part. */
type Wish = 'in' | 'out' | 'none'

/**
 * The label of a pod beats its annotation and the label of its namespace, and `istio-injection` beats a revision
 * (istio.md section 1, Injection intent).
 */
function sidecarWish(
  labels: Labels,
  annotated: string | undefined,
  namespace: string,
  ofNamespace: Labels,
): Wish {
  if (neverInjected.has(namespace)) return 'none'
  const own = labels.get(injectName) ?? annotated
  const injection = ofNamespace.get('istio-injection')
  const byNamespace = injection === 'enabled' || (injection !== 'disabled' && ofNamespace.has('istio.io/rev'))
  if (own === 'false') return byNamespace ? 'out' : 'none'
  if (injection === 'disabled') return 'none'
  return byNamespace || own === 'true' || labels.has('istio.io/rev') ? 'in' : 'none'
}

/** The label of a pod beats that of its namespace (enablement_selector.go). */
function ambientWish(labels: Labels, ofNamespace: Labels): Wish {
  const byNamespace = ofNamespace.get(ambientLabel) === 'ambient'
  switch (labels.get(ambientLabel)) {
    case 'ambient':
      return 'in'
    case 'none':
      return byNamespace ? 'out' : 'none'
    default:
      return byNamespace ? 'in' : 'none'
  }
}

const injectName = 'sidecar.istio.io/inject'
const ambientLabel = 'istio.io/dataplane-mode'

/** The webhook is called for what it selects, and the injector behind it leaves alone what says so (inject.go). */
function getsSidecar({ body, labels, namespace }: Seen, intent: Intent): Tri {
  const annotated = annotation(body, injectName)
  if (neverInjected.has(namespace) || (labels.get(injectName) ?? annotated) === 'false') return 'no'
  const wish = sidecarWish(labels, annotated, namespace, intent.labels(namespace))
  return intent.injects(namespace, labels, wish === 'in')
}

/** What the injector has been at stays out (enablement_selector.go). */
const wantsAmbient = ({ body, labels, namespace }: Seen, intent: Intent): boolean =>
  annotation(body, statusAnnotation) === undefined && ambientWish(labels, intent.labels(namespace)) === 'in'

/** Why a pod whose traffic no proxy takes part in is left alone: intent against fact (istio.md section 1). */
export function absenceOf(pod: Pod, ofNamespace: Labels): Absence {
  if (pod.hostNetwork) return 'host-network'
  const wishes = [
    sidecarWish(pod.labels, pod.meshAnnotations?.get(injectName), pod.namespace, ofNamespace),
    ambientWish(pod.labels, ofNamespace),
  ]
  if (wishes.includes('in')) return 'not-captured'
  return wishes.includes('out') ? 'left-out' : 'outside'
}

const annotation = (body: JsonMap, name: string): string | undefined =>
  asString(field(field(own(body, 'metadata'), 'annotations'), name))

/**
 * Annotations that change which traffic the proxy takes or keep it away, and where it tells of itself; the templates that it
 * was made of, and its revision.
 */
const kept =
  /^(traffic\.sidecar\.istio\.io\/|sidecar\.istio\.io\/(inject|interceptionMode)$|ambient\.istio\.io\/bypass|status\.sidecar\.istio\.io\/port$|inject\.istio\.io\/templates$|istio\.io\/rev$)/

/** What a pod says of these; `like` itself where it says the same, undefined where it says nothing. */
export function meshAnnotations(
  value: Json | undefined,
  like: ReadonlyMap<string, string> | undefined,
): ReadonlyMap<string, string> | undefined {
  if (!isMap(value)) return undefined
  let found: Map<string, string> | undefined
  for (const key of Object.keys(value)) {
    const text = asString(own(value, key))
    if (text === undefined || !kept.test(key)) continue
    found ??= new Map<string, string>()
    found.set(key, text)
  }
  if (!found || !like || like.size !== found.size) return found
  for (const [key, text] of found) if (like.get(key) !== text) return found
  return like
}
