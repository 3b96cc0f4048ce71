import type { Overview } from '@/lib/api/overview-contract'
import { headlineSentence } from '../overview/sentences'
import type { ViewControl } from './use-view'

interface NarrowHeadlineProps {
  readonly overview: Overview
  readonly control: ViewControl
}

/** Where the panel is a sheet, its first words stand above the table. */
export function NarrowHeadline({ overview, control }: NarrowHeadlineProps) {
  return (
    <section
      aria-label="Summary"
      className="flex shrink-0 items-start gap-3 border-b border-line bg-surface px-4 py-2 md:hidden low:items-center low:py-0.5 low:group-has-[[role=status]]/notes:border-line-control low:not-group-has-[[role=status]]/notes:flex-1"
    >
      <p className="min-w-0 flex-1 break-words text-text-2 low:truncate low:group-has-[[role=status]]/notes:sr-only">
        {headlineSentence(overview.headline)}
      </p>
      <button
        type="button"
        onClick={() => control.set({ about: '', from: null, to: null, port: null, show: 'start' }, 'push')}
        className="target shrink-0 font-medium underline decoration-line-control underline-offset-3"
      >
        Where to start
      </button>
    </section>
  )
}
