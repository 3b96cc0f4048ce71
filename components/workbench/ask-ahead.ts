import type { FetchQueryOptions, QueryClient, QueryKey } from '@tanstack/react-query'

/**
 * Asks a question that a part of the page which is about to be drawn will ask; does nothing where it was asked before, so
 * that it may be called while drawing. Resolves when it is answered or refused, at once where it was asked before.
 */
export async function askAhead<Answer, Key extends QueryKey>(
  client: QueryClient,
  query: FetchQueryOptions<Answer, Error, Answer, Key>,
): Promise<void> {
  if (client.getQueryState(query.queryKey) === undefined) await client.prefetchQuery(query)
}
