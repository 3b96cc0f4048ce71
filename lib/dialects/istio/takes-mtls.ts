import type { Pod } from '../../model/inventory'

/** Clients look at a label, not at the proxy; on a pod that is yet to be injected, the injector will write it. */
export const takesMtls = (pod: Pod): boolean => {
  const label = pod.labels.get('security.istio.io/tlsMode')
  return label === 'istio' || (label === undefined && pod.predicted && pod.proxy === 'sidecar')
}
