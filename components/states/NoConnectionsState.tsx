import type { Overview } from '@/lib/api/overview-contract'
import { visible } from '@/lib/words/visible'
import { numberText } from '@/lib/words/number'
import { DidYouMean } from '../filter/DidYouMean'
import { Button } from '../ui/Button'
import type { ViewControl } from '../workbench/use-view'
import { EmptyState } from './EmptyState'
import { whyNone } from './no-connections'

interface NoConnectionsStateProps {
  readonly overview: Overview
  readonly control: ViewControl
  /** On a picture that stays. */
  readonly floats?: boolean
}

/** In place of a view of connections that holds none, or on it: why, and one click on. */
export function NoConnectionsState({ overview, control, floats = false }: NoConnectionsStateProps) {
  const { view, set } = control
  const why = whyNone(overview, view)
  switch (why.kind) {
    case 'no-workloads':
      return (
        <EmptyState floats={floats} title="No workloads were loaded">
          There are no pods in what was read, and no templates that make any, so nothing can talk and nothing
          can be judged. Load the workloads together with their policies, for example everything that `kubectl
          get all,networkpolicies,namespaces --all-namespaces -o yaml` prints.
        </EmptyState>
      )
    case 'no-pods':
      return (
        <EmptyState
          floats={floats}
          title={`No pods in ${visible(why.namespace)}`}
          action={<Button onClick={() => set({ about: '' }, 'push')}>Show every namespace</Button>}
        >
          The namespace exists and has no pods, and no templates that make any. Nothing was left out.
        </EmptyState>
      )
    case 'all-denied':
      return (
        <EmptyState floats={floats} title="No connection is possible">
          Every connection between the workloads is denied. The panel says by what.
        </EmptyState>
      )
    case 'filtered':
      return (
        <EmptyState
          floats={floats}
          title={`The filter hides all ${numberText(why.all)} connections`}
          action={
            <Button onClick={() => set({ class: [], q: '', about: '', hide: [] }, 'push')}>
              Clear the filter
            </Button>
          }
        >
          Nothing passes:
          <ul className="mt-1.5 space-y-1.5">
            {why.filters.map(({ words, end, without }) => (
              <li key={end} className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <bdi className="min-w-0 break-words text-text">{words}</bdi>
                {why.filters.length > 1 && (
                  <button
                    type="button"
                    onClick={() => set(without, 'push')}
                    className="target underline decoration-line-control underline-offset-3 hover:decoration-ink"
                  >
                    {end}
                  </button>
                )}
              </li>
            ))}
          </ul>
          {view.q.trim() !== '' && <DidYouMean q={view.q.trimEnd()} onTake={q => set({ q }, 'push')} />}
        </EmptyState>
      )
  }
}
