'use client'

import { useQuery } from '@tanstack/react-query'
import type { ComponentType } from 'react'
import { Failure } from './Failure'

const notLoaded = new Error(
  'this part of the page could not be loaded: podtrust does not answer, or is another version by now; try again, or load the page anew',
)

/**
 * A part of the page that it begins without, under a name of its own. Its code is asked for as an answer is, when it is
 * shown first: a skeleton stands in for it, and where nobody gives it one can ask again.
 */
export function loadedLater<Props extends object>(
  name: string,
  load: () => Promise<ComponentType<Props>>,
  Skeleton: ComponentType,
): ComponentType<Props> {
  return function Later(props) {
    const {
      data: Part,
      error,
      refetch,
    } = useQuery({
      queryKey: ['code', name],
      queryFn: load,
      gcTime: Infinity,
    })
    if (Part) return <Part {...props} />
    return error ? <Failure error={notLoaded} onRetry={() => void refetch()} /> : <Skeleton />
  }
}
