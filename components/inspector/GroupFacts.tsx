'use client'

import { useQuery } from '@tanstack/react-query'
import type { GroupAnswer } from '@/lib/api/matrix-contract'
import { visible } from '@/lib/words/visible'
import { numberText } from '@/lib/words/number'
import { ClassCount } from '../signs/ClassCount'
import { EndName } from '../signs/EndName'
import { DetailSkeleton } from '../states/DetailSkeleton'
import { Failure } from '../states/Failure'
import { Button } from '../ui/Button'
import { FirstFew } from '../ui/FirstFew'
import { aboutNamespace } from '../workbench/ends'
import { groupQuery } from '../workbench/queries'
import type { ViewControl } from '../workbench/use-view'
import { CountRow } from './CountRow'
import { Fact, Facts } from './Facts'

interface GroupFactsProps {
  /** As `about` spells it. */
  readonly name: string
  readonly control: ViewControl
}

/** What a group of workloads comes to, and who is in it. */
export function GroupFacts({ name, control }: GroupFactsProps) {
  const answer = useQuery(groupQuery(name))
  if (answer.isError)
    return (
      <Failure
        error={answer.error}
        onRetry={() => void answer.refetch()}
        onLeave={() => control.lookAt('')}
        wasThere={answer.data !== undefined}
      />
    )
  if (!answer.data) return <DetailSkeleton />
  const { workloads, namespaces, isolated, open, incoming, outgoing, inside } = answer.data
  const stays = Object.values(inside).some(number => number > 0)
  return (
    <>
      <Facts>
        <Fact name="Workloads">
          {numberText(workloads.total)}, {numberText(isolated)} isolated, {numberText(open)} open to anyone
        </Fact>
        <Fact name="Coming in">
          <CountRow counts={incoming} />
        </Fact>
        <Fact name="Going out">
          <CountRow counts={outgoing} />
        </Fact>
        <Fact name="Inside">
          <CountRow counts={inside} />
          {stays && (
            <Button
              tone="quiet"
              className="-my-1 ml-1 text-xs"
              onClick={() => control.selectConnection({ from: name, to: name })}
            >
              Show these
            </Button>
          )}
        </Fact>
        {!name.startsWith('namespace:') && (
          <Fact name="Namespaces">
            <Namespaces of={namespaces} control={control} />
          </Fact>
        )}
      </Facts>
      <Members of={workloads} control={control} />
    </>
  )
}

interface NamespacesProps {
  readonly of: GroupAnswer['namespaces']
  readonly control: ViewControl
}

/** Namespaces that are named at first. */
const fewNamespaces = 8

function Namespaces({ of: { total, items }, control }: NamespacesProps) {
  if (total === 0) return 'none'
  const shown = items.slice(0, fewNamespaces)
  return (
    <>
      {shown.map(({ name, workloads }, at) => (
        <span key={name}>
          {at > 0 && ', '}
          <button
            type="button"
            onClick={() => control.lookAt(aboutNamespace(name))}
            className="target-row underline decoration-line-control underline-offset-3 hover:text-text hover:decoration-ink"
          >
            <bdi>{visible(name)}</bdi>
          </button>{' '}
          {numberText(workloads)}
        </span>
      ))}
      {total > shown.length && ` and ${numberText(total - shown.length)} more`}
    </>
  )
}

interface MembersProps {
  readonly of: GroupAnswer['workloads']
  readonly control: ViewControl
}

/** Workloads that are listed at first; the answer names more, and counts all. */
const listed = 8

function Members({ of: { total, items }, control }: MembersProps) {
  if (total === 0)
    return <p className="border-b border-line px-4 py-3 text-text-2">Nobody is in this group now.</p>
  return (
    <section aria-labelledby="members" className="border-b border-line px-4 py-3">
      <h3 id="members" className="flex items-baseline gap-2 text-xs font-semibold">
        Workloads <span className="font-normal text-text-3">{numberText(total)}</span>
      </h3>
      <FirstFew
        items={items}
        total={total}
        few={listed}
        noun="workload"
        keyOf={({ key }) => key}
        className="mt-1"
      >
        {({ key, counts }) => (
          <button
            type="button"
            onClick={() => control.lookAt(key)}
            className="target-row flex w-full min-w-0 items-center gap-2 rounded-sm px-1.5 text-left hover:bg-surface-2"
          >
            <span className="truncate">
              <EndName end={key} />
            </span>
            {counts.implicit > 0 && (
              <span className="ml-auto shrink-0 pl-2 text-xs">
                <ClassCount of="implicit" count={counts.implicit} />
              </span>
            )}
          </button>
        )}
      </FirstFew>
    </section>
  )
}
