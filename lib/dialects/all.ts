import type { Dialect } from '../model/dialect'
import { adminNetworkPolicy } from './adminnetworkpolicy/dialect'
import { istio } from './istio/dialect'
import { istioWire } from './istio/wire'
import { networkPolicy } from './networkpolicy/dialect'

/** Every dialect; adding one is a folder and a line here. */
export const dialects: readonly Dialect[] = [networkPolicy, adminNetworkPolicy, istio, istioWire]
