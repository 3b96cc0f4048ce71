import type { Pod } from '../../model/inventory'
import type { Alterations } from './alterations'
import type { Outbound } from './client-choice'
import type { DestinationRule } from './destination-rule'
import { hostOf, type Exposure } from './exposures'
import { leavesBy } from './interception'
import { PodMemo } from './pod-memo'
import { knowsService, type SidecarResource } from './sidecar-resource'

/** A client, whatever it dials. */
interface Standing {
  readonly sidecar: SidecarResource | 'unsure' | undefined
  readonly key: string
}

/**
 * What clients see of a server. Most namespaces look at a Service in the same way, though each of them has rules of its own
 * for others; a rule tells clients apart only toward the hosts that it is for.
 */
export class ClientViews {
  private readonly standings = new PodMemo<Standing>(false)
  private readonly numbers = new Map<DestinationRule, number>()

  constructor(
    private readonly outbound: Outbound,
    private readonly alterations: Alterations,
  ) {}

  /** Clients with equal keys get the same by these ports of Services, and by all that nothing is bound to. */
  of(client: Pod, bound: readonly Exposure[]): string {
    const { proxy } = client
    if (proxy === 'none' || proxy === 'ztunnel') return proxy
    const { sidecar, key } = this.standings.of(client, seen => this.stand(seen))
    if (sidecar === 'unsure') return key
    let view = key
    for (const exposure of bound) view += `|${this.toward(client, sidecar, exposure)}`
    return view
  }

  private stand(client: Pod): Standing {
    const { proxy, namespace, labels } = client
    // Who may have a sidecar is also asked as if it had one.
    const sidecar =
      proxy === 'sidecar' || proxy === 'unknown' ? this.outbound.sidecars.of(namespace, labels) : undefined
    const heeds = sidecar && sidecar !== 'unsure' ? [sidecar.ref.namespace, sidecar.ref.name] : sidecar
    return { sidecar, key: JSON.stringify([proxy, heeds, leavesBy(client), this.alterations.keyOf(client)]) }
  }

  private toward(client: Pod, sidecar: SidecarResource | undefined, exposure: Exposure): string {
    const { rules, routes } = this.outbound
    const { namespace } = client
    const { service } = exposure
    if (!knowsService(sidecar, namespace, service)) return '-'
    const host = hostOf(exposure)
    const found = rules.find(client, host, service.namespace)
    if (found === 'unsure') return '?'
    const subsets = routes.mean(host) ? JSON.stringify(routes.subsetsOf(host, namespace)) : ''
    return `${found.rule ? this.numberOf(found.rule) : ''}${subsets}`
  }

  private numberOf(rule: DestinationRule): number {
    const known = this.numbers.get(rule) ?? this.numbers.size
    this.numbers.set(rule, known)
    return known
  }
}
