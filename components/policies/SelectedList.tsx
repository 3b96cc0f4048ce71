import Link from 'next/link'
import type { PolicyDetail } from '@/lib/api/policy-contract'
import { useHrefs } from '../capture/use-capture'
import { EndName } from '../signs/EndName'
import { FirstFew } from '../ui/FirstFew'

/** The workloads that an object selects, each a way to the explorer. */
export function SelectedList({ detail: { selected, selects } }: { readonly detail: PolicyDetail }) {
  const { explorer } = useHrefs()
  if (selected.length === 0) return <p className="text-text-2">It selects no workload.</p>
  return (
    <FirstFew
      items={selected}
      total={selects.possibly}
      noun="workload"
      label="Selected workloads"
      keyOf={({ workload }) => workload}
    >
      {({ workload, certain }) => (
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
      )}
    </FirstFew>
  )
}
