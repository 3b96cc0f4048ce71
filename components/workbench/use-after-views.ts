'use client'

import { useQueryClient } from '@tanstack/react-query'
import { startTransition, useEffect, useState } from 'react'
import { afterViews } from './after-views'

/** Milliseconds for which a view that has no answer yet holds up what stands beside it. */
const patience = 100

/**
 * A value for what stands beside the views: it follows when they have drawn what the value asks of them, so that an act shows
 * first where it was made. A view that takes long holds nothing up.
 */
export function useAfterViews<Value>(value: Value): Value {
  const client = useQueryClient()
  const [followed, follow] = useState<{ readonly value: Value }>({ value })
  const isBehind = followed.value !== value
  useEffect(() => {
    if (!isBehind) return
    const left = new AbortController()
    const go = (): void => {
      if (!left.signal.aborted) startTransition(() => follow({ value }))
    }
    const timer = setTimeout(go, patience)
    afterViews(client, left.signal).then(go, () => undefined)
    return () => {
      left.abort()
      clearTimeout(timer)
    }
  }, [client, value, isBehind])
  return followed.value
}
