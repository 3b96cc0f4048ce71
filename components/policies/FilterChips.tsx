import type { PoliciesPage, PolicyFilter } from '@/lib/api/policy-contract'
import { numberText } from '@/lib/words/number'

interface FilterChipsProps {
  readonly counts: PoliciesPage['counts']
  readonly chosen: PolicyFilter
  readonly onChoose: (filter: PolicyFilter) => void
}

const chips: readonly { readonly filter: PolicyFilter; readonly title: string; readonly none: string }[] = [
  { filter: 'all', title: 'All', none: 'there are no policies' },
  {
    filter: 'matches-nothing',
    title: 'Matches nothing',
    none: 'every selector, peer and port name matches something',
  },
  { filter: 'not-enforced', title: 'Not enforced', none: 'every policy here is enforced' },
  { filter: 'shadowed', title: 'Shadowed', none: 'every rule here adds something' },
]

/** Which objects are shown; a filter that would show none says why it cannot be chosen. */
export function FilterChips({ counts, chosen, onChoose }: FilterChipsProps) {
  return (
    <div role="group" aria-label="Show only some policies" className="flex flex-wrap gap-2">
      {chips.map(({ filter, title, none }) => {
        const empty = counts[filter] === 0 && filter !== chosen
        return (
          <button
            key={filter}
            type="button"
            aria-pressed={filter === chosen}
            aria-disabled={empty}
            title={empty ? `None: ${none}` : undefined}
            onClick={() => !empty && onChoose(filter)}
            className="target inline-flex items-center gap-2 rounded-md border border-line-strong px-2.5 text-xs font-medium whitespace-nowrap text-text-2 hover:bg-surface-2 aria-disabled:cursor-not-allowed aria-disabled:text-text-3 aria-disabled:hover:bg-transparent aria-pressed:border-ink aria-pressed:bg-ink aria-pressed:text-on-ink aria-pressed:forced-color-adjust-none"
          >
            {title}
            <b className={filter === chosen || empty ? '' : 'text-text'}>{numberText(counts[filter])}</b>
            {empty && <span className="sr-only">because {none}</span>}
          </button>
        )
      })}
    </div>
  )
}
