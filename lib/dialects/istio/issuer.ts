import type { Around } from '../../model/dialect'
import type { Pod } from '../../model/inventory'
import type { Issuer } from '../../model/mesh'
import type { KubeObject } from '../../model/object'
import { readSwitches, runsIstiod, type MeshConfig } from './mesh-config'

const unknown: Issuer = { kind: 'unknown' }

/**
 * Who signs for each pod, as far as settings tell. Proxies ask istiod, or whom `CA_ADDR` names (istio.io, Plug in CA certificates;
 * istio-csr); istiod signs itself, or passes the request on (`ca` of MeshConfig), or does neither (`ENABLE_CA_SERVER`). A pod that was
 * made with a template of SPIRE asks the agent of its node instead (istio.io, Integrations, SPIRE). With which root istiod signs
 * (its own, or that of the Secret `cacerts`) is never read. By default it is istiod, but only where it and the settings of the
 * mesh are seen: what is not seen may say otherwise.
 */
export function issuers(around: Pick<Around, 'all'>, config: MeshConfig): (pod: Pod) => Issuer {
  const proxies = issuerOfProxies(around, config)
  // ztunnel is told by its own environment, not by the settings of proxies, whom to ask.
  const ztunnel = config.proxiesAsk ? unknown : proxies
  return pod => {
    if (pod.proxy === 'ztunnel') return ztunnel
    const own = ownTemplate(pod)
    if (own === undefined) return proxies
    return isAgent(own) ? { kind: 'agent', name: own } : unknown
  }
}

function issuerOfProxies(around: Pick<Around, 'all'>, config: MeshConfig): Issuer {
  if (!config.found || config.doubtful) return unknown
  const { proxiesAsk, authority } = config
  for (const said of [proxiesAsk && isIstiod(proxiesAsk.address) ? undefined : proxiesAsk, authority])
    if (said) return { kind: 'authority', name: said.address, object: said.object, path: said.path }
  const isControlPlane = ({ body }: KubeObject): boolean => runsIstiod(body)
  const controlPlane =
    around.all('apps', 'Deployment').find(isControlPlane) ?? around.all('', 'Pod').find(isControlPlane)
  if (!controlPlane) return unknown
  const signs = readSwitches(around).get('ENABLE_CA_SERVER') ?? true
  return signs
    ? { kind: 'control-plane', name: 'istiod' }
    : { kind: 'elsewhere', name: 'istiod', object: controlPlane.ref }
}

/** `istiod.istio-system.svc:15012`, or of a revision: `istiod-canary.istio-system.svc:15012`. */
const isIstiod = (address: string): boolean => /^istiod(-[^.:]*)?[.:]/.test(address)

/** Templates that come with Istio (manifests/charts/istio-control/istio-discovery/files). */
const shipped: ReadonlySet<string> = new Set([
  'sidecar',
  'gateway',
  'grpc-simple',
  'grpc-agent',
  'waypoint',
  'kube-gateway',
])

/** A template of the cluster's own that the pod was made with, one of SPIRE first; it may change whom the proxy asks. */
function ownTemplate(pod: Pod): string | undefined {
  const names = (pod.meshAnnotations?.get('inject.istio.io/templates') ?? '')
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '' && !shipped.has(name))
  return names.find(isAgent) ?? names[0]
}

const isAgent = (template: string): boolean => /spire|spiffe/i.test(template)
