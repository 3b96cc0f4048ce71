import { ChevronDown, ChevronRight } from 'lucide-react'
import { visible } from '@/lib/words/visible'
import type { Size } from './cell-size'
import { endName, type End } from './cell-text'
import { heads } from './walk'

interface RowHeadProps {
  readonly row: number
  readonly end: End | undefined
  /** The first workload of an expanded group closes it. */
  readonly begins: boolean
  readonly width: number
  readonly size: Size
  readonly active: boolean
  readonly looked: boolean
  readonly onToggle: (row: number) => void
}

/** The name of a source; a group opens into its workloads. */
export function RowHead({ row, end, begins, width, size, active, looked, onToggle }: RowHeadProps) {
  const line = end === 'internet' ? undefined : end
  const start = line?.start !== undefined
  return (
    <div
      role="rowheader"
      id={`matrix-${row}-${heads}`}
      aria-colindex={1}
      data-row={row}
      data-column={heads}
      data-active={active || undefined}
      style={{ width, height: size.height }}
      className={`sticky left-0 z-4 flex cursor-pointer items-center justify-end bg-surface text-right hover:bg-surface-2 ${
        size.height < 20 ? 'text-2xs leading-none' : 'text-xs'
      } ${start ? 'font-semibold text-text' : 'text-text-2'} ${looked ? 'shadow-[inset_2px_0_var(--pt-ink)]' : ''} ${
        active
          ? 'group-focus-visible:outline-2 group-focus-visible:-outline-offset-2 group-focus-visible:outline-ink'
          : ''
      }`}
    >
      <span className="min-w-0 truncate" {...(end && { title: endName(end) })}>
        <EndLabel end={end} />
      </span>
      {line && (line.kind !== 'workload' || begins) ? (
        <Toggle line={line} onToggle={() => onToggle(row)} />
      ) : (
        <span aria-hidden className={toggleWidth} />
      )}
    </div>
  )
}

interface ToggleProps {
  readonly line: Exclude<End, 'internet'>
  readonly onToggle: () => void
}

const toggleWidth = 'h-full w-6 shrink-0 pointer-coarse:w-8'

/** Opens a group into its workloads, as row and as column, or closes it again; the key is `x`. */
function Toggle({ line, onToggle }: ToggleProps) {
  const open = line.kind === 'workload'
  const Arrow = open ? ChevronDown : ChevronRight
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={
        open
          ? `Show ${visible(line.group ?? '')} as one line`
          : `Show the workloads of ${visible(line.label)}`
      }
      onClick={event => {
        event.stopPropagation()
        onToggle()
      }}
      className={`grid place-items-center rounded-sm text-text-3 hover:bg-surface-3 hover:text-text ${toggleWidth}`}
    >
      <Arrow size={11} aria-hidden />
    </button>
  )
}

/** A name as heads have room for: a workload without its namespace, which stands before it in the same order. */
export function EndLabel({ end }: { readonly end: End | undefined }) {
  if (end === undefined) return <span className="skeleton inline-block h-2.5 w-16" />
  if (end === 'internet') return 'Internet'
  return (
    <bdi className={end.kind === 'value' || end.kind === 'workload' ? '' : 'italic'}>
      {visible(end.label)}
    </bdi>
  )
}
