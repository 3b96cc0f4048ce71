'use client'

import { useQuery } from '@tanstack/react-query'
import type { CompleteAnswer } from '@/lib/api/matrix-contract'
import { completeQuery } from '../workbench/queries'
import { useSettled } from '../workbench/use-settled'

/** Milliseconds for which the text stands still before it is asked how it may go on. */
const settling = 60

/** How the text may go on at the caret; undefined while the answer is about another text or place. */
export function useProposals(q: string, caret: number, wanted: boolean): CompleteAnswer | undefined {
  const asked = useSettled(JSON.stringify([q, caret]), settling)
  const [text, at] = JSON.parse(asked) as [string, number]
  const { data, isPlaceholderData } = useQuery({ ...completeQuery(text, at), enabled: wanted })
  return wanted && !isPlaceholderData && text === q && at === caret ? data : undefined
}
