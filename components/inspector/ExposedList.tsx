import type { WorkloadDetail } from '@/lib/api/workload-contract'
import { numberText } from '@/lib/words/number'

/** Pods that need not exist yet, one sentence each. */
export function ExposedList({ of: { total, items } }: { readonly of: WorkloadDetail['wouldAccept'] }) {
  if (total === 0) return 'no pod'
  return (
    <ul>
      {items.map(sentence => (
        <li key={sentence} className="break-words">
          {sentence}
        </li>
      ))}
      {total > items.length && <li>and {numberText(total - items.length)} more</li>}
    </ul>
  )
}
