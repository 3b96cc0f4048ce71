'use client'

import { useQuery } from '@tanstack/react-query'
import type { Explained, ObjectText } from '@/lib/api/contract'
import { visible } from '@/lib/words/visible'
import { placeText } from '../overview/sentences'
import { Failure } from '../states/Failure'
import { objectQuery } from '../workbench/queries'
import { isMarked, yamlParts, type YamlPart } from './yaml-lines'

interface ObjectCardProps {
  readonly object: Explained['objects'][number]
  readonly open: boolean
}

const roles = { decided: 'decides', considered: 'looked at', 'near-miss': 'near miss' }

/** One object as it was read, the lines that matter marked. */
export function ObjectCard({ object: { ref, role, paths }, open }: ObjectCardProps) {
  const answer = useQuery(objectQuery({ ref, paths }))
  const { data } = answer
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
      {data?.origin && (
        <p className="border-t border-line px-2.5 py-1 text-2xs wrap-anywhere text-text-2">
          {placeText(data.origin)}
        </p>
      )}
      {answer.isError && <Failure error={answer.error} onRetry={() => void answer.refetch()} />}
      {data ? <Yaml object={data} /> : !answer.isError && <div className="skeleton m-3 h-24" />}
    </details>
  )
}

const partStyles: Readonly<Record<YamlPart['kind'], string>> = {
  key: 'text-code-key',
  comment: 'text-code-comment',
  text: '',
}

function Yaml({ object: { yaml, marked } }: { readonly object: ObjectText }) {
  const lines = yaml.replace(/\n$/, '').split('\n')
  return (
    <div
      role="region"
      aria-label="YAML, deciding lines marked"
      tabIndex={0}
      className="overflow-x-auto border-t border-line -outline-offset-2"
    >
      <ol className="w-max min-w-full py-1 font-mono text-xs leading-[1.1875rem]">
        {lines.map((line, i) => {
          const on = isMarked(i + 1, marked)
          return (
            <li key={i} className={`flex whitespace-pre ${on ? 'bg-code-mark' : ''}`}>
              <span
                aria-hidden
                className={`w-9 shrink-0 pr-3 text-right select-none ${on ? 'text-text-2 shadow-[inset_2px_0_var(--pt-ink)]' : 'text-text-3'}`}
              >
                {i + 1}
              </span>
              <code className="pr-3 text-[1em]">
                {on && <span className="sr-only">marked: </span>}
                {yamlParts(visible(line)).map((part, at) => (
                  <span key={at} className={partStyles[part.kind]}>
                    {part.text}
                  </span>
                ))}
              </code>
            </li>
          )
        })}
      </ol>
    </div>
  )
}
