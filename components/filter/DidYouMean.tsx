'use client'

import { useQuery } from '@tanstack/react-query'
import { visible } from '@/lib/words/visible'
import { Button } from '../ui/Button'
import { completeQuery } from '../workbench/queries'
import { take } from './take'

interface DidYouMeanProps {
  readonly q: string
  readonly onTake: (q: string) => void
}

/** Names that are nearly what the filter ends in, where nothing is called so. */
export function DidYouMean({ q, onTake }: DidYouMeanProps) {
  const { data, isPlaceholderData } = useQuery(completeQuery(q, q.length))
  const near = data && !isPlaceholderData ? data.items.filter(item => item.near) : []
  if (!data || near.length === 0) return null
  return (
    <p className="mt-2 flex flex-wrap items-center gap-x-2 gap-y-1">
      Did you mean
      {near.map(item => (
        <Button key={item.text} onClick={() => onTake(take(q, data, item).text.trim())}>
          <bdi>{visible(item.text)}</bdi>
        </Button>
      ))}
    </p>
  )
}
