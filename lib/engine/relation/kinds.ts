import { portsText } from '../../model/port'
import { trustClasses, type TrustClass } from '../../model/verdict'
import type { PortMapId } from './port-maps'
import type { Fact, Values } from './values'

/** A line that a pair has in the table. */
export interface Kind {
  readonly fact: Fact
  readonly ports: string
}

/** What a port map of facts comes to; worked out once for each map. */
export interface KindsOfMap {
  readonly kinds: readonly Kind[]
  /** Places of the classes in `trustClasses`, each once. */
  readonly classes: readonly number[]
  /** Some port is open whatever could not be read. */
  readonly certain: boolean
}

export class Kinds {
  private readonly known = new Map<PortMapId, KindsOfMap>()

  constructor(private readonly values: Values) {}

  of(map: PortMapId): KindsOfMap {
    let found = this.known.get(map)
    if (!found) {
      const kinds = this.values
        .portsByFact(map)
        .map(({ fact, ports }): Kind => ({ fact, ports: portsText(ports) }))
      const classes = new Set(kinds.map(({ fact }) => classPlace(fact.trustClass)))
      found = {
        kinds,
        classes: [...classes].sort((a, b) => a - b),
        certain: kinds.some(({ fact }) => fact.verdict !== 'unknown'),
      }
      this.known.set(map, found)
    }
    return found
  }
}

export const classPlace = (trustClass: TrustClass): number => trustClasses.indexOf(trustClass)
export const implicitPlace = classPlace('implicit')
