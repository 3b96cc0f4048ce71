import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { ObjectRef } from '@/lib/model/object'
import { askingAbout } from '../capture/query-client'
import type { PolicyView } from './policy-state'

/** Objects on one page of the answer. */
const pageSize = 50

/** The objects that pass, page by page. */
export const policiesQuery = ({ filter, namespace }: Pick<PolicyView, 'filter' | 'namespace'>) =>
  infiniteQueryOptions({
    queryKey: ['policies', filter, namespace],
    queryFn: ({ pageParam, signal, meta }) =>
      askingAbout(meta).getPolicies({ filter, namespace, offset: pageParam, limit: pageSize }, signal),
    initialPageParam: 0,
    getNextPageParam: ({ offset, rows, total }) =>
      rows.length > 0 && offset + rows.length < total ? offset + rows.length : undefined,
    placeholderData: keepPreviousData,
  })

export const policyQuery = (ref: ObjectRef) =>
  queryOptions({
    queryKey: ['policy', ref],
    queryFn: ({ signal, meta }) => askingAbout(meta).getPolicy(ref, signal),
  })
