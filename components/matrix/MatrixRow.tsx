import { memo } from 'react'
import { isGroup } from '../workbench/ends'
import type { Size } from './cell-size'
import { cellSentence, type Share } from './cell-text'
import { MatrixCell } from './MatrixCell'
import { aboutOf } from './opening'
import { endAt, sameGroup, type Picture } from './picture'
import { RowHead } from './RowHead'
import { heads } from './walk'

interface MatrixRowProps {
  readonly row: number
  readonly picture: Picture
  readonly top: number
  readonly headWidth: number
  readonly size: Size
  readonly first: number
  readonly last: number
  /** The column that the keys stand on, in this row. */
  readonly active: number | undefined
  readonly by: string
  /** The connection, or the pair of groups, that is selected. */
  readonly from: string | null
  readonly to: string | null
  /** What is looked at. */
  readonly looked: boolean
  readonly onToggle: (row: number) => void
}

export const cellId = (row: number, column: number): string => `matrix-${row}-${column}`

/** One source, and what it may reach in the columns in sight. */
export const MatrixRow = memo(function MatrixRow(props: MatrixRowProps) {
  const { row, picture, top, headWidth, size, first, last, active, by, from, to, looked, onToggle } = props
  const source = endAt(picture, row)
  const cells = picture.rowAt(row)
  const columns = Array.from({ length: last - first + 1 }, (_, at) => first + at)
  return (
    <div
      role="row"
      aria-rowindex={row + 3}
      style={{ top, height: size.height, width: headWidth + (picture.lines + 1) * size.width }}
      className="absolute left-0"
    >
      <RowHead
        row={row}
        end={source}
        begins={source !== 'internet' && source?.group !== undefined && groupBegins(picture, row)}
        width={headWidth}
        size={size}
        active={active === heads}
        looked={looked}
        onToggle={onToggle}
      />
      {columns.map(column => {
        const target = endAt(picture, column)
        const share: Share | undefined = cells?.get(column)
        const both = source && target ? { source, target } : undefined
        const ends = both && { from: aboutOf(both.source, by), to: aboutOf(both.target, by) }
        return (
          <MatrixCell
            key={column}
            id={cellId(row, column)}
            row={row}
            column={column}
            left={headWidth + column * size.width}
            size={size}
            share={share}
            known={picture.known({ row, column })}
            strong={target !== undefined && target !== 'internet' && target.start !== undefined}
            inside={both !== undefined && sameGroup(both.source, both.target)}
            active={active === column}
            opens={ends !== undefined && (ends.from !== ends.to || isGroup(ends.from))}
            selected={ends !== undefined && ends.from === from && ends.to === to}
            label={both ? cellSentence(both.source, both.target, share) : 'not loaded yet'}
          />
        )
      })}
    </div>
  )
})

/** True where a line is the first of its group that is expanded. */
export const groupBegins = (picture: Picture, index: number): boolean =>
  picture.lineAt(index - 1)?.group !== picture.lineAt(index)?.group
