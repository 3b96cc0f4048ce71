'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Explained } from '@/lib/api/explanation-contract'
import type { Explanation } from '@/lib/model/explanation'
import { explanationText } from '@/lib/words/explanation-text'
import { endText } from '../signs/EndName'
import { CopyButton } from '../ui/CopyButton'
import type { ConnectionEnds } from '../workbench/ends'
import { overviewQuery } from '../workbench/queries'

interface CopyExplanationProps {
  readonly ends: ConnectionEnds
  readonly explained: Explained
  readonly explanation: Explanation
}

/** The whole explanation for a ticket: reasons, objects with their lines, source and time. */
export function CopyExplanation({ ends, explained: { kinds, objects }, explanation }: CopyExplanationProps) {
  const { data } = useQuery(overviewQuery())
  const text = useMemo(
    () =>
      data &&
      explanationText({
        from: endText(ends.from),
        to: endText(ends.to),
        explanation,
        ...(ends.dial && { dial: ends.dial }),
        kinds,
        objects,
        source: data.source,
        readAt: data.capturedAt,
      }),
    [data, ends, explanation, kinds, objects],
  )
  return text === undefined ? null : <CopyButton text={text} what="the explanation" label="Copy as text" />
}
