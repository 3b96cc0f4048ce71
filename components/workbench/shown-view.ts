import type { ViewFilter } from './queries'
import type { Shown, View } from './view-state'

/** A view that was proposed in place of the map, and why. */
export interface Suggestion {
  readonly view: 'matrix'
  readonly why: string
}

export interface ShownView {
  readonly view: Shown
  /** Present where nobody asked for the view that is shown. */
  readonly why?: string
}

/**
 * The view that is shown: the one that the address names; else on a narrow window the table, then what the server proposes
 * for so much, and the map. A proposal that was followed once holds, so that no filter swaps the view under somebody's
 * hands.
 */
export function shownView(
  asked: Shown | null,
  narrow: boolean,
  suggested: Suggestion | undefined,
): ShownView {
  if (asked !== null) return { view: asked }
  if (narrow) return { view: 'table' }
  return suggested ? { view: suggested.view, why: suggested.why } : { view: 'map' }
}

/** Whether nothing narrows the view and nobody chose how it is gathered. */
export const isEverything = (
  { group }: Pick<View, 'group'>,
  { class: classes, q, hide }: ViewFilter,
): boolean => group === 'auto' && classes.length === 0 && q === '' && hide.length === 0
