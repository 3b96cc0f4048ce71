'use client'

import { useQuery } from '@tanstack/react-query'
import { memo, useEffect, useRef } from 'react'
import type { Overview } from '@/lib/api/overview-contract'
import type { Counts } from '@/lib/api/terms-contract'
import { className } from '@/lib/words/glossary'
import { numberText } from '@/lib/words/number'
import { verdictSentence } from '@/lib/words/verdict'
import { hiddenText, lensSentence, resultText, totalOf } from '../filter/lens-words'
import { isNarrowed } from '../filter/narrowed'
import { byWorkload } from '../inspector/by-workload'
import { endText } from '../signs/EndName'
import { pairSentence } from '../inspector/group-words'
import { namespaceOf, type ConnectionEnds, type PairOfGroups } from '../workbench/ends'
import { explainQuery, lensesQuery, pairQuery } from '../workbench/queries'
import type { ViewControl } from '../workbench/use-view'
import { useSay } from './Announcements'

interface HearingProps {
  readonly overview: Overview
  readonly control: ViewControl
  readonly ends: ConnectionEnds | undefined
  readonly pair: PairOfGroups | undefined
}

/** Tells those who do not see it what came of a filter, a lens or a selection, wherever it was made. */
export const Hearing = memo(function Hearing({
  overview,
  control: { view, filter },
  ends,
  pair,
}: HearingProps) {
  const { data, isPlaceholderData } = useQuery(lensesQuery(filter))
  const all = totalOf(overview.counts)
  const counted = isPlaceholderData ? undefined : data
  const hidden = hiddenText(view.hide, counted?.hidden)
  useSaid(counted && `${resultText(counted.counts, all)}.${hidden === undefined ? '' : ` ${hidden}.`}`)

  const lit = counted?.lenses.find(({ name }) => name === view.lens)
  useSaid(
    view.lens === null
      ? 'No lens.'
      : counted && lit && lensSentence(view.lens, totalOf(lit.counts), totalOf(counted.counts)),
  )

  const explained = useQuery({
    ...explainQuery(ends ?? { from: '', to: '' }),
    enabled: ends !== undefined,
  }).data
  const explanation = ends && explained && byWorkload(explained).answers[0]?.explanation
  useSaid(
    ends === undefined
      ? ''
      : explanation &&
          `${endText(ends.from)} to ${endText(ends.to)}: ${
            explanation.trustClass ? `${className[explanation.trustClass]}. ` : ''
          }${verdictSentence(explanation)}`,
    ends !== undefined,
  )

  useSaid(ends || pair || view.show !== null ? '' : aboutSentence(view.about, overview))

  const { data: between } = useQuery({
    ...pairQuery(pair ?? { from: '', to: '' }, filter),
    enabled: pair !== undefined,
  })
  useSaid(
    pair === undefined
      ? ''
      : between?.counts &&
          `${endText(pair.from)} to ${endText(pair.to)}: ${pairSentence(between.counts, isNarrowed(filter))}`,
    pair !== undefined,
  )
  return null
})

/** What is looked at when nothing is selected in it. */
function aboutSentence(about: string, { namespaces, counts, outside }: Overview): string {
  if (about === '') return `The whole cluster: ${resultText(counts, totalOf(counts))}.`
  const known =
    about === 'anyone' || about === 'internet'
      ? outside[about]
      : namespaces.find(({ name }) => name === namespaceOf(about))?.counts
  return `Looking at ${endText(about)}${known ? `: ${gapsText(known)}` : ''}.`
}

/** What the scope tree shows beside a name. */
const gapsText = ({ implicit, unknown }: Counts): string =>
  `${numberText(implicit)} implicit${unknown > 0 ? `, ${numberText(unknown)} unknown` : ''}`

/** Says a text when it changes; the first one is what the page opens with and is said only where `first`. */
function useSaid(text: string | undefined, first = false): void {
  const say = useSay()
  const before = useRef<string>(undefined)
  useEffect(() => {
    if (text === undefined || text === before.current) return
    const opening = before.current === undefined
    before.current = text
    if (text !== '' && (first || !opening)) say(text)
  }, [text, first, say])
}
