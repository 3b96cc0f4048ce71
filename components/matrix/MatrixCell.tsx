import { ClassGlyph } from '../signs/ClassGlyph'
import type { Size } from './cell-size'
import { fittingText, type Share } from './cell-text'

interface MatrixCellProps {
  readonly id: string
  readonly row: number
  readonly column: number
  readonly left: number
  readonly size: Size
  readonly share: Share | undefined
  /** Answered, so that an empty cell means no connection. */
  readonly known: boolean
  /** In a column to start with. */
  readonly strong: boolean
  /** Of one group, or of one line. */
  readonly inside: boolean
  /** There is something to be said of it. */
  readonly opens: boolean
  readonly active: boolean
  readonly selected: boolean
  readonly label: string
}

const soft = {
  implicit: 'bg-implicit-soft text-implicit-text',
  unknown: 'bg-unknown-soft text-unknown-text',
  partial: 'bg-partial-soft text-partial-text',
  verified: 'bg-surface text-verified-text border border-line',
}

/** The worst class of what it holds as fill and glyph, and how many of how many where there is room. */
export function MatrixCell(props: MatrixCellProps) {
  const { id, row, column, left, size, share, known, strong, inside, opens, active, selected, label } = props
  const dim = share?.lit === 0
  const filled = share?.trustClass === 'implicit' && strong && !dim
  const look =
    share === undefined
      ? known
        ? 'border border-line'
        : 'skeleton'
      : dim
        ? 'border border-line text-text-3'
        : filled
          ? 'bg-implicit text-on-implicit forced-color-adjust-none'
          : soft[share.trustClass]
  const ring = selected
    ? 'outline-2 outline-offset-1 outline-ink z-2'
    : inside
      ? filled
        ? 'outline-2 -outline-offset-2 outline-ink'
        : 'outline-1 -outline-offset-1 outline-text-2'
      : ''
  return (
    <div
      role="gridcell"
      id={id}
      aria-colindex={column + 2}
      aria-label={label}
      aria-selected={selected}
      data-row={row}
      data-column={column}
      data-active={active || undefined}
      style={{ left, width: size.width - 1, height: size.height - 1 }}
      className={`absolute top-0 flex items-center justify-center gap-1 overflow-hidden rounded-[2px] text-2xs tabular-nums select-none ${opens ? 'cursor-pointer' : ''} ${look} ${ring} ${
        active
          ? 'z-3 group-focus-visible:outline-2 group-focus-visible:outline-offset-1 group-focus-visible:outline-ink'
          : ''
      }`}
    >
      {share && (
        <>
          {share.trustClass === 'implicit' ? (
            <span className={filled ? 'font-bold' : ''}>!</span>
          ) : (
            <ClassGlyph of={share.trustClass} size={Math.min(12, size.width - 4)} onFill={dim} />
          )}
          {size.width >= 24 && <span className="empty:hidden">{fittingText(share, size.width)}</span>}
        </>
      )}
    </div>
  )
}
