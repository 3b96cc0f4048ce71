import type { AddressRange } from '../../model/address'
import type { Policy } from '../../model/rule'
import { relevanceOf } from '../classes'
import type { Slots } from './slots'

/** Whether slots tell apart everything that these policies can tell pods and addresses apart by. */
export function neededBy(policies: readonly Policy[], slots: Slots): boolean {
  if (policies.length === 0) return true
  const wanted = relevanceOf({ policies, transports: [] })
  const { relevance } = slots
  if (wanted.serviceAccounts && !relevance.serviceAccounts) return false
  if (wanted.nodes && !relevance.nodes) return false
  if (wanted.addresses && !(relevance.addresses && bordersKnown(wanted.atoms, slots))) return false
  const keys = [...wanted.labelKeys].filter(key => !relevance.labelKeys.has(key))
  const names = [...wanted.portNames].filter(name => !relevance.portNames.has(name))
  return keys.length === 0 && names.length === 0
}

/** Whether every piece of address space begins where a known one does. */
function bordersKnown(atoms: readonly AddressRange[], slots: Slots): boolean {
  return atoms.every(({ family, first }) => {
    const known = slots.atomOf(slots.slotOfAddress({ family, value: first }))
    return known?.family === family && known.first === first
  })
}
