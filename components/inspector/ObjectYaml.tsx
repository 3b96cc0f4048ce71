'use client'

import { useQuery } from '@tanstack/react-query'
import type { ObjectText } from '@/lib/api/object-contract'
import type { ObjectRef, Path } from '@/lib/model/object'
import { visible } from '@/lib/words/visible'
import { placeText } from '../overview/sentences'
import { Failure } from '../states/Failure'
import { objectQuery } from '../workbench/queries'
import { isMarked, yamlParts, type YamlPart } from './yaml-lines'

interface ObjectYamlProps {
  readonly object: ObjectRef
  readonly paths: readonly Path[]
  /** What the marked lines are: `deciding lines`. */
  readonly marks?: string
}

/** Where an object was written, and its text as it was read with the lines that matter marked. */
export function ObjectYaml({ object, paths, marks = 'deciding lines' }: ObjectYamlProps) {
  const answer = useQuery(objectQuery({ ref: object, paths }))
  const { data } = answer
  return (
    <>
      {data?.origin && (
        <p className="border-t border-line px-2.5 py-1 text-2xs wrap-anywhere text-text-2">
          {placeText(data.origin)}
        </p>
      )}
      {answer.isError && <Failure error={answer.error} onRetry={() => void answer.refetch()} />}
      {data ? <Yaml object={data} marks={marks} /> : !answer.isError && <div className="skeleton m-3 h-24" />}
    </>
  )
}

const partStyles: Readonly<Record<YamlPart['kind'], string>> = {
  key: 'text-code-key',
  comment: 'text-code-comment',
  text: '',
}

function Yaml({ object: { yaml, marked }, marks }: { readonly object: ObjectText; readonly marks: string }) {
  const lines = yaml.replace(/\n$/, '').split('\n')
  return (
    <div
      role="region"
      aria-label={`YAML, ${marks} marked`}
      tabIndex={0}
      className="overflow-x-auto border-t border-line -outline-offset-2"
    >
      <ol className="w-max min-w-full py-1 print:w-auto font-mono text-xs leading-[1.1875rem]">
        {lines.map((line, i) => {
          const on = isMarked(i + 1, marked)
          return (
            <li
              key={i}
              className={`flex whitespace-pre print:whitespace-pre-wrap ${on ? 'bg-code-mark' : ''}`}
            >
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
