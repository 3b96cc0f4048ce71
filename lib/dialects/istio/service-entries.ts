import type { Around } from '../../model/dialect'
import { contains, parseAddress, parseBlock, rangeOf, type AddressRange } from '../../model/address'
import type { Pod, ServicePort } from '../../model/inventory'
import { asString, dig, field, isList, type Json } from '../../model/json'
import type { KubeObject } from '../../model/object'
import type { Exposure } from './exposures'
import { protocolOf } from './port-protocol'

/** A port of a ServiceEntry that stands for addresses, of pods among them. */
interface Entry {
  readonly ranges: readonly AddressRange[]
  readonly port: number
  readonly exposure: Exposure
}

/** ServiceEntries with addresses: what is dialled there is known by their hosts, though the application dials a pod. */
export class ServiceEntries {
  private readonly entries: readonly Entry[]

  constructor(around: Pick<Around, 'all'>) {
    this.entries = around.all('networking.istio.io', 'ServiceEntry').flatMap(entriesOf)
  }

  get isEmpty(): boolean {
    return this.entries.length === 0
  }

  /** What stands for a port of the pod. */
  at(pod: Pod, port: number): Exposure | undefined {
    return this.of(pod).find(entry => entry.port === port)?.exposure
  }

  /** Ports of the pod that some entry stands for. */
  of(pod: Pod): readonly Entry[] {
    if (this.isEmpty) return []
    const addresses = pod.addresses.map(rangeOf)
    return this.entries.filter(({ ranges }) =>
      ranges.some(range => addresses.some(address => contains(range, address))),
    )
  }
}

function entriesOf({ ref, body }: KubeObject): Entry[] {
  const spec = dig(body, 'spec')
  const host = texts(field(spec, 'hosts'))[0]
  const ranges = texts(field(spec, 'addresses')).flatMap(text => {
    const address = parseAddress(text)
    return address ? [rangeOf(address)] : (parseBlock(text) ?? [])
  })
  const ports = field(spec, 'ports')
  if (host === undefined || ranges.length === 0 || !isList(ports)) return []
  const exportTo = texts(field(spec, 'exportTo'))
  const service = {
    namespace: ref.namespace ?? 'default',
    name: ref.name,
    type: 'ClusterIP',
    // Without a resolution what was dialled is dialled again.
    headless: (asString(field(spec, 'resolution')) ?? 'NONE') === 'NONE',
    ...(exportTo.length > 0 && { exportTo }),
    ports: [],
    targets: [],
  } as const
  return ports.flatMap(entry => {
    const port = field(entry, 'number')
    if (typeof port !== 'number') return []
    const servicePort = readPort(entry, port)
    const exposure: Exposure = {
      service,
      servicePort,
      protocol: protocolOf(servicePort),
      port,
      host,
      ...(field(spec, 'location') !== 'MESH_INTERNAL' && { external: true }),
    }
    return [{ ranges, port, exposure }]
  })
}

/** An entry names the protocol outright. */
function readPort(entry: Json, port: number): ServicePort {
  const protocol = (asString(field(entry, 'protocol')) ?? '').toLowerCase()
  const target = field(entry, 'targetPort')
  return {
    protocol: protocol === 'udp' ? 'UDP' : 'TCP',
    port,
    target: typeof target === 'number' ? target : port,
    ...(protocol !== '' && { appProtocol: protocol }),
  }
}

const texts = (value: Json | undefined): string[] =>
  isList(value) ? value.filter(entry => typeof entry === 'string') : []
