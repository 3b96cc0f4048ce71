import { groupLabel, readGroupName } from '@/lib/views/group-name'
import { visible } from '@/lib/words/visible'
import { namespaceOf, workloadName } from '../workbench/ends'

interface EndNameProps {
  /** Workload key, the name of a group, `anyone`, `internet` or an address. */
  readonly end: string
  /** Shows the kind as well, where two workloads are alike but for it. */
  readonly withKind?: boolean
}

/** A name as `namespace/name`, the namespace quieter. Names are the cluster's own text, so nothing in them may act. */
export function EndName({ end, withKind = false }: EndNameProps) {
  const workload = workloadName(end)
  if (workload === undefined) return <bdi className="font-semibold">{plainEnd(end)}</bdi>
  return (
    <bdi>
      <span className="font-normal text-text-3 in-aria-pressed:text-text-2 in-aria-selected:text-text-2">
        {visible(workload.namespace)}/
      </span>
      <span className="font-medium">{visible(workload.name)}</span>
      {withKind && <span className="font-normal text-text-3">[{visible(workload.kind)}]</span>}
    </bdi>
  )
}

/** The same as one string, for labels and titles. */
export function endText(end: string): string {
  const workload = workloadName(end)
  return workload === undefined ? plainEnd(end) : `${visible(workload.namespace)}/${visible(workload.name)}`
}

function plainEnd(end: string): string {
  if (end === 'internet') return 'Internet'
  if (end === 'anyone') return 'Anyone'
  const group = end.startsWith('group:') ? readGroupName(end.slice('group:'.length)) : undefined
  return visible(group ? groupLabel(group.by, group.id) : (namespaceOf(end) ?? end))
}
