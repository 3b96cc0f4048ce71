import type { FetchQueryOptions, QueryClient, QueryKey } from '@tanstack/react-query'

/**
 * Asks a question that a part of the page which is about to be drawn will ask; does nothing where it was asked before, so
 * that it may be called while drawing.
 */
export function askAhead<Answer, Key extends QueryKey>(
  client: QueryClient,
  query: FetchQueryOptions<Answer, Error, Answer, Key>,
): void {
  if (client.getQueryState(query.queryKey) === undefined) void client.prefetchQuery(query)
}
