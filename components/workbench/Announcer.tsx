'use client'

import { useQuery } from '@tanstack/react-query'
import { className } from '@/lib/words/glossary'
import { verdictSentence } from '@/lib/words/verdict'
import { byWorkload } from '../inspector/by-workload'
import { endText } from '../signs/EndName'
import type { ConnectionEnds } from './ends'
import { explainQuery } from './queries'

/** Reads the selected connection aloud, wherever it was selected. */
export function Announcer({ ends }: { readonly ends: ConnectionEnds | undefined }) {
  const { data } = useQuery({ ...explainQuery(ends ?? { from: '', to: '' }), enabled: ends !== undefined })
  const explanation = ends && data && byWorkload(data).answers[0]?.explanation
  return (
    <p role="status" className="sr-only">
      {ends &&
        explanation &&
        `${endText(ends.from)} to ${endText(ends.to)}: ${
          explanation.trustClass ? `${className[explanation.trustClass]}. ` : ''
        }${verdictSentence(explanation)}`}
    </p>
  )
}
