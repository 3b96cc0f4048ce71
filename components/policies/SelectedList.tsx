import Link from 'next/link'
import type { PolicyDetail } from '@/lib/api/policy-contract'
import { numberText } from '@/lib/words/number'
import { useHrefs } from '../capture/use-capture'
import { EndName } from '../signs/EndName'

/** The workloads that an object selects, each a way to the explorer. */
export function SelectedList({ detail: { selected, selects } }: { readonly detail: PolicyDetail }) {
  const { explorer } = useHrefs()
  if (selected.length === 0) return <p className="text-text-2">It selects no workload.</p>
  return (
    <>
      <ul aria-label="Selected workloads" className="-mx-1.5">
        {selected.map(({ workload, certain }) => (
          <li key={workload}>
            <Link
              href={explorer({ about: workload })}
              prefetch={false}
              className="target-row flex items-center gap-2 rounded-sm px-1.5 hover:bg-surface-2"
            >
              <span className="min-w-0 truncate">
                <EndName end={workload} withKind />
              </span>
              {!certain && <span className="ml-auto shrink-0 text-2xs text-text-2">possibly</span>}
            </Link>
          </li>
        ))}
      </ul>
      {selects.possibly > selected.length && (
        <p className="mt-1 text-xs text-text-2">
          and {numberText(selects.possibly - selected.length)} more workloads
        </p>
      )}
    </>
  )
}
