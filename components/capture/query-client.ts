import { notifyManager, QueryCache, QueryClient } from '@tanstack/react-query'
import { apiOf, isGone, type Api } from '@/lib/api/client'
import { retryDelay, shouldRetry } from '../workbench/retry'

/** What every query of a client carries: the capture that it is about. */
interface CaptureMeta extends Record<string, unknown> {
  readonly capture?: string
}

declare module '@tanstack/react-query' {
  interface Register {
    queryMeta: CaptureMeta
  }
}

/** The questions about the capture that a query's client was made for. */
export const askingAbout = (meta: CaptureMeta | undefined): Api => apiOf(meta?.capture)

// An answer is drawn as soon as it is here, and not behind the timers of the page.
notifyManager.setScheduler(queueMicrotask)

/** A cache for one capture: answers about another never come out of it. Lasts until the page leaves the capture. */
export function queryClientFor(capture: string | undefined): QueryClient {
  const client = new QueryClient({
    queryCache: new QueryCache({
      // Whoever learns it first has the page told at once.
      onError: (error, { queryKey }) => {
        if (isGone(error) && queryKey[0] !== 'health') void client.invalidateQueries({ queryKey: ['health'] })
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: Infinity,
        refetchOnWindowFocus: false,
        // The server is mostly on the same machine: a browser that calls itself offline reaches it all the same.
        networkMode: 'always',
        retry: shouldRetry,
        retryDelay,
        meta: capture === undefined ? {} : { capture },
      },
      mutations: { networkMode: 'always' },
    },
  })
  return client
}
