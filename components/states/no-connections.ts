import type { Overview } from '@/lib/api/overview-contract'
import { listed } from '@/lib/words/count'
import { visible } from '@/lib/words/visible'
import { noiseName, totalOf } from '../filter/lens-words'
import { endText } from '../signs/EndName'
import { namespaceOf } from '../workbench/ends'
import type { View } from '../workbench/view-state'

/** Why a view of connections is empty. Each means something else, so each is said apart. */
export type NoConnections =
  /** Nothing that could talk was loaded. */
  | { readonly kind: 'no-workloads' }
  /** The namespace that is looked at exists, and nothing runs in it. */
  | { readonly kind: 'no-pods'; readonly namespace: string }
  /** Policies deny every connection. */
  | { readonly kind: 'all-denied' }
  | { readonly kind: 'filtered'; readonly all: number; readonly filters: readonly ActiveFilter[] }

/** Something that keeps connections out, and the change of the view that ends it. */
export interface ActiveFilter {
  /** `the text api`, `class implicit`. */
  readonly words: string
  /** What the button that ends it says. */
  readonly end: string
  readonly without: Partial<View>
}

type Looked = Pick<View, 'class' | 'q' | 'hide' | 'about'>

type Contents = Pick<Overview, 'counts' | 'workloads'> & {
  readonly namespaces: readonly Pick<Overview['namespaces'][number], 'name' | 'workloads'>[]
}

export function whyNone({ counts, workloads, namespaces }: Contents, view: Looked): NoConnections {
  if (workloads === 0) return { kind: 'no-workloads' }
  const all = totalOf(counts)
  if (all === 0) return { kind: 'all-denied' }
  const about = namespaceOf(view.about)
  const scope = namespaces.find(({ name }) => name === about)
  if (scope?.workloads === 0) return { kind: 'no-pods', namespace: scope.name }
  return { kind: 'filtered', all, filters: activeFilters(view) }
}

function activeFilters({ class: classes, q, hide, about }: Looked): ActiveFilter[] {
  return [
    ...(q.trim() === ''
      ? []
      : [{ words: `the text ${visible(q.trim())}`, end: 'Clear the text', without: { q: '' } }]),
    ...(classes.length === 0
      ? []
      : [{ words: `class ${classes.join(' or ')}`, end: 'Show every class', without: { class: [] } }]),
    ...(about === ''
      ? []
      : [{ words: `the scope ${endText(about)}`, end: 'Show every namespace', without: { about: '' } }]),
    ...(hide.length === 0
      ? []
      : [
          {
            words: `what hides ${listed(hide.map(noise => noiseName[noise]))}`,
            end: 'Show what is hidden',
            without: { hide: [] },
          },
        ]),
  ]
}
