import type { ConnectionRow } from '@/lib/api/connection-contract'
import { ClassGlyph } from '../signs/ClassGlyph'
import { EndName } from '../signs/EndName'
import { endOf, endsOf } from '../workbench/ends'
import type { ViewControl } from '../workbench/use-view'

interface ConnectionRowsProps {
  readonly rows: readonly ConnectionRow[]
  /** The end that goes without saying; empty = none. */
  readonly about: string
  readonly control: ViewControl
}

/** Some connections, each a way to its reasons. */
export function ConnectionRows({ rows, about, control }: ConnectionRowsProps) {
  return (
    <ul className="mt-1 -mx-1.5">
      {rows.map(row => (
        <li key={row.id}>
          <button
            type="button"
            onClick={() => control.selectConnection(endsOf(row))}
            className="target-row flex w-full min-w-0 items-center gap-2 rounded-sm px-1.5 text-left hover:bg-surface-2"
          >
            <ClassGlyph of={row.trustClass} size={12} />
            <span className="sr-only">{row.trustClass}: </span>
            <Ends row={row} about={about} />
            <span className="ml-auto max-w-28 shrink-0 truncate pl-2 font-mono text-2xs text-text-2">
              {row.ports === 'All Connections' ? 'all' : row.ports}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}

/** Only the far end where one end is what is looked at. */
function Ends({ row, about }: { readonly row: ConnectionRow; readonly about: string }) {
  const [from, to] = [endOf(row.from), endOf(row.to)]
  if (from === about || to === about)
    return (
      <span className="truncate">
        <span className="text-text-2">{from === about ? 'to ' : 'from '}</span>
        <EndName end={from === about ? to : from} />
      </span>
    )
  return (
    <span className="truncate">
      <EndName end={from} /> <span className="text-text-3">→</span> <EndName end={to} />
    </span>
  )
}
