import type { Around } from '../../model/dialect'
import type { Pod } from '../../model/inventory'
import { asString, dig, field, isList, type Json } from '../../model/json'
import type { GatewayListener } from './acceptance'
import type { Exposure } from './exposures'
import { readGateway } from './gateway-server'
import { isScoped, reaches } from './gateway-reach'

interface Listening extends GatewayListener {
  /** Of the pod, or of a Service that leads to it. */
  readonly port: number
  /** It may not be there, or take something else. */
  readonly doubtful?: boolean
}

/** What the Gateways of Istio, and those of the Gateway API, make gateway pods listen for (istio.md section 1). */
export class GatewayListeners {
  private readonly all: readonly {
    readonly isFor: (pod: Pod) => boolean
    readonly listening: readonly Listening[]
  }[]

  constructor(around: Pick<Around, 'all'>) {
    const scoped = isScoped(around)
    this.all = [
      ...around.all('networking.istio.io', 'Gateway').map(object => {
        const gateway = readGateway(object)
        return {
          isFor: (pod: Pod) => reaches(gateway, pod, scoped),
          listening: gateway.servers.map(server => ({ ...server, doubtful: !gateway.certain })),
        }
      }),
      ...around.all('gateway.networking.k8s.io', 'Gateway').map(({ ref, body }) => ({
        isFor: (pod: Pod) =>
          pod.namespace === ref.namespace &&
          pod.labels.get('gateway.networking.k8s.io/gateway-name') === ref.name,
        listening: each(dig(body, 'spec', 'listeners'), ofListener),
      })),
    ]
  }

  /** By port of the pod. Ports that listeners of several kinds share are left out, and those of which one is doubtful. */
  of(pod: Pod, exposures: readonly Exposure[]): ReadonlyMap<number, GatewayListener> {
    const found = new Map<number, Listening[]>()
    for (const { isFor, listening } of this.all) {
      if (!isFor(pod)) continue
      for (const listener of listening)
        for (const port of portsOf(listener.port, exposures))
          found.set(port, [...(found.get(port) ?? []), listener])
    }
    return new Map(
      [...found].flatMap(([port, [first, ...others]]) =>
        first &&
        ![first, ...others].some(({ doubtful }) => doubtful) &&
        others.every(({ takes, http }) => takes === first.takes && http === first.http)
          ? [[port, { takes: first.takes, http: first.http }] as const]
          : [],
      ),
    )
  }
}

/** A listener names the Service's port where a Service leads to the pod, else that of the pod. */
function portsOf(port: number, exposures: readonly Exposure[]): number[] {
  const led = exposures.filter(({ servicePort }) => servicePort.port === port).map(exposure => exposure.port)
  return led.length > 0 ? [...new Set(led)] : [port]
}

const each = (list: Json | undefined, read: (entry: Json) => Listening[]): Listening[] =>
  isList(list) ? list.flatMap(read) : []

const httpProtocols: ReadonlySet<string> = new Set(['HTTP', 'HTTPS'])

function ofListener(listener: Json): Listening[] {
  const port = field(listener, 'port')
  const protocol = (asString(field(listener, 'protocol')) ?? '').toUpperCase()
  if (typeof port !== 'number' || protocol === 'HBONE') return []
  const takes = protocol === 'HTTPS' || protocol === 'TLS' ? 'tls' : 'plain'
  return [{ port, takes, http: httpProtocols.has(protocol) }]
}
