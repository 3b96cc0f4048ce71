import { relevanceOf } from '../classes'
import { Relation, type Worlds } from './relation'
import { Slots } from './slots'
import { newStores, type Stores } from './stores'

/** The relation of a world, in stores of its own. */
export function openRelation(worlds: Worlds, stores: Stores = newStores()): Relation {
  const { inventory, compiled } = worlds.world
  return new Relation(stores, new Slots(inventory, relevanceOf(compiled)), worlds)
}
