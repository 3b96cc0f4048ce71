import type { Inventory, Service } from '../model/inventory'
import type { Address, Dial } from '../model/mesh'
import { briefly, readRequest, type Misdialled, type SaidDial } from '../model/said-dial'
import type { Endpoint, Question } from '../model/session'

/**
 * How the client dials, by what was said; undefined where nothing was, which leaves every way and every request open. A
 * request may stand without a way: then it is put to each, with the Service for its host where it names none.
 */
export function readDial(
  inventory: Inventory,
  { to, protocol }: Pick<Question, 'to' | 'protocol'>,
  said: SaidDial,
): Dial | undefined | Misdialled {
  const { address, service: named } = said
  const request = readRequest(said)
  if (request && 'wrong' in request) return request
  const part = saidParts(said)[0]
  if (part !== undefined && protocol !== 'TCP')
    return { at: part, wrong: `means nothing to ${protocol}: meshes and requests are of TCP` }
  if (to.kind !== 'pods' && to.kind !== 'anyone' && (address ?? named) !== undefined)
    return {
      at: address === undefined ? 'service' : 'address',
      wrong: `\`${to.label}\` is no pod, and only pods are dialled in several ways`,
    }
  const wrong = findWay(inventory, { to, service: named, address })
  if (wrong) return wrong
  const service = serviceNamed(inventory, named)
  if (service && address !== undefined && address !== usualWay(service))
    return { at: 'address', wrong: `Service \`${named}\` is dialled as \`${usualWay(service)}\`` }
  if (!service && !address && !request) return undefined
  return {
    ...(address && { address }),
    ...(service && { service: { namespace: service.namespace, name: service.name } }),
    ...(request && { request }),
  }
}

const serviceNamed = ({ services }: Inventory, text: string | undefined): Service | undefined =>
  services.find(({ namespace, name }) => `${namespace}/${name}` === text)

const usualWay = ({ headless }: Service): Address => (headless ? 'headless' : 'service')

/** Why a question that names a way has no answer: nothing that is dialled so leads to the port. */
export function leadsNowhere({ to, protocol, port, dial }: Question): Misdialled | undefined {
  if (!dial?.service && !dial?.address) return undefined
  const end = `${protocol} port${port === undefined ? 's' : ` \`${port}\``} of \`${to.label}\``
  if (dial.service)
    return {
      at: 'service',
      wrong: `Service \`${dial.service.namespace}/${dial.service.name}\` does not lead to ${end}`,
    }
  return {
    at: 'address',
    wrong: `no ${dial.address === 'headless' ? 'headless Service' : 'Service'} leads to ${end}`,
  }
}

const saidParts = ({ address, service, method, path, host, headers = [] }: SaidDial): Misdialled['at'][] => [
  ...(address === undefined ? [] : (['address'] as const)),
  ...(service === undefined ? [] : (['service'] as const)),
  ...(method === undefined ? [] : (['method'] as const)),
  ...(path === undefined ? [] : (['path'] as const)),
  ...(host === undefined ? [] : (['host'] as const)),
  ...(headers.length === 0 ? [] : (['header'] as const)),
]

/** What is wrong with dialling that way; undefined when nothing is. */
export function findWay(
  inventory: Inventory,
  { to, service: text, address }: Pick<SaidDial, 'service' | 'address'> & { readonly to: Endpoint },
): Misdialled | undefined {
  const serving = inventory.services.filter(service => serves(service, to))
  if (text !== undefined) {
    const [namespace, name, more] = text.split('/')
    if (!namespace || !name || more !== undefined)
      return { at: 'service', wrong: `\`${briefly(text)}\` is no Service: write \`namespace/name\`` }
    const service = serviceNamed(inventory, text)
    if (!service) return { at: 'service', wrong: `there is no Service \`${briefly(text)}\`` }
    if (!serving.includes(service))
      return { at: 'service', wrong: `Service \`${text}\` does not select \`${to.label}\`` }
  }
  if (to.kind !== 'pods' || address === undefined || address === 'pod-ip') return undefined
  if (serving.some(({ headless }) => headless === (address === 'headless'))) return undefined
  const kind = address === 'headless' ? 'headless Service' : 'Service with an address of its own'
  return { at: 'address', wrong: `no ${kind} selects \`${to.label}\`` }
}

/** A Service without a selector has endpoints that are kept by hand, so it may serve anybody. */
const serves = ({ selector, targets }: Service, to: Endpoint): boolean =>
  !selector ||
  ((to.kind === 'pods' || to.kind === 'anyone') && to.pods.some(pod => targets.includes(pod.workload)))
