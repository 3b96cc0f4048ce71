'use client'

import { useQuery } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import Link from 'next/link'
import { Tabs } from 'radix-ui'
import type { ReactNode } from 'react'
import type { PolicyDetail as Detail } from '@/lib/api/policy-contract'
import { refText, type ObjectRef } from '@/lib/model/object'
import { count, listed } from '@/lib/words/count'
import { noteSentence, policySentence } from '@/lib/words/policy'
import { provenanceShort, provenanceText } from '@/lib/words/provenance'
import { visible } from '@/lib/words/visible'
import { numberText } from '@/lib/words/number'
import { useHrefs } from '../capture/use-capture'
import { ObjectYaml } from '../inspector/ObjectYaml'
import { PanelFrame } from '../inspector/PanelFrame'
import { PanelHead } from '../inspector/PanelHead'
import { ClassGlyph } from '../signs/ClassGlyph'
import { EndName } from '../signs/EndName'
import { DetailSkeleton } from '../states/DetailSkeleton'
import { Failure } from '../states/Failure'
import { DecidedList } from './DecidedList'
import { policyQuery } from './policy-queries'
import { SelectedList } from './SelectedList'
import type { PolicyControl } from './use-policy-view'

interface PolicyDetailProps {
  readonly policy: ObjectRef
  readonly control: PolicyControl
}

/** One object: what it does in a sentence, what is odd about it, then its text, its workloads and its pairs. */
export function PolicyDetail({ policy, control }: PolicyDetailProps) {
  const answer = useQuery(policyQuery(policy))
  const { data } = answer
  return (
    <PanelFrame>
      <PanelHead
        onClose={() => control.select(null)}
        over={
          <>
            <span className="shrink-0 rounded-sm bg-surface-2 px-1.5 py-px text-2xs font-medium">
              {visible(policy.kind)}
            </span>
            {data && (
              <span className="min-w-0 truncate">
                {/* The file stands above the text, whole. */}
                {data.from.kind === 'file' ? provenanceShort(data.from) : provenanceText(data.from)}
              </span>
            )}
          </>
        }
        title={
          <bdi>
            {policy.namespace !== undefined && (
              <span className="font-normal text-text-3">{visible(policy.namespace)}/</span>
            )}
            {visible(policy.name)}
          </bdi>
        }
      >
        {data && <p className="mt-1.5 max-w-[72ch] text-md break-words">{policySentence(data)}</p>}
      </PanelHead>
      {answer.isError && (
        <Failure
          error={answer.error}
          onRetry={() => void answer.refetch()}
          onLeave={() => control.select(null)}
          wasThere={answer.data !== undefined}
        />
      )}
      {!data && !answer.isError && <DetailSkeleton />}
      {data && <Facts detail={data} />}
      {data && <Sections detail={data} control={control} />}
      <p role="status" className="sr-only">
        {data && `${visible(refText(policy))}: ${policySentence(data)}`}
      </p>
    </PanelFrame>
  )
}

const crossings = { ingress: 'coming in', egress: 'going out' } as const

function Facts({ detail }: { readonly detail: Detail }) {
  const { explorer } = useHrefs()
  const { selects, reach, directions, notes, notesTotal } = detail
  const nobody = notes.find(note => note.kind === 'selects-nobody')
  const near = nobody?.kind === 'selects-nobody' ? nobody.near : []
  return (
    <>
      <dl className="grid grid-cols-[6.5rem_1fr] gap-x-3 gap-y-1.5 border-b border-line px-4 py-3 text-xs">
        <Fact name="Selects">
          {selects.workloads === selects.possibly
            ? selects.workloads
            : `${selects.workloads} for sure, ${selects.possibly} possibly,`}{' '}
          of {count(reach.workloads, 'workload')}
          {reach.namespace === undefined && ' in the cluster'}
        </Fact>
        {near.map(({ workload, wants, has }) => (
          <Fact key={workload} name="Would select">
            <Link href={explorer({ about: workload })} className={link}>
              <EndName end={workload} />
            </Link>
            , if <code className="font-mono">{visible(has)}</code> were{' '}
            <code className="font-mono">{visible(wants)}</code>
          </Fact>
        ))}
        <Fact name="Directions">{listed(directions.map(direction => crossings[direction]))}</Fact>
      </dl>
      {notes.length > 0 && (
        <section aria-labelledby="findings" className="border-b border-line px-4 py-3">
          <h3 id="findings" className="text-xs font-semibold">
            Findings <span className="font-normal text-text-3">{notesTotal}</span>
          </h3>
          <ul className="mt-1.5 space-y-1.5 text-xs">
            {notes.map((note, i) => (
              <li key={i} className="flex gap-2">
                <span className="mt-0.5 shrink-0">
                  {note.kind === 'unread' || note.kind === 'refused' ? (
                    <ClassGlyph of="unknown" size={12} />
                  ) : (
                    <TriangleAlert size={12} aria-hidden />
                  )}
                </span>
                <span className="min-w-0 wrap-anywhere">{noteSentence(note)}</span>
              </li>
            ))}
          </ul>
          {notesTotal > notes.length && (
            <p className="mt-1.5 text-xs text-text-2">and {notesTotal - notes.length} more like these</p>
          )}
        </section>
      )}
    </>
  )
}

const link = 'underline decoration-line-control underline-offset-3 hover:decoration-ink'

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <>
    <dt className="text-text-3">{name}</dt>
    <dd className="min-w-0 font-medium wrap-anywhere">{children}</dd>
  </>
)

const tabStyle =
  'relative flex h-9 items-center gap-1.5 font-medium text-text-2 hover:text-text data-[state=active]:text-text data-[state=active]:after:absolute data-[state=active]:after:inset-x-0 data-[state=active]:after:-bottom-px data-[state=active]:after:h-0.5 data-[state=active]:after:bg-ink pointer-coarse:h-11'

const tabs = ['object', 'selected', 'connections'] as const

function Sections({ detail, control }: { readonly detail: Detail; readonly control: PolicyControl }) {
  const { view, set } = control
  const decided = detail.allows + detail.denies + detail.unknown
  return (
    <Tabs.Root
      value={view.tab}
      onValueChange={value => set({ tab: tabs.find(tab => tab === value) ?? 'object' })}
      className="flex min-h-0 flex-1 flex-col"
    >
      <Tabs.List aria-label="Detail" className="flex shrink-0 gap-4 border-b border-line px-4">
        <Tabs.Trigger value="object" className={tabStyle}>
          Object
        </Tabs.Trigger>
        <Tabs.Trigger value="selected" className={tabStyle}>
          Selected <Tally value={detail.selects.possibly} />
        </Tabs.Trigger>
        <Tabs.Trigger value="connections" className={tabStyle}>
          Connections <Tally value={decided} />
        </Tabs.Trigger>
      </Tabs.List>
      <Tabs.Content value="object" className="-outline-offset-2">
        {detail.readable ? (
          <ObjectYaml object={detail.ref} paths={detail.marked} marks="lines of the findings" />
        ) : (
          <p className="px-4 py-3 text-text-2">Its text could not be read, so there is nothing to show.</p>
        )}
      </Tabs.Content>
      <Tabs.Content value="selected" className="px-4 py-3 -outline-offset-2">
        <SelectedList detail={detail} />
      </Tabs.Content>
      <Tabs.Content value="connections" className="px-4 py-3 -outline-offset-2">
        <DecidedList detail={detail} />
      </Tabs.Content>
    </Tabs.Root>
  )
}

const Tally = ({ value }: { readonly value: number }) => (
  <span className="text-xs text-text-3">{numberText(value)}</span>
)
