import { numberText } from '@/lib/words/number'

export interface Chip<Filter extends string> {
  readonly filter: Filter
  readonly title: string
  /** Why it would show nothing. */
  readonly none: string
}

interface FilterChipsProps<Filter extends string> {
  readonly label: string
  readonly chips: readonly Chip<Filter>[]
  readonly counts: Readonly<Record<Filter, number>>
  readonly chosen: Filter
  readonly onChoose: (filter: Filter) => void
}

/** Which rows are shown; a filter that would show none says why it cannot be chosen. */
export function FilterChips<Filter extends string>(props: FilterChipsProps<Filter>) {
  const { label, chips, counts, chosen, onChoose } = props
  return (
    <div role="group" aria-label={label} className="flex flex-wrap gap-2">
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
