import { numberText } from '@/lib/words/number'
import { ClassGlyph } from '../signs/ClassGlyph'
import { Button } from '../ui/Button'
import { cellSentence, doorSentence, endName, type End } from './cell-text'
import { endAt, type Picture } from './picture'
import type { Acts } from './use-acts'
import { anyoneLine, columnHeads, heads, type Place } from './walk'

interface MatrixFootProps {
  readonly picture: Picture
  /** What the pointer or the keys stand on. */
  readonly place: Place
  readonly acts: Acts
  readonly onToggle: (() => void) | undefined
  readonly height: number
}

/** What the cell in hand says, where cells are too small to say it, and buttons for what its keys do. */
export function MatrixFoot({ picture, place, acts, onToggle, height }: MatrixFootProps) {
  const ends = { from: endAt(picture, place.row), to: endAt(picture, place.column) }
  const share = picture.rowAt(place.row)?.get(place.column)
  const words = acts.words(place, ends)
  const groups = [ends.from, ends.to].filter(end => end !== undefined && end !== 'internet')
  const open = groups.length > 0 && groups.every(line => line?.kind === 'workload')
  return (
    <div
      style={{ minHeight: height }}
      className="flex shrink-0 flex-wrap items-center gap-x-2 gap-y-1 border-t border-line bg-surface px-3 py-1 text-xs"
    >
      <p className="flex min-w-0 flex-1 items-center gap-1.5 max-sm:basis-full">
        {share && place.row >= 0 && place.column >= 0 && <ClassGlyph of={share.trustClass} size={12} />}
        <bdi className="truncate">{saying(picture, place, ends)}</bdi>
      </p>
      {words !== undefined && (
        <Button tone="quiet" className="text-xs" onClick={() => acts.open(place, ends)}>
          {words}
        </Button>
      )}
      {onToggle && groups.length > 0 && (
        <Button tone="quiet" className="text-xs" aria-keyshortcuts="x" onClick={onToggle}>
          {open ? 'Close groups' : 'Open into workloads'}
        </Button>
      )}
    </div>
  )
}

function saying(
  picture: Picture,
  { row, column }: Place,
  { from, to }: { readonly from: End | undefined; readonly to: End | undefined },
): string {
  if (row === anyoneLine && column === heads)
    return 'Anyone: columns with workloads that take in whoever comes'
  if (row === anyoneLine && to) return to === 'internet' ? '' : doorSentence(to, picture.doorAt(column))
  const head = row === columnHeads ? to : column === heads ? from : undefined
  if (head) return headText(head, row === columnHeads)
  return from && to ? cellSentence(from, to, picture.rowAt(row)?.get(column)) : ''
}

function headText(end: End, arriving: boolean): string {
  if (end === 'internet') return endName(end)
  const { implicit, unknown } = arriving ? end.incoming : end.outgoing
  const way = arriving ? 'arrive' : 'leave'
  return `${endName(end)}: ${numberText(implicit)} implicit and ${numberText(unknown)} unknown ${way}`
}
