'use client'

import { useQuery } from '@tanstack/react-query'
import type { Overview } from '@/lib/api/overview-contract'
import type { UnknownsAnswer } from '@/lib/api/matrix-contract'
import { smallestRole } from '@/lib/words/smallest-role'
import { numberText } from '@/lib/words/number'
import { sentence } from '@/lib/words/sentence'
import { ReadAgain } from '../capture/ReadAgain'
import { totalOf } from '../filter/lens-words'
import { ClassBadge } from '../signs/ClassBadge'
import { DetailSkeleton } from '../states/DetailSkeleton'
import { Failure } from '../states/Failure'
import { Button } from '../ui/Button'
import { CopyButton } from '../ui/CopyButton'
import { WithCode } from '../ui/WithCode'
import { unknownsQuery } from '../workbench/queries'
import type { ViewControl } from '../workbench/use-view'
import { PanelHead } from './PanelHead'
import { PolicyLink } from './PolicyLink'
import {
  inOrder,
  isPermission,
  settlingText,
  unknownsSentence,
  whereText,
  type UnknownItem,
} from './unknown-words'

interface UnknownsDetailProps {
  readonly overview: Overview
  readonly control: ViewControl
}

/** What keeps connections unknown, counted; what would settle most first, and the rights that it takes. */
export function UnknownsDetail({ overview, control }: UnknownsDetailProps) {
  const answer = useQuery(unknownsQuery())
  const { unknown } = overview.counts
  const items = inOrder(answer.data?.items ?? [])
  const missing = items.flatMap(item =>
    isPermission(item) && item.object ? [{ object: item.object, ...place(item) }] : [],
  )
  return (
    <>
      <PanelHead
        over={
          <>
            <ClassBadge of="unknown" />
            <span>
              {numberText(unknown)} of {numberText(totalOf(overview.counts))} connections
            </span>
          </>
        }
        title="What would settle it"
        onClose={control.back}
      >
        {answer.data && (
          <p className="mt-2 max-w-[72ch] text-md break-words">{unknownsSentence(answer.data)}</p>
        )}
        <div className="mt-3 flex flex-wrap gap-2 empty:hidden">
          {unknown > 0 && (
            <Button onClick={() => control.set({ class: ['unknown'], view: 'table', show: null }, 'push')}>
              Show the {numberText(unknown)} in the table
            </Button>
          )}
          <ReadAgain source={overview.source} />
        </div>
      </PanelHead>
      {answer.isError && <Failure error={answer.error} onRetry={() => void answer.refetch()} />}
      {answer.isPending && <DetailSkeleton />}
      <ol aria-label="What would settle it">
        {items.map((item, at) => (
          <Cause key={at} item={item} />
        ))}
      </ol>
      {answer.data && <Looked answer={answer.data} />}
      <Role text={smallestRole(missing)} items={items.filter(isPermission)} />
    </>
  )
}

const place = ({ namespace }: UnknownItem) => (namespace === undefined ? {} : { namespace })

function Cause({ item }: { readonly item: UnknownItem }) {
  const { object, pairs, remedy } = item
  return (
    <li className="grid grid-cols-[3rem_minmax(0,1fr)] gap-x-3 border-b border-line px-4 py-2.5">
      <span className="text-right text-xl font-semibold tabular-nums">
        {pairs === undefined ? '?' : numberText(pairs)}
        <span className="sr-only">
          {' '}
          {pairs === undefined ? 'connections cannot be counted for this' : 'connections'}
        </span>
      </span>
      <div className="min-w-0 break-words">
        <p className="font-medium">{settlingText(item)}</p>
        <p className="text-xs text-text-2">{whereText(item)}</p>
        {object && object.name !== '*' && item.kind !== 'unlisted' && (
          <p className="text-xs text-text-2">
            <PolicyLink policy={object} />
          </p>
        )}
        <p className="mt-0.5 text-xs text-text-2">
          <WithCode text={sentence(remedy)} />
        </p>
      </div>
    </li>
  )
}

function Looked({ answer: { looked, of, items } }: { readonly answer: UnknownsAnswer }) {
  const waits = items.length > 1
  if (!waits && looked >= of) return null
  return (
    <p className="border-b border-line px-4 py-2.5 text-xs text-text-2">
      {waits && 'One connection may wait for several of these, so the counts do not add up. '}
      {looked < of &&
        `The likeliest ${numberText(looked)} of ${numberText(of)} possible causes were looked at.`}
    </p>
  )
}

interface RoleProps {
  readonly text: string | undefined
  readonly items: readonly UnknownItem[]
}

/** The rights that are missing, ready to be applied. */
function Role({ text, items }: RoleProps) {
  if (text === undefined) return null
  const [only, ...others] = items
  const settles =
    others.length === 0 && only?.pairs !== undefined
      ? `that settles ${numberText(only.pairs)}`
      : `for these ${items.length}`
  return (
    <section aria-labelledby="role" className="px-4 py-3">
      <div className="flex flex-wrap items-center gap-2">
        <h3 id="role" className="flex-1 text-xs font-semibold">
          Smallest role {settles}
        </h3>
        <CopyButton text={text} what="the role" />
      </div>
      <pre
        role="region"
        aria-label="Smallest role, as YAML"
        tabIndex={0}
        className="mt-2 overflow-x-auto rounded-md border border-line-strong px-3 py-2 font-mono text-xs leading-[1.1875rem]"
      >
        {text}
      </pre>
      <p className="mt-2 text-xs text-text-2">
        Bind it to the account that podtrust reads with, then read again. <code>deploy/rbac.yaml</code>, and{' '}
        <code>deploy/rbac-istio.yaml</code> where Istio runs, grant all that podtrust can use; none of them
        lets it write anything, or read a Secret.
      </p>
    </section>
  )
}
