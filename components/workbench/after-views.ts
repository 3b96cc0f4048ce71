import type { Query, QueryClient } from '@tanstack/react-query'
import { idle } from './idle'

const views: readonly unknown[] = ['map', 'matrix', 'connections']

/** A question of a view that is under way; one that failed and is tried again holds nobody up. */
const awaited = ({ queryKey: [topic], state }: Query): boolean =>
  views.includes(topic) && state.fetchStatus === 'fetching' && state.fetchFailureCount === 0

/**
 * Waits until the views have the answers that they ask for and have drawn them, so that what stands beside them is asked and
 * drawn later and holds none of them up. Ends early, by throwing, where nobody wants to know any more.
 */
export async function afterViews(client: QueryClient, signal: AbortSignal): Promise<void> {
  // One change asks several questions at once, in the order of the page; by the next turn all of them are known.
  await new Promise(next => setTimeout(next))
  await new Promise<void>(resolve => {
    const look = (): void => {
      if (!signal.aborted && client.isFetching({ predicate: awaited }) > 0) return
      stop()
      signal.removeEventListener('abort', look)
      resolve()
    }
    const stop = client.getQueryCache().subscribe(look)
    signal.addEventListener('abort', look)
    look()
  })
  await idle()
  signal.throwIfAborted()
}
