import type { CompleteAnswer } from '@/lib/api/matrix-contract'
import { count } from '@/lib/words/count'
import { visible } from '@/lib/words/visible'
import { numberText } from '@/lib/words/number'

interface ProposalsProps {
  readonly id: string
  readonly answer: CompleteAnswer
  readonly active: number | undefined
  readonly onTake: (at: number) => void
}

export const proposalId = (list: string, at: number): string => `${list}-${at}`

/** How the text may go on; the keys stay in the box, which names the one that is looked at. */
export function Proposals({ id, answer: { items, rest }, active, onTake }: ProposalsProps) {
  if (items.length === 0) return null
  return (
    <>
      {items[0]?.near && (
        <p className="px-3 pt-1.5 text-xs text-text-2">Nothing is called so. Did you mean:</p>
      )}
      <ul
        id={id}
        role="listbox"
        aria-label="How the filter may go on"
        className="max-h-60 overflow-y-auto py-1"
      >
        {items.map((item, at) => (
          <li
            key={`${item.kind} ${item.text}`}
            id={proposalId(id, at)}
            role="option"
            aria-selected={at === active}
            // The box keeps the focus.
            onMouseDown={event => event.preventDefault()}
            onClick={() => onTake(at)}
            className="target-row flex cursor-pointer items-center gap-3 px-3 hover:bg-surface-2 aria-selected:bg-surface-3 aria-selected:shadow-[inset_2px_0_var(--pt-ink)]"
          >
            <bdi className="min-w-0 truncate font-mono text-xs">{visible(item.text)}</bdi>
            <span className="ml-auto shrink-0 text-xs text-text-3">
              {item.count === undefined
                ? kinds[item.kind]
                : count(item.count, item.unit === 'connections' ? 'connection' : 'workload')}
            </span>
          </li>
        ))}
      </ul>
      {rest > 0 && (
        <p className="border-t border-line px-3 py-1 text-xs text-text-2">
          {numberText(rest)} more: go on writing to see them
        </p>
      )}
    </>
  )
}

const kinds = { field: 'field', value: 'value', name: 'name', operator: '', word: '' }
