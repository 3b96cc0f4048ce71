import type { Size } from './cell-size'
import { doorSentence, doorText, endName, fits, type Line } from './cell-text'
import { endAt, type Picture } from './picture'
import { cellId, groupBegins } from './MatrixRow'
import { EndLabel } from './RowHead'
import { anyoneLine, columnHeads, heads, type Place } from './walk'

interface MatrixHeadProps {
  readonly picture: Picture
  readonly size: Size
  readonly headWidth: number
  readonly headHeight: number
  readonly lineHeight: number
  readonly first: number
  readonly last: number
  readonly active: Place
  /** The column that is looked at. */
  readonly looked: number | undefined
}

const ring =
  'group-focus-visible:outline-2 group-focus-visible:-outline-offset-2 group-focus-visible:outline-ink'

/** The names of destinations, where to start by number, and the doors that are open to anyone. */
export function MatrixHead(props: MatrixHeadProps) {
  const { picture, size, headWidth, headHeight, lineHeight, first, last, active, looked } = props
  const width = headWidth + (picture.lines + 1) * size.width
  const columns = Array.from({ length: last - first + 1 }, (_, at) => first + at)
  return (
    <div className="sticky top-0 z-6 bg-surface" style={{ width, height: headHeight + lineHeight }}>
      <div
        role="row"
        aria-rowindex={1}
        className="absolute top-0 left-0"
        style={{ width, height: headHeight }}
      >
        <div
          role="columnheader"
          aria-colindex={1}
          style={{ width: headWidth, height: headHeight }}
          className="sticky left-0 z-4 flex items-end justify-end gap-2 bg-surface pr-6 pb-0.5 text-2xs text-text-3 pointer-coarse:pr-8"
        >
          <span>from ↓</span>
          <span>to →</span>
        </div>
        {columns.map(column => {
          const end = endAt(picture, column)
          const line = end === 'internet' ? undefined : end
          const begins = line?.group !== undefined && groupBegins(picture, column)
          return (
            <div
              key={column}
              role="columnheader"
              id={cellId(columnHeads, column)}
              aria-colindex={column + 2}
              data-row={columnHeads}
              data-column={column}
              data-active={(active.row === columnHeads && active.column === column) || undefined}
              style={{ left: headWidth + column * size.width, width: size.width - 1, height: headHeight }}
              className={`absolute top-0 flex cursor-pointer flex-col items-center justify-end gap-0.5 text-2xs leading-none hover:bg-surface-2 ${
                line?.start === undefined ? 'text-text-2' : 'font-semibold text-text'
              } ${column === looked ? 'bg-surface-2' : ''} ${
                active.row === columnHeads && active.column === column ? ring : ''
              }`}
            >
              <span
                className="min-h-0 flex-1 rotate-180 truncate [writing-mode:vertical-rl]"
                {...(end && { title: endName(end) })}
              >
                <EndLabel end={end} />
              </span>
              <Rank line={line} repeats={line?.group !== undefined && !begins} />
            </div>
          )
        })}
      </div>
      <Doors {...props} columns={columns} width={width} />
    </div>
  )
}

/** The number of a group among those to start with. */
function Rank({ line, repeats }: { readonly line: Line | undefined; readonly repeats: boolean }) {
  return (
    <span
      className={`mb-0.5 grid h-3.5 w-3.5 shrink-0 place-items-center rounded-[2px] text-[10px] font-semibold ${
        line?.start !== undefined && !repeats ? 'bg-ink text-on-ink forced-color-adjust-none' : ''
      }`}
    >
      {!repeats && line?.start !== undefined && (
        <>
          <span className="sr-only">start here, number </span>
          {line.start}
        </>
      )}
    </span>
  )
}

type DoorsProps = MatrixHeadProps & { readonly columns: readonly number[]; readonly width: number }

/** The line of Anyone: columns with workloads that take in whoever comes. */
function Doors(props: DoorsProps) {
  const { picture, size, headWidth, headHeight, lineHeight, active, columns, width } = props
  return (
    <div
      role="row"
      aria-rowindex={2}
      className="absolute left-0"
      style={{ width, top: headHeight, height: lineHeight }}
    >
      <div
        role="rowheader"
        id={cellId(anyoneLine, heads)}
        aria-colindex={1}
        data-row={anyoneLine}
        data-column={heads}
        data-active={(active.row === anyoneLine && active.column === heads) || undefined}
        style={{ width: headWidth, height: lineHeight }}
        className={`sticky left-0 z-4 flex cursor-pointer items-center justify-end bg-surface pr-6 text-text-2 pointer-coarse:pr-8 hover:bg-surface-2 ${
          lineHeight < 20 ? 'text-2xs leading-none' : 'text-xs'
        } ${active.row === anyoneLine && active.column === heads ? ring : ''}`}
      >
        Anyone
      </div>
      {columns.map(column => {
        const end = endAt(picture, column)
        const door = picture.doorAt(column)
        return (
          <div
            key={column}
            role="gridcell"
            id={cellId(anyoneLine, column)}
            aria-colindex={column + 2}
            aria-label={
              end === undefined
                ? 'not loaded yet'
                : end === 'internet'
                  ? 'the internet is nobody’s workload'
                  : doorSentence(end, door)
            }
            data-row={anyoneLine}
            data-column={column}
            data-active={(active.row === anyoneLine && active.column === column) || undefined}
            style={{ left: headWidth + column * size.width, width: size.width - 1, height: lineHeight - 3 }}
            className={`absolute top-0 flex items-end justify-center gap-1 overflow-hidden border-b-2 pb-px text-2xs leading-none tabular-nums select-none ${end === 'internet' ? '' : 'cursor-pointer'} ${
              door ? 'border-implicit font-semibold text-implicit-text' : 'border-transparent'
            } ${active.row === anyoneLine && active.column === column ? ring : ''}`}
          >
            {door && (
              <>
                <span className="font-bold">!</span>
                {fits(doorText(door), size.width) && doorText(door)}
              </>
            )}
          </div>
        )
      })}
    </div>
  )
}
