import type { Inventory, Pod, Service } from '../../model/inventory'
import type { Dial } from '../../model/mesh'
import type { AskedRequest } from '../../model/request'
import type { Endpoint, Session } from '../../model/session'
import type { ConnectionCase } from './schema'

/**
 * How a case dials: as it says, else through the Service that exposes the port (through each, where there are several), else
 * through a headless one, else by the pod's address (contract.md section 4).
 */
export function dialsOf({ inventory }: Session, asked: ConnectionCase, to: Endpoint): Dial[] {
  const { address, service, speaks } = asked
  const request = requestOf(asked)
  const sent: Pick<Dial, 'speaks' | 'request'> = { ...(speaks && { speaks }), ...(request && { request }) }
  if (service !== undefined) {
    const [namespace = '', name = ''] = service.split('/')
    const named = inventory.services.find(one => one.namespace === namespace && one.name === name)
    const way = address ?? (named?.headless ? 'headless' : 'service')
    return [{ ...sent, address: way, service: { namespace, name } }]
  }
  const exposing = to.kind === 'pods' ? exposingServices(inventory, to.pods, asked) : []
  if (address === 'pod-ip') return [{ ...sent, address }]
  const wanted = exposing.filter(({ headless }) => headless === (address === 'headless'))
  const found = wanted.length > 0 || address !== undefined ? wanted : exposing
  const [first] = found
  if (!first) return [{ ...sent, address: address ?? 'pod-ip' }]
  const way = first.headless ? 'headless' : 'service'
  return found.map(({ namespace, name }) => ({
    ...sent,
    address: way,
    service: { namespace, name },
  }))
}

const exposingServices = (
  { services }: Inventory,
  pods: readonly Pod[],
  { port, protocol }: ConnectionCase,
): Service[] =>
  services.filter(
    ({ targets, ports, selector, namespace }) =>
      pods.some(
        pod =>
          pod.namespace === namespace &&
          targets.includes(pod.workload) &&
          [...(selector ?? [])].every(([key, value]) => pod.labels.get(key) === value),
      ) &&
      ports.some(
        each =>
          each.protocol === protocol &&
          pods.some(
            pod => portNumber(pod, each.target, each.protocol) === portNumber(pod, port ?? 0, each.protocol),
          ),
      ),
  )

const portNumber = (pod: Pod, port: number | string, protocol: string): number | undefined =>
  typeof port === 'number'
    ? port
    : pod.ports.find(each => each.name === port && each.protocol === protocol)?.port

/** The request of a case; what is not given is absent. */
function requestOf({ request, sni }: ConnectionCase): AskedRequest | undefined {
  if (!request && sni === undefined) return undefined
  const { method, path, host, headers = {}, remoteIp, jwt } = request ?? {}
  return {
    headers: new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    ...(method !== undefined && { method }),
    ...(path !== undefined && { path }),
    ...(host !== undefined && { host }),
    ...(remoteIp !== undefined && { remoteIp }),
    ...(sni !== undefined && { serverName: sni }),
    ...(jwt && {
      jwt: {
        valid: jwt.valid !== false,
        ...(jwt.iss !== undefined && { iss: jwt.iss }),
        ...(jwt.sub !== undefined && { sub: jwt.sub }),
        aud: typeof jwt.aud === 'string' ? [jwt.aud] : (jwt.aud ?? []),
        claims: jwt.claims ?? {},
      },
    }),
  }
}
