import type { ObjectRef, Path } from '@/lib/model/object'
import { visible } from '@/lib/words/visible'
import { ObjectYaml } from './ObjectYaml'

interface ObjectCardProps {
  readonly object: ObjectRef
  /** The part that it plays: `decides`. */
  readonly says: string
  readonly paths: readonly Path[]
  /** What the marked lines are; `ObjectYaml` has a word of its own. */
  readonly marks?: string
  /** False where its text could not be read. */
  readonly readable?: boolean
  readonly open: boolean
}

/** One object as it was read, the lines that matter marked. */
export function ObjectCard({ object: ref, says, paths, marks, readable = true, open }: ObjectCardProps) {
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
        <span className="ml-auto shrink-0 text-2xs text-text-2">{says}</span>
      </summary>
      {readable ? (
        <ObjectYaml object={ref} paths={paths} {...(marks !== undefined && { marks })} />
      ) : (
        <p className="border-t border-line px-2.5 py-2 text-text-2">
          Its text could not be read, so there is nothing to show.
        </p>
      )}
    </details>
  )
}
