import type { Overview } from '@/lib/api/contract'
import { EmptyState } from '../states/EmptyState'
import { Button } from '../ui/Button'
import type { ViewControl } from '../workbench/use-view'

interface NoRowsProps {
  readonly overview: Overview
  readonly control: ViewControl
  /** Whether the view is narrowed to what is looked at. */
  readonly about?: boolean
}

/** Nothing to show: because nothing may talk, or because the filter hides it. */
export function NoRows({ overview, control, about = true }: NoRowsProps) {
  const { view, set } = control
  const all = Object.values(overview.counts).reduce((sum, count) => sum + count, 0)
  if (all === 0)
    return (
      <EmptyState title="No connection is possible">
        {overview.workloads === 0
          ? 'No workloads were loaded.'
          : 'Every connection between the workloads is denied. The panel says by what.'}
      </EmptyState>
    )
  const filters = [
    view.class.length > 0 && `class ${view.class.join(' or ')}`,
    about && view.about !== '' && 'the scope',
    view.q !== '' && 'the text of the filter',
    view.hide.length > 0 && 'what is left when noise is hidden',
  ].filter(part => part !== false)
  return (
    <EmptyState
      title={`The filter hides all ${all.toLocaleString('en-US')} connections`}
      action={
        <Button onClick={() => set({ class: [], q: '', hide: [], ...(about && { about: '' }) }, 'push')}>
          Clear the filter
        </Button>
      }
    >
      Nothing matches {filters.join(' and ')}.
    </EmptyState>
  )
}
