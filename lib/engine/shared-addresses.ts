import { addressText } from '../model/address'
import type { Pod } from '../model/inventory'
import type { Problem } from '../model/problem'

/** Two pods of the pod network can not hold one address; host-network pods share their node's. */
export function sharedAddresses(pods: readonly Pod[]): Problem[] {
  // IPv4 by number, IPv6 by big integer: the two never equal each other as keys.
  const holders = new Map<number | bigint, Pod>()
  const problems: Problem[] = []
  for (const pod of pods) {
    if (pod.hostNetwork) continue
    for (const address of pod.addresses) {
      const key = address.family === 4 ? Number(address.value) : address.value
      const holder = holders.get(key)
      if (holder) problems.push(sharedProblem(holder, pod, addressText(address)))
      else holders.set(key, pod)
    }
  }
  return problems
}

const sharedProblem = (holder: Pod, pod: Pod, address: string): Problem => ({
  code: 'shared-address',
  message: `pods \`${holder.namespace}/${holder.name}\` and \`${pod.namespace}/${pod.name}\` both have the address ${address}`,
  remedy: 'one of them is stale; read the cluster again',
  effect: 'none',
  object: { group: '', kind: 'Pod', namespace: pod.namespace, name: pod.name },
})
