'use client'

import { useQueries, useQuery } from '@tanstack/react-query'
import { ClassGlyph } from '../signs/ClassGlyph'
import { EndName } from '../signs/EndName'
import type { ConnectionEnds } from '../workbench/ends'
import { searchQuery, workloadsQuery } from '../workbench/queries'
import { deniedPairs } from './denied-pairs'
import { nothingLeaves } from './sentences'
import { numberText } from '@/lib/words/number'

const most = 6

/** Says by name who may not talk, where a whole namespace shut itself off. */
export function NothingLeaves({ namespaces }: { readonly namespaces: readonly string[] }) {
  const workloads = useWorkloads(namespaces)
  if (workloads.length === 0) return null
  return (
    <p className="mt-2 max-w-[72ch] text-md break-words">
      {nothingLeaves(workloads.map(({ name }) => name))}
    </p>
  )
}

interface DeniedListProps {
  readonly namespaces: readonly string[]
  /** Pairs that are listed with their reasons already. */
  readonly told: readonly ConnectionEnds[]
  readonly onSelect: (ends: ConnectionEnds) => void
}

/** Pairs of such a namespace, and DNS, each a way to the reasons of its denial. */
export function DeniedList({ namespaces, told, onSelect }: DeniedListProps) {
  const workloads = useWorkloads(namespaces)
  const dns = useQuery(searchQuery('dns')).data?.items.find(({ namespace }) => namespace === 'kube-system')
  const { pairs, more } = deniedPairs(
    workloads.map(({ key }) => key),
    dns?.key,
    told,
    most,
  )
  if (pairs.length === 0) return null
  return (
    <section aria-labelledby="denied" className="border-b border-line px-4 py-3">
      <h3 id="denied" className="text-xs font-semibold">
        Denied
      </h3>
      <ul className="mt-1 -mx-1.5">
        {pairs.map(pair => (
          <li key={`${pair.from} ${pair.to}`}>
            <button
              type="button"
              onClick={() => onSelect(pair)}
              className="target-row flex w-full min-w-0 items-center gap-2 rounded-sm px-1.5 text-left hover:bg-surface-2"
            >
              <ClassGlyph of="denied" size={12} />
              <span className="truncate">
                <EndName end={pair.from} /> <span className="text-text-3">→</span> <EndName end={pair.to} />
              </span>
              {pair.port && <span className="ml-auto shrink-0 text-2xs text-text-2">DNS</span>}
            </button>
          </li>
        ))}
      </ul>
      {more > 0 && <p className="mt-1 text-xs text-text-2">and {numberText(more)} more pairs</p>}
    </section>
  )
}

const useWorkloads = (namespaces: readonly string[]) =>
  useQueries({
    queries: namespaces.slice(0, 3).map(namespace => workloadsQuery(namespace)),
    combine: results => results.flatMap(({ data }) => data?.items ?? []),
  })
