import type { Around } from '../../model/dialect'
import type { Pod } from '../../model/inventory'
import type { IstioGateway } from './gateway-server'
import { readSwitches } from './mesh-config'
import { hasLabels } from './read'

/** Whether Gateways are for pods of their own namespace alone (PILOT_SCOPE_GATEWAY_TO_NAMESPACE, by default off). */
export const isScoped = (around: Pick<Around, 'all'>): boolean =>
  readSwitches(around).get('PILOT_SCOPE_GATEWAY_TO_NAMESPACE') ?? false

/** Whether a Gateway is for a gateway pod: it has the labels, in whatever namespace (istio/api gateway.proto, Gateway.selector). */
export const reaches = ({ ref, selector }: IstioGateway, pod: Pod, scoped: boolean): boolean =>
  (!scoped || pod.namespace === ref.namespace) && hasLabels(pod.labels, selector)
