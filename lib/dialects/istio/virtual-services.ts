import type { Around } from '../../model/dialect'
import { asString, dig, field, isList, type Json } from '../../model/json'
import type { KubeObject } from '../../model/object'
import { fullHost, HostIndex } from './hosts'

interface Routing {
  readonly namespace: string
  readonly hosts: readonly string[]
  readonly exportTo: readonly string[]
  readonly destinations: readonly { readonly host: string; readonly subset: string | undefined }[]
}

/**
 * What VirtualServices decide about the wire: to which subsets of a host clients are sent, each of which may have a TLS
 * setting of its own. Other hosts that they lead to are not followed.
 */
export class VirtualServices {
  private readonly all: readonly Routing[]
  private readonly byHost: HostIndex<Routing>

  constructor(around: Pick<Around, 'all'>) {
    this.all = around.all('networking.istio.io', 'VirtualService').flatMap(routingOf)
    this.byHost = new HostIndex(this.all, ({ hosts }) => hosts)
  }

  /** Whether some are for the host. */
  mean(host: string): boolean {
    return this.byHost.has(host)
  }

  /** Subsets of the host that a client may be sent to; undefined stands for the host as a whole. Never empty. */
  subsetsOf(host: string, client: string): readonly (string | undefined)[] {
    const found = this.byHost
      .of(host)
      .filter(({ namespace, exportTo }) => isShownTo(exportTo, namespace, client))
      .flatMap(({ destinations }) => destinations)
      .filter(destination => destination.host === host)
      .map(({ subset }) => subset)
    return found.length === 0 ? [undefined] : [...new Set(found)]
  }

  /** Namespaces in which or for which some are meant. */
  get peculiar(): readonly string[] {
    return this.all.flatMap(({ namespace, exportTo }) => [namespace, ...exportTo])
  }
}

const isShownTo = (exportTo: readonly string[], owner: string, client: string): boolean =>
  exportTo.length === 0 ||
  exportTo.includes('*') ||
  exportTo.includes(client) ||
  (exportTo.includes('.') && owner === client)

function routingOf({ ref, body }: KubeObject): Routing[] {
  const spec = dig(body, 'spec')
  const gateways = texts(field(spec, 'gateways'))
  // Those of gateways alone say nothing to other proxies.
  if (gateways.length > 0 && !gateways.includes('mesh')) return []
  const namespace = ref.namespace ?? 'default'
  const routes = ['http', 'tls', 'tcp'].flatMap(kind => list(field(spec, kind)))
  return [
    {
      namespace,
      hosts: texts(field(spec, 'hosts')).map(host => fullHost(host, namespace)),
      exportTo: texts(field(spec, 'exportTo')),
      destinations: routes
        .flatMap(route => list(field(route, 'route')))
        .map(target => ({
          host: fullHost(asString(dig(target, 'destination', 'host')) ?? '', namespace),
          subset: asString(dig(target, 'destination', 'subset')),
        })),
    },
  ]
}

const list = (value: Json | undefined): readonly Json[] => (isList(value) ? value : [])

const texts = (value: Json | undefined): string[] => list(value).filter(entry => typeof entry === 'string')
