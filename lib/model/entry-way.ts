import type { AddressRange } from './address'
import type { EntryPoint } from './entry-point'
import type { Pod } from './inventory'
import type { Speaks } from './mesh'
import { refText, type KubeObject, type Path } from './object'
import type { Protocol } from './port'
import type { Problem } from './problem'

/**
 * Ways in as dialects compile them: objects and the pods of controllers, before Services are followed and verdicts given.
 */

/** A Service that a way leads to, as it is written. */
export interface Backend {
  readonly namespace: string
  readonly service: string
  readonly protocol: Protocol
  /**
   * `every`: no port is named. `service`: number or name of a port of the Service (Ingress, Gateway API). `endpoint`:
   * port of the pods, or name of a port of the Service (OpenShift Route).
   */
  readonly port:
    { readonly of: 'every' } | { readonly of: 'service' | 'endpoint'; readonly is: number | string }
  readonly path: Path
  /** Labels that pods behind the Service must have besides; absent: all are meant. */
  readonly labels?: ReadonlyMap<string, string>
}

/** One way, as its object writes it. */
export interface Way extends Pick<
  EntryPoint,
  'via' | 'through' | 'hosts' | 'paths' | 'ports' | 'preservesClient' | 'tls' | 'doubts'
> {
  readonly object: KubeObject
  readonly backends: readonly Backend[]
  /** Pods of the controller, where they can be told. */
  readonly controllers: readonly Pod[]
  /** The only addresses that a load balancer takes; absent = all. */
  readonly onlyFrom?: readonly AddressRange[]
  /** What the controller sends behind; absent: what the port is declared for. */
  readonly speaks?: Speaks
  /** Where the object may not be there as written. */
  readonly doubtful?: boolean
  /** Members of a mesh are reached with the client's own certificate, and nobody else is. */
  readonly passesIdentity?: boolean
}

/** What one object opens, and what is wrong with it. */
export interface Found {
  readonly ways: readonly Way[]
  readonly problems: readonly Problem[]
}

export const problemOf = (
  { ref, origin }: KubeObject,
  code: string,
  path: Path,
  message: string,
  remedy: string,
  effect: Problem['effect'] = 'none',
): Problem => ({
  code,
  message: `${refText(ref)} ${message}`,
  remedy,
  effect,
  object: ref,
  ...(path.length > 0 && { path }),
  ...(origin && { origin }),
})

/** In the order in which they were first met. */
export const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)]
