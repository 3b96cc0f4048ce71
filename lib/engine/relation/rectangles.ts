import type { PortMapId } from './port-maps'
import type { SetId } from './sets'

/**
 * A relation between slots as rectangles, flat. `base` holds sources, destinations and facts, three numbers each, and no
 * two of them share a pair. `exceptions` hold sources, destinations, facts and the facts of the base that they replace,
 * four numbers each; no two of them share a pair either. A sum over pairs is that over the base, plus what each exception
 * changes: nothing has to be cut out of anything.
 */
export interface Rectangles {
  readonly base: Int32Array
  readonly exceptions: Int32Array
}

/** Collects rectangles that share destinations and facts, so that their sources become one set. */
export class RectangleList {
  private readonly numbers: number[] = []

  base(sources: SetId, destinations: SetId, facts: PortMapId): void {
    this.numbers.push(sources, destinations, facts)
  }

  exception(sources: SetId, destinations: SetId, facts: PortMapId, replaced: PortMapId): void {
    this.numbers.push(sources, destinations, facts, replaced)
  }

  toArray(): Int32Array {
    return Int32Array.from(this.numbers)
  }
}

export function forEachBase(
  { base }: Pick<Rectangles, 'base'>,
  visit: (sources: SetId, destinations: SetId, facts: PortMapId) => void,
): void {
  for (let at = 0; at < base.length; at += 3) visit(base[at] ?? 0, base[at + 1] ?? 0, base[at + 2] ?? 0)
}

export function forEachException(
  { exceptions }: Pick<Rectangles, 'exceptions'>,
  visit: (sources: SetId, destinations: SetId, facts: PortMapId, replaced: PortMapId) => void,
): void {
  for (let at = 0; at < exceptions.length; at += 4)
    visit(exceptions[at] ?? 0, exceptions[at + 1] ?? 0, exceptions[at + 2] ?? 0, exceptions[at + 3] ?? 0)
}
