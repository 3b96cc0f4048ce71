import { memo, type ReactNode } from 'react'
import type { ConnectionRow, SideView } from '@/lib/api/connection-contract'
import { pairShare } from '@/lib/words/step'
import { AlteredMark } from '../signs/AlteredMark'
import { ClassGlyph } from '../signs/ClassGlyph'
import { ClassWord } from '../signs/ClassWord'
import { EndName } from '../signs/EndName'
import { PillarMarks } from '../signs/PillarMark'
import type { Column } from './columns'
import { decidedBy } from './decided-by'

interface ConnectionRowViewProps {
  readonly id: string
  readonly index: number
  readonly row: ConnectionRow | undefined
  readonly columns: readonly Column[]
  readonly cards: boolean
  readonly active: boolean
  readonly selected: boolean
  /** Not lit by the lens that is on. */
  readonly dimmed: boolean
  readonly onSelect: (index: number) => void
}

const cell = 'overflow-hidden border-b border-line px-2.5 text-ellipsis whitespace-nowrap'

/** One connection as a row; a row that is not there yet keeps its place. */
export const ConnectionRowView = memo(function ConnectionRowView(props: ConnectionRowViewProps) {
  const { id, index, row, columns, cards, active, selected, dimmed, onSelect } = props
  return (
    <tr
      id={id}
      aria-rowindex={index + 2}
      aria-selected={selected}
      onClick={() => onSelect(index)}
      data-dimmed={dimmed || undefined}
      className={`cursor-pointer hover:bg-surface-2 aria-selected:bg-surface-3 ${
        active
          ? 'group-focus-visible:outline-2 group-focus-visible:-outline-offset-2 group-focus-visible:outline-ink'
          : ''
      }`}
    >
      {columns.map((column, i) => (
        <td
          key={column.id}
          className={`${cell} ${cards ? 'h-[54px]' : 'h-8'} ${i === 0 && selected ? 'shadow-[inset_2px_0_var(--pt-ink)]' : ''}`}
        >
          {row === undefined ? (
            <span className="skeleton block h-3 w-3/4" />
          ) : (
            <Dimmed off={dimmed && !selected}>
              {cards ? card(column, row) : content(column, row, columns)}
            </Dimmed>
          )}
        </td>
      ))}
    </tr>
  )
})

/** What a lens does not light: quieter but readable, and never gone. */
const Dimmed = ({ off, children }: { readonly off: boolean; readonly children: ReactNode }) =>
  off ? (
    <span className="text-text-3 **:text-text-3! [&_svg]:opacity-50 [&_svg]:grayscale">{children}</span>
  ) : (
    children
  )

function content({ id }: Column, row: ConnectionRow, columns: readonly Column[]) {
  // It stands where there is room, and wherever else where that column is hidden.
  const marked = row.alteredBy && !columns.some(each => each.id === 'decided') ? row.alteredBy : undefined
  switch (id) {
    case 'class':
      return <ClassWord of={row.trustClass} />
    case 'from':
      return <SideName side={row.from} />
    case 'to':
      return (
        <>
          <span className="text-text-3" aria-hidden>
            →{' '}
          </span>
          <SideName side={row.to} /> {marked && <AlteredMark by={marked} small />}
        </>
      )
    case 'ports':
      return <Ports row={row} />
    case 'pillars':
      return <PillarMarks pillars={row.pillars} />
    case 'wire':
      return row.transport
    case 'decided':
      return <Decided row={row} />
  }
}

function card({ id }: Column, row: ConnectionRow) {
  if (id === 'pillars') return <PillarMarks pillars={row.pillars} />
  return (
    <>
      <span className="flex items-center gap-2">
        <ClassGlyph of={row.trustClass} size={13} />
        <span className="sr-only">{row.trustClass}, </span>
        <span className="truncate">
          <SideName side={row.from} /> <span className="text-text-3">→</span> <SideName side={row.to} />
        </span>
      </span>
      <span className="block truncate pl-5 text-xs">
        <Ports row={row} /> <span className="text-text-3">·</span> <Decided row={row} />
      </span>
    </>
  )
}

function SideName({ side }: { readonly side: SideView }) {
  if (side.kind === 'workload') return <EndName end={side.key} />
  if (side.everything) return <EndName end="internet" />
  const [range = ''] = side.ranges
  return (
    <span className="font-medium" title={side.ranges.join('\n')}>
      {range}
      {side.ranges.length > 1 && <span className="text-text-2"> +{side.ranges.length - 1}</span>}
    </span>
  )
}

/** The contract prints `All Connections`; in a narrow column the word says as much. */
function Ports({ row }: { readonly row: ConnectionRow }) {
  const share = pairShare(row.pods)
  return (
    <span title={share === '' ? row.ports : `${row.ports}, ${share}`} className="font-mono">
      {row.ports === 'All Connections' ? 'all' : row.ports}
      {row.verdict === 'conditional' && (
        <span className="font-sans text-2xs text-text-2"> some requests only</span>
      )}
      {share !== '' && (
        <span className="font-sans text-2xs text-text-2">
          {' '}
          {row.pods.allowed}/{row.pods.of}
        </span>
      )}
    </span>
  )
}

function Decided({ row }: { readonly row: ConnectionRow }) {
  const deciding = decidedBy(row)
  return (
    <>
      {row.alteredBy && (
        <>
          <AlteredMark by={row.alteredBy} />{' '}
        </>
      )}
      {deciding && (
        <span title={`${deciding.cause}: ${deciding.full}`}>
          <span
            className={`font-mono text-2xs ${deciding.cause === 'default-allow' ? 'text-implicit-text' : ''}`}
          >
            {deciding.cause}
          </span>{' '}
          <span className="text-text-2">
            {deciding.words}
            {deciding.more > 0 && ` and ${deciding.more} more`}
          </span>
        </span>
      )}
    </>
  )
}
