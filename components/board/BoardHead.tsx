import type { ReactNode } from 'react'
import { FilterChips, type Chip } from '../ui/FilterChips'
import { NamespaceSelect } from '../ui/NamespaceSelect'

interface BoardHeadProps<Filter extends string> {
  readonly title: string
  /** One line on what the rows are. */
  readonly gloss: ReactNode
  /** Names the chips: `Show only some policies`. */
  readonly label: string
  readonly chips: readonly Chip<Filter>[]
  /** Absent until it is known, and where there is nothing to narrow. */
  readonly narrows:
    { readonly counts: Readonly<Record<Filter, number>>; readonly namespaces: readonly string[] } | undefined
  readonly chosen: { readonly filter: Filter; readonly namespace: string }
  readonly onChoose: (change: { readonly filter: Filter } | { readonly namespace: string }) => void
}

/** What a board lists, and what its rows can be narrowed to. */
export function BoardHead<Filter extends string>(props: BoardHeadProps<Filter>) {
  const { title, gloss, label, chips, narrows, chosen, onChoose } = props
  return (
    <div className="flex shrink-0 flex-wrap items-end gap-x-4 gap-y-2.5 px-5 pt-4 pb-3 max-sm:px-4 max-sm:pt-3">
      <div className="min-w-[min(24rem,100%)] flex-1">
        <h1 className="text-xl font-semibold tracking-[-0.01em]">{title}</h1>
        <p className="text-text-2">{gloss}</p>
      </div>
      {narrows && (
        <div className="flex flex-wrap items-center gap-2">
          <FilterChips
            label={label}
            chips={chips}
            counts={narrows.counts}
            chosen={chosen.filter}
            onChoose={filter => onChoose({ filter })}
          />
          <NamespaceSelect
            namespaces={narrows.namespaces}
            chosen={chosen.namespace}
            onChoose={namespace => onChoose({ namespace })}
          />
        </div>
      )}
    </div>
  )
}
