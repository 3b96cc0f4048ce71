'use client'

import type { Overview } from '@/lib/api/overview-contract'
import { pathText, refText } from '@/lib/model/object'
import type { Problem } from '@/lib/model/problem'
import { clusterSentence } from '@/lib/words/cluster'
import { count } from '@/lib/words/count'
import { visible } from '@/lib/words/visible'
import { numberText } from '@/lib/words/number'
import { sentence } from '@/lib/words/sentence'
import { placeText, troubleCount, unprovenSentence } from '../overview/sentences'
import { Button } from '../ui/Button'
import type { ViewControl } from '../workbench/use-view'
import { GapList } from './GapList'
import { PanelHead } from './PanelHead'

interface ProblemsDetailProps {
  readonly overview: Overview
  readonly control: ViewControl
}

const effects: Readonly<Record<Problem['effect'], string>> = {
  unknown: 'makes verdicts unknown',
  'left-out': 'left out',
  none: 'changes no verdict',
}

/** Everything that was not fully honoured: what, where, and what to do. What makes verdicts unknown comes first. */
export function ProblemsDetail({ overview, control }: ProblemsDetailProps) {
  const { gaps, cluster, enforcementUnproven } = overview
  const { items, total, unknown } = overview.problems
  const rank = { unknown: 0, 'left-out': 1, none: 2 }
  const sorted = [...items].sort((a, b) => rank[a.effect] - rank[b.effect])
  return (
    <>
      <PanelHead
        over="What could not be fully honoured"
        title={count(troubleCount(overview), 'problem')}
        onClose={control.back}
      >
        <p className="mt-2 text-md">{consequence(unknown, gaps.length)}</p>
        {enforcementUnproven && <p className="mt-2 text-md">{unprovenSentence}</p>}
        {cluster && <p className="mt-2 text-xs break-words text-text-2">{clusterSentence(cluster)}</p>}
        {overview.counts.unknown > 0 && (
          <Button
            className="mt-3"
            onClick={() => control.set({ class: ['unknown'], view: 'table', show: null }, 'push')}
          >
            Show the {numberText(overview.counts.unknown)} unknown in the table
          </Button>
        )}
      </PanelHead>
      {gaps.length > 0 && <GapList gaps={gaps} />}
      <ol>
        {sorted.map((problem, i) => (
          <li key={i} className="border-b border-line px-4 py-3 break-words">
            <p className="font-medium">{sentence(problem.message)}</p>
            <Place problem={problem} />
            <p className="mt-1 text-text-2">{sentence(problem.remedy)}</p>
            <p className="mt-1 text-2xs text-text-2">
              <span className="rounded-sm bg-surface-2 px-1.5 py-px font-mono">{visible(problem.code)}</span>{' '}
              {effects[problem.effect]}
            </p>
          </li>
        ))}
      </ol>
      {total > items.length && (
        <p className="px-4 py-3 text-text-2">
          {count(total - items.length, 'further problem')} not listed here.
        </p>
      )}
    </>
  )
}

function consequence(unknown: number, gaps: number): string {
  if (gaps > 0)
    return `${count(gaps, 'kind')} could not be read to the end. What could decide in their place is unknown, and nothing of it counts as safe.`
  return unknown > 0
    ? `${count(unknown, 'problem')} ${unknown === 1 ? 'makes' : 'make'} verdicts unknown. Everything else was loaded.`
    : 'None of them makes a verdict unknown.'
}

function Place({ problem: { origin, object, path } }: { readonly problem: Problem }) {
  if (!origin && !object) return null
  return (
    <p className="mt-1 text-xs text-text-2">
      {origin && <span className="wrap-anywhere">{placeText(origin)}</span>}
      {origin && object && ' · '}
      {object && <span className="font-mono">{visible(refText(object))}</span>}
      {path && path.length > 0 && <span className="font-mono"> {visible(pathText(path))}</span>}
    </p>
  )
}
