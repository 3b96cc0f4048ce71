import { addressText, rangeOf, type Address } from '../model/address'
import type { Inventory } from '../model/inventory'
import type { Party } from './world'

/** Who has each address of the cluster, by its text. */
export type Holders = ReadonlyMap<string, Party>

/** Pods come before nodes, because a pod of the host network is its node; the first of several has the address. */
export function holdersIn({ pods, nodes }: Inventory): Holders {
  const holders = new Map<string, Party>()
  const enter = (addresses: readonly Address[], party: () => Party): void => {
    for (const address of addresses) {
      const text = addressText(address)
      if (!holders.has(text)) holders.set(text, party())
    }
  }
  for (const pod of pods) if (!pod.hostNetwork) enter(pod.addresses, () => ({ kind: 'pod', pod }))
  for (const { name, addresses } of nodes)
    enter(addresses, () => ({ kind: 'node', name, addresses: addresses.map(rangeOf) }))
  return holders
}

/** Whoever has the address: a pod, a node, or somebody outside. */
export const holderOf = (holders: Holders, address: Address): Party =>
  holders.get(addressText(address)) ?? { kind: 'outside', range: rangeOf(address) }
