import type { Dialect, EntryDialect } from '../model/dialect'
import { adminNetworkPolicy } from './adminnetworkpolicy/dialect'
import { gatewayWaysIn } from './gateway-api/routes'
import { ingressWaysIn } from './ingress/ways'
import { istio } from './istio/dialect'
import { istioWaysIn } from './istio/ways-in'
import { istioWire } from './istio/wire'
import { networkPolicy } from './networkpolicy/dialect'

/** Every dialect; adding one is a folder and a line here. */
export const dialects: readonly Dialect[] = [networkPolicy, adminNetworkPolicy, istio, istioWire]

/** Every family of objects that open ways in. */
export const entryDialects: readonly EntryDialect[] = [ingressWaysIn, gatewayWaysIn, istioWaysIn]
