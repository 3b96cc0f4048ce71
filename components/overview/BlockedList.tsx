import type { Overview } from '@/lib/api/overview-contract'
import { ClassGlyph } from '../signs/ClassGlyph'
import { EndName } from '../signs/EndName'
import { FirstFew } from '../ui/FirstFew'
import { parsePort } from '../workbench/view-state'
import type { ConnectionEnds } from '../workbench/ends'
import { blockedSentence } from './sentences'

/** Pairs that are listed at first. */
const listed = 5

interface BlockedListProps {
  readonly blocked: Overview['blocked']
  readonly onSelect: (ends: ConnectionEnds) => void
}

/** Pairs that a rule lets in, and the other side keeps out: allowed in the intention, denied in fact. */
export function BlockedList({ blocked, onSelect }: BlockedListProps) {
  return (
    <section aria-labelledby="blocked" className="border-b border-line px-4 py-3">
      <h3 id="blocked" className="text-xs font-semibold">
        Allowed by one side, denied by the other
      </h3>
      <FirstFew
        items={blocked.items}
        few={listed}
        noun="pair"
        keyOf={({ from, to, protocol, port }) => `${from} ${to} ${protocol} ${port}`}
        className="mt-1"
      >
        {item => {
          const port = parsePort(`${item.protocol}-${item.port}`)
          return (
            <button
              type="button"
              onClick={() => onSelect({ from: item.from, to: item.to, ...(port && { port }) })}
              className="target w-full rounded-md px-1.5 py-1.5 text-left hover:bg-surface-2"
            >
              <span className="flex items-center gap-2">
                <ClassGlyph of="denied" size={12} />
                <span className="truncate">
                  <EndName end={item.from} /> <span className="text-text-3">→</span> <EndName end={item.to} />
                </span>
                <span className="ml-auto shrink-0 font-mono text-2xs text-text-2">
                  {item.protocol} {item.port}
                </span>
              </span>
              <span className="mt-0.5 block pl-5 text-xs break-words text-text-2">
                {blockedSentence(item)}
              </span>
            </button>
          )
        }}
      </FirstFew>
      {!blocked.complete && (
        <p className="mt-1 text-xs text-text-2">There are more such pairs than are listed here.</p>
      )}
    </section>
  )
}
