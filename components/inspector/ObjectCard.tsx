import type { Explained } from '@/lib/api/contract'
import { visible } from '@/lib/words/visible'
import { ObjectYaml } from './ObjectYaml'

interface ObjectCardProps {
  readonly object: Explained['objects'][number]
  readonly open: boolean
}

const roles = { decided: 'decides', considered: 'looked at', 'near-miss': 'near miss' }

/** One object as it was read, the lines that matter marked. */
export function ObjectCard({ object: { ref, role, paths }, open }: ObjectCardProps) {
  return (
    <details open={open} className="overflow-hidden rounded-md border border-line-strong">
      <summary className="target flex items-center gap-2 px-2.5 py-1.5 -outline-offset-2 hover:bg-surface-2">
        <span className="rounded-sm bg-surface-2 px-1.5 text-2xs font-medium text-text-2">
          {visible(ref.kind)}
        </span>
        <bdi className="min-w-0 truncate font-semibold">
          {ref.namespace !== undefined && `${visible(ref.namespace)}/`}
          {visible(ref.name)}
        </bdi>
        <span className="ml-auto shrink-0 text-2xs text-text-2">{roles[role]}</span>
      </summary>
      <ObjectYaml object={ref} paths={paths} />
    </details>
  )
}
