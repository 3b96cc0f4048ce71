import { portsText, type PortRange } from '../../model/port'
import { trustClasses, type TrustClass } from '../../model/verdict'
import type { PortMapId } from './port-maps'
import type { Fact, Values } from './values'

/** A line that a pair has in the table. */
export interface Kind {
  readonly fact: Fact
  /** Sorted, disjoint and maximal; `ports` is their text. */
  readonly open: readonly PortRange[]
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
      found = kindsOfMap(
        this.values
          .portsByFact(map)
          .map(({ fact, ports }): Kind => ({ fact, open: ports, ports: portsText(ports) })),
      )
      this.known.set(map, found)
    }
    return found
  }
}

export function kindsOfMap(kinds: readonly Kind[]): KindsOfMap {
  const classes = new Set(kinds.map(({ fact }) => classPlace(fact.trustClass)))
  return {
    kinds,
    classes: [...classes].sort((a, b) => a - b),
    certain: kinds.some(({ fact }) => fact.verdict !== 'unknown'),
  }
}

export const classPlace = (trustClass: TrustClass): number => trustClasses.indexOf(trustClass)
export const implicitPlace = classPlace('implicit')
