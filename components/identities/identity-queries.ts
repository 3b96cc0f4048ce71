import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { askingAbout } from '../capture/query-client'
import type { IdentityView } from './identity-state'

/** Rows on one page of the answer. */
const pageSize = 50

/** The rows that pass, page by page. */
export const identitiesQuery = ({ filter, namespace }: Pick<IdentityView, 'filter' | 'namespace'>) =>
  infiniteQueryOptions({
    queryKey: ['identities', filter, namespace],
    queryFn: ({ pageParam, signal, meta }) =>
      askingAbout(meta).getIdentities({ filter, namespace, offset: pageParam, limit: pageSize }, signal),
    initialPageParam: 0,
    getNextPageParam: ({ offset, rows, total }) =>
      rows.length > 0 && offset + rows.length < total ? offset + rows.length : undefined,
    placeholderData: keepPreviousData,
  })

export const identityQuery = (id: string) =>
  queryOptions({
    queryKey: ['identity', id],
    queryFn: ({ signal, meta }) => askingAbout(meta).getIdentity(id, signal),
  })
