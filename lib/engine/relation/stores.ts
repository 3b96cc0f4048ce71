import { Effects } from './effects'
import { PortMaps } from './port-maps'
import { Rows } from './rows'
import { SetStore } from './sets'
import { Values } from './values'

/** Everything that is kept by number. Two relations over the same stores can be compared number by number. */
export interface Stores {
  readonly sets: SetStore
  readonly ports: PortMaps
  readonly rows: Rows
  readonly effects: Effects
  readonly values: Values
}

/** `dense`: from how many words on a set is kept apart from small ones; for tests, which have small sets alone. */
export function newStores(dense?: number): Stores {
  const sets = new SetStore()
  const ports = new PortMaps()
  return {
    sets,
    ports,
    rows: new Rows(sets, ports, dense),
    effects: new Effects(),
    values: new Values(ports),
  }
}
