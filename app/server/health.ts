import type { Health } from '@/lib/api/capture-contract'
import type { Holder } from './holder'
import { progressCounts, progressText } from './progress'

/** How far a capture is: whether it is loaded, how often it was read, and what goes on beside it. */
export function healthOf({ state, reading, again, changes }: Holder): Health {
  return {
    status: state.kind,
    ...(state.kind === 'loading' && {
      detail: progressText(state.progress),
      ...(state.progress && { progress: progressCounts(state.progress) }),
    }),
    ...(state.kind === 'failed' && { detail: state.message }),
    reading,
    again: againOf(again),
    ...(changes && { changes }),
  }
}

function againOf(again: Holder['again']): Health['again'] {
  switch (again.kind) {
    case 'no':
      return { state: 'no' }
    case 'running':
      return {
        state: 'running',
        detail: progressText(again.progress),
        ...(again.progress && { progress: progressCounts(again.progress) }),
      }
    case 'failed':
      return { state: 'failed', detail: again.message }
  }
}
