import { ChevronDown, ChevronRight } from 'lucide-react'
import type { ConnectionRun } from '@/lib/api/connection-contract'
import { trustClasses, type TrustClass } from '@/lib/model/verdict'
import { count } from '@/lib/words/count'
import { numberText } from '@/lib/words/number'
import { ClassBadge } from '../signs/ClassBadge'
import { ClassCount } from '../signs/ClassCount'
import { EndName, endText } from '../signs/EndName'
import { othersWords, runWords } from './admission-words'
import type { Item } from './run-items'

interface RunLineProps {
  readonly id: string
  readonly index: number
  readonly item: Exclude<Item, { kind: 'row' }>
  readonly span: number
  readonly height: number
  readonly active: boolean
  readonly onPress: (index: number) => void
}

const ring =
  'group-focus-visible:outline-2 group-focus-visible:-outline-offset-2 group-focus-visible:outline-ink'

/** The heading of rows that stand together, which closes and opens them, or the line that says what they leave out. */
export function RunLine({ id, index, item, span, height, active, onPress }: RunLineProps) {
  return (
    <tr
      id={id}
      aria-rowindex={index + 2}
      {...(item.kind === 'run' && { 'aria-expanded': item.open })}
      onClick={() => onPress(index)}
      className={`cursor-pointer ${active ? ring : ''}`}
    >
      <th
        scope="row"
        colSpan={span}
        style={{ height }}
        className={`border-b border-line px-2.5 text-left font-normal ${item.kind === 'run' ? 'bg-surface-2' : ''}`}
      >
        {item.kind === 'run' ? (
          <RunHeading run={item.run} open={item.open} />
        ) : (
          <span className="pl-9 text-text-2">
            {count(item.hidden, 'more row')}
            {item.run.admitted && othersWords(item.run.admitted)}{' '}
            <button
              type="button"
              tabIndex={-1}
              className="target-row ml-2 font-medium text-text underline decoration-line-control underline-offset-3"
            >
              Show all<span className="sr-only"> of {runName(item.run)}</span>
            </button>
          </span>
        )}
      </th>
    </tr>
  )
}

function RunHeading({ run, open }: { readonly run: ConnectionRun; readonly open: boolean }) {
  const Arrow = open ? ChevronDown : ChevronRight
  const words = runWords(run)
  const [worst = 'verified', ...others] = trustClasses.filter(each => run.counts[each] > 0)
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Arrow size={13} aria-hidden className="shrink-0 text-text-2" />
      <ClassBadge of={worst} />
      {!isClass(run.key) && (
        <span className="min-w-0 truncate">
          <EndName end={run.key} />
        </span>
      )}
      <span className="flex shrink-0 items-center gap-3 text-xs text-text-2 tabular-nums">
        {numberText(run.counts[worst])} of{' '}
        {count(
          trustClasses.reduce((sum, each) => sum + run.counts[each], 0),
          'connection',
        )}
        {others.map(each => (
          <ClassCount key={each} of={each} count={run.counts[each]} />
        ))}
      </span>
      {words !== undefined && (
        <span className="ml-2 min-w-0 shrink-[100] truncate text-xs text-text-2 max-sm:hidden">{words}</span>
      )}
    </span>
  )
}

const isClass = (key: string): key is TrustClass => trustClasses.some(each => each === key)

const runName = ({ key }: ConnectionRun): string => (isClass(key) ? key : endText(key))
