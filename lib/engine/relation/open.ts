import { relevanceOf } from '../classes'
import { LiveRelation } from './live-relation'
import type { Worlds } from './relation'
import { Slots } from './slots'
import { newStores, type Stores } from './stores'

/** The relation of a world, in stores of its own. */
export function openRelation(worlds: Worlds, stores: Stores = newStores()): LiveRelation {
  const { inventory, compiled, wire } = worlds.world
  return new LiveRelation(stores, new Slots(inventory, relevanceOf(compiled, wire)), worlds)
}
