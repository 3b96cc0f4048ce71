'use client'

import { ChevronDown } from 'lucide-react'
import type { Overview } from '@/lib/api/overview-contract'
import { visible } from '@/lib/words/visible'
import { groupChoices, type GroupChoice } from './group-choices'

interface GroupSelectProps {
  readonly overview: Overview
  /** As the address spells it; `auto` is the choice of the server. */
  readonly group: string
  /** What is drawn, where the server answered already. */
  readonly drawn: string | undefined
  readonly onGroup: (group: string) => void
}

/** What map and matrix gather workloads by. */
export function GroupSelect({ overview, group, drawn, onGroup }: GroupSelectProps) {
  const { plain, namespaceLabels, labels, chosen } = groupChoices(overview.groupings, group, drawn)
  return (
    <span className="relative inline-flex shrink-0 items-center">
      <select
        aria-label="Group by"
        value={chosen}
        onChange={event => onGroup(event.target.value)}
        className="target max-w-44 max-sm:max-w-30 low:max-w-32 appearance-none truncate rounded-md border border-line-control bg-surface pr-7 pl-2.5 max-sm:pr-6 max-sm:pl-2 text-xs font-medium text-text"
      >
        {plain.map(option)}
        {namespaceLabels.length > 0 && (
          <optgroup label={`Label of the namespace${some(overview.groupings.namespaceLabels)}`}>
            {namespaceLabels.map(option)}
          </optgroup>
        )}
        {labels.length > 0 && (
          <optgroup label={`Label of the workload${some(overview.groupings.labels)}`}>
            {labels.map(option)}
          </optgroup>
        )}
      </select>
      <ChevronDown size={13} aria-hidden className="pointer-events-none absolute right-2 text-text-2" />
    </span>
  )
}

/** Says that there are more than those listed; the address takes every one. */
const some = ({ items, total }: Overview['groupings']['labels']): string =>
  items.length < total ? ` (${items.length} of ${total})` : ''

const option = ({ value, words }: GroupChoice) => (
  <option key={value} value={value}>
    {visible(words)}
  </option>
)
