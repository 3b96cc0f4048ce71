import type { Inventory } from '../model/inventory'
import type { Endpoint } from '../model/session'

/** What is wrong with dialling `to` through this Service, in the user's words; undefined when nothing is. */
export function findService(inventory: Inventory, text: string, to: Endpoint): string | undefined {
  const [namespace, name, more] = text.split('/')
  if (!namespace || !name || more !== undefined) return `\`${text}\` is no Service: write \`namespace/name\``
  const service = inventory.services.find(one => one.namespace === namespace && one.name === name)
  if (!service) return `there is no Service \`${text}\``
  const serves =
    !service.selector || (to.kind === 'pods' && to.pods.some(pod => service.targets.includes(pod.workload)))
  return serves ? undefined : `Service \`${text}\` does not select \`${to.label}\``
}
