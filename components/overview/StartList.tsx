import type { Overview } from '@/lib/api/overview-contract'
import { ClassCount } from '../signs/ClassCount'
import { startAbout, startSentence } from './sentences'

interface StartListProps {
  readonly overview: Overview
  readonly onLookAt: (about: string) => void
  readonly most?: number
  readonly className?: string
}

/** Where to start, in the order of what it would close. */
export function StartList({ overview, onLookAt, most = 10, className = '' }: StartListProps) {
  return (
    <ol className={className}>
      {overview.start.slice(0, most).map(start => (
        <li key={`${start.kind} ${startAbout(start)}`} className="min-w-0">
          <button
            type="button"
            onClick={() => onLookAt(startAbout(start))}
            className="target flex w-full min-w-0 items-center gap-2 rounded-md px-1.5 text-left hover:bg-surface-2 md:rounded-sm"
          >
            <ClassCount of="implicit" count={start.implicit} />
            <bdi className={most < 10 ? 'truncate' : 'min-w-0 break-words'}>{startSentence(start)}</bdi>
          </button>
        </li>
      ))}
    </ol>
  )
}
