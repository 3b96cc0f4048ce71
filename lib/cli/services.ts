import type { Inventory, Service } from '../model/inventory'
import type { Endpoint, Question } from '../model/session'

/** How the client dials, as a user says it; all of it may be absent. */
export interface Dialling {
  readonly to: Endpoint
  readonly service?: string | undefined
  readonly address?: 'service' | 'headless' | 'pod-ip' | undefined
}

/** What is wrong with dialling that way, in the user's words; undefined when nothing is. */
export function findWay(inventory: Inventory, { to, service: text, address }: Dialling): string | undefined {
  const serving = inventory.services.filter(service => serves(service, to))
  if (text !== undefined) {
    const [namespace, name, more] = text.split('/')
    if (!namespace || !name || more !== undefined)
      return `service: \`${text}\` is no Service: write \`namespace/name\``
    const service = inventory.services.find(one => one.namespace === namespace && one.name === name)
    if (!service) return `service: there is no Service \`${text}\``
    if (!serving.includes(service)) return `service: Service \`${text}\` does not select \`${to.label}\``
  }
  if (to.kind !== 'pods' || address === undefined || address === 'pod-ip') return undefined
  return serving.some(({ headless }) => headless === (address === 'headless'))
    ? undefined
    : `address: no ${address === 'headless' ? 'headless Service' : 'Service with an address of its own'} selects \`${to.label}\``
}

/** A Service without a selector has endpoints that are kept by hand, so it may serve anybody. */
const serves = ({ selector, targets }: Service, to: Endpoint): boolean =>
  !selector || (to.kind === 'pods' && to.pods.some(pod => targets.includes(pod.workload)))

/** The pods of an end that have no port of this name, as complaints; whoever is no pod names no port. */
export function withoutPort(to: Endpoint, protocol: Question['protocol'], name: string): string[] {
  if (to.kind !== 'pods') return [`\`${to.label}\` is no pod, so its ports have no names: give a number`]
  return to.pods
    .filter(pod => !pod.ports.some(port => port.name === name && port.protocol === protocol))
    .map(pod => `\`${pod.namespace}/${pod.name}\` has no ${protocol} port named \`${name}\``)
}
