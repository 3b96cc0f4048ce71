import Link from 'next/link'
import type { ReactNode } from 'react'
import { useHrefs } from '../capture/use-capture'
import { EndName } from '../signs/EndName'

/** A workload, and a way to it in the explorer; what is said of it stands at the end of the line. */
export function WorkloadLink({
  workload,
  children,
}: {
  readonly workload: string
  readonly children?: ReactNode
}) {
  const { explorer } = useHrefs()
  return (
    <Link
      href={explorer({ about: workload })}
      prefetch={false}
      className="target-row flex min-w-0 items-center gap-2 rounded-sm px-1.5 hover:bg-surface-2"
    >
      <span className="min-w-0 truncate">
        <EndName end={workload} withKind />
      </span>
      <span className="ml-auto shrink-0 text-2xs text-text-2">{children}</span>
    </Link>
  )
}
