import type { QueryClient } from '@tanstack/react-query'
import { trustClasses } from '@/lib/model/verdict'
import { afterViews } from './after-views'
import { askAhead } from './ask-ahead'
import { drawnMap, matrixQuery, type ViewFilter } from './queries'
import type { ViewControl } from './use-view'
import type { Shown, View } from './view-state'

/** Asks what a view will ask of its filter. The table is left to itself: which rows it shows, it knows when it stands. */
export async function askView(
  client: QueryClient,
  shown: Shown,
  view: View,
  filter: ViewFilter,
): Promise<void> {
  if (shown === 'map') await askAhead(client, drawnMap(view, filter))
  else if (shown === 'matrix') await askAhead(client, matrixQuery(view, filter, { row: 0, column: 0 }))
}

/** Milliseconds for which a view is looked at before it is asked what more may be wanted of it. */
const looking = 400
/** Milliseconds that an answer may take where nobody waits for it: a server that needs longer has enough to do. */
const quick = 100

/**
 * Asks what each class alone would show, one after the other and behind everything that somebody waits for, so that the first
 * press on a class is answered from memory. Ends early, by throwing, when the view is left.
 */
export async function askClasses(
  client: QueryClient,
  shown: Shown,
  { view, filter }: Pick<ViewControl, 'view' | 'filter'>,
  signal: AbortSignal,
): Promise<void> {
  if (filter.class.length > 0) return
  await afterViews(client, signal)
  await new Promise(next => setTimeout(next, looking))
  for (const trustClass of trustClasses) {
    signal.throwIfAborted()
    await afterViews(client, signal)
    const since = performance.now()
    await askView(client, shown, view, { ...filter, class: [trustClass] })
    if (performance.now() - since > quick) return
  }
}
