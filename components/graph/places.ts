import type { TrustMap } from '@/lib/api/map-contract'
import type { Box } from './geometry'

/**
 * Where lines and their labels stood in earlier pictures, so that a line that goes moves no other, and comes back to where
 * it was. Hulls have places of their own (lib/views/layout.ts); when those change, what was kept means nothing any more.
 */
export class Places {
  #hulls = ''
  readonly #asides = new Map<string, number>()
  readonly #labels = new Map<string, Box>()

  /** To be called with each map before it is drawn. */
  begin(map: Pick<TrustMap, 'hulls'>): void {
    const hulls = hullPlaces(map)
    if (hulls === this.#hulls) return
    this.#hulls = hulls
    this.#asides.clear()
    this.#labels.clear()
  }

  /** How far a line runs from the straight way between its ends: as before, else as wanted now. */
  aside(id: string, wanted: number): number {
    const before = this.#asides.get(id)
    if (before === undefined) this.#asides.set(id, wanted)
    return before ?? wanted
  }

  label(id: string): Box | undefined {
    return this.#labels.get(id)
  }

  keepLabel(id: string, box: Box): void {
    this.#labels.set(id, box)
  }
}

/** Equal for maps whose hulls stand in the same places. */
export const hullPlaces = ({ hulls }: Pick<TrustMap, 'hulls'>): string =>
  JSON.stringify(hulls.map(({ namespace, x, y, width, height }) => [namespace, x, y, width, height]))
