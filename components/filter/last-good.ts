import { useState } from 'react'
import { problemOf } from '@/lib/views/query/problem'

/** What stays in force when the text becomes `text`: itself where it is a filter, else what was in force before. */
export const nextGood = (inForce: string, text: string): string =>
  problemOf(text) === undefined ? text : inForce

/**
 * The last text that was a filter: while somebody writes what is none yet, or gets a link with a mistake in it, every
 * view keeps its last good result. The one place that decides so.
 */
export function useLastGood(text: string): string {
  const [inForce, setInForce] = useState(() => nextGood('', text))
  const next = nextGood(inForce, text)
  if (next !== inForce) setInForce(next)
  return next
}
