'use client'

import { useQuery } from '@tanstack/react-query'
import { Wrench } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { Explained } from '@/lib/api/explanation-contract'
import { refKey, type ObjectRef } from '@/lib/model/object'
import { portsText } from '@/lib/model/port'
import { alteredText } from '@/lib/words/altered'
import { count } from '@/lib/words/count'
import { dialText } from '@/lib/words/dial'
import { verdictSentence } from '@/lib/words/verdict'
import { visible } from '@/lib/words/visible'
import { useHrefs } from '../capture/use-capture'
import { AlteredMark } from '../signs/AlteredMark'
import { ClassBadge } from '../signs/ClassBadge'
import { ClassGlyph } from '../signs/ClassGlyph'
import { EndName } from '../signs/EndName'
import { markOf } from '../signs/mark-of'
import { DetailSkeleton } from '../states/DetailSkeleton'
import { Failure } from '../states/Failure'
import { Button } from '../ui/Button'
import { endsOf, sameEnds, workloadName, type ConnectionEnds } from '../workbench/ends'
import { explainQuery } from '../workbench/queries'
import type { ViewControl } from '../workbench/use-view'
import { byWorkload } from './by-workload'
import { CopyExplanation } from './CopyExplanation'
import { decidingFirst } from './deciding-first'
import { DetailTabs } from './DetailTabs'
import { ObjectCard } from './ObjectCard'
import { PanelHead } from './PanelHead'
import { PillarList } from './PillarList'
import { ReachPanel } from './ReachPanel'
import { Trace } from './Trace'
import { WireTrace } from './WireTrace'

interface ConnectionDetailProps {
  readonly ends: ConnectionEnds
  readonly control: ViewControl
  /** Stands under something else, which is what closes. */
  readonly within?: boolean
}

type Answer = Explained['answers'][number]

/** One connection: its class, one sentence, the pillars, then why, and the objects that say so. */
export function ConnectionDetail({ ends, control, within = false }: ConnectionDetailProps) {
  const answer = useQuery(explainQuery(ends))
  const [kind, setKind] = useState(0)
  const data = useMemo(() => answer.data && byWorkload(answer.data), [answer.data])
  const chosen = data?.answers[kind] ?? data?.answers[0]

  if (answer.isError)
    return (
      <>
        <Head ends={ends} explained={undefined} chosen={undefined} control={control} within={within} />
        <Failure
          error={answer.error}
          onRetry={() => void answer.refetch()}
          onLeave={within ? undefined : control.back}
          wasThere={answer.data !== undefined}
        />
      </>
    )
  return (
    <>
      <Head ends={ends} explained={data} chosen={chosen} control={control} within={within} />
      {data === undefined && <DetailSkeleton />}
      {data && !chosen && (
        <p className="px-4 py-3 text-text-2">
          Both ends are one and the same pod, and a pod may always reach itself: there is nothing to judge.
        </p>
      )}
      {data && chosen && (
        <>
          {data.answers.length > 1 && (
            <Kinds kinds={data.kinds} answers={data.answers} chosen={chosen} onChoose={at => setKind(at)} />
          )}
          {chosen.explanation.pillars && (
            <PillarList explanation={chosen.explanation} pillars={chosen.explanation.pillars} />
          )}
          <Reasons explained={data} chosen={chosen} control={control} />
        </>
      )}
    </>
  )
}

interface HeadProps {
  readonly ends: ConnectionEnds
  readonly explained: Explained | undefined
  readonly chosen: Answer | undefined
  readonly control: ViewControl
  readonly within: boolean
}

function Head({ ends, explained, chosen, control, within }: HeadProps) {
  const explanation = chosen?.explanation
  const others = explained?.connections ?? []
  return (
    <PanelHead
      onClose={within ? undefined : control.back}
      over={
        explanation && (
          <>
            {explanation.trustClass || explanation.verdict === 'deny' ? (
              <ClassBadge of={explanation.trustClass ?? 'denied'} />
            ) : (
              <span>platform traffic, no trust class ·</span>
            )}
            {explanation.verdict === 'conditional' && <span>some requests only ·</span>}
            <span className="truncate" title={portsText(explanation.alike)}>
              {allPorts(portsText(explanation.alike))}
            </span>
          </>
        )
      }
      title={
        <>
          <EndName end={ends.from} />{' '}
          <span className="font-normal text-text-3">
            <span aria-hidden>→</span>
            <span className="sr-only">to</span>
          </span>{' '}
          <EndName end={ends.to} />
        </>
      }
    >
      {ends.dial && (
        <p className="mt-1.5 text-xs break-words text-text-2">Asked for: {dialText(ends.dial)}.</p>
      )}
      {explanation && <p className="mt-2 max-w-[72ch] text-md break-words">{verdictSentence(explanation)}</p>}
      {explained && explanation && (
        <div className="mt-2.5 flex flex-wrap items-start gap-2">
          {explanation.verdict === 'conditional' && (
            <Button
              onClick={() =>
                control.set({ ...ends, dial: null, port: ends.port ?? null, show: 'ask' }, 'push')
              }
            >
              Ask about one request
            </Button>
          )}
          <CopyExplanation ends={ends} explained={explained} explanation={explanation} />
        </div>
      )}
      {explanation?.engineDependent === true && (
        <p className="mt-1.5 text-xs text-text-2">
          Another network engine would decide otherwise, and none was seen in what was loaded.
        </p>
      )}
      {explanation?.alteredBy && (
        <p className="mt-1.5 max-w-[72ch] text-md break-words">
          <Wrench size={13} aria-hidden className="mr-1 inline align-[-2px]" />
          <strong>May be altered.</strong> {alteredText(explanation.alteredBy)}.
        </p>
      )}
      {others.length > 1 && (
        <ul aria-label="Connections of this pair" className="mt-2.5 flex flex-wrap gap-1.5">
          {others.map(connection => {
            const these = endsOf(connection)
            return (
              <li key={connection.id} className="max-w-full">
                <button
                  type="button"
                  aria-pressed={sameEnds(these, ends) && isAsked(connection.ports, explanation?.alike)}
                  onClick={() => control.selectConnection({ ...these, from: ends.from, to: ends.to })}
                  className="target inline-flex max-w-full items-center gap-1.5 rounded-md border border-line-strong px-2 font-mono text-xs hover:bg-surface-2 aria-pressed:border-ink aria-pressed:bg-surface-3"
                >
                  <ClassGlyph of={connection.trustClass} size={11} />
                  <span className="truncate">{allPorts(connection.ports)}</span>
                  <span className="sr-only">, {connection.trustClass}</span>
                  {connection.alteredBy && <AlteredMark by={connection.alteredBy} small />}
                </button>
              </li>
            )
          })}
        </ul>
      )}
    </PanelHead>
  )
}

const isAsked = (ports: string, alike: Parameters<typeof portsText>[0] | undefined): boolean =>
  alike !== undefined && portsText(alike) === ports

const allPorts = (ports: string): string => (ports === 'All Connections' ? 'all ports and protocols' : ports)

/** The end that tells the answers apart; undefined where both or neither do. */
const differingEnd = (answers: readonly Answer[]): 'from' | 'to' | undefined => {
  const [from, to] = (['from', 'to'] as const).map(
    end => new Set(answers.map(({ explanation }) => explanation[end])).size > 1,
  )
  return from === to ? undefined : from ? 'from' : 'to'
}

interface KindsProps {
  readonly kinds: number
  readonly answers: readonly Answer[]
  readonly chosen: Answer
  readonly onChoose: (at: number) => void
}

/** Pods of one workload can differ, and addresses of one block; then there is one answer for each kind of pair. */
function Kinds({ kinds, answers, chosen, onChoose }: KindsProps) {
  const differing = differingEnd(answers)
  return (
    <div role="group" aria-label="Kinds of pod pairs" className="border-b border-line px-4 py-2 text-xs">
      <p className="text-text-2">
        The pods or addresses differ, so there are {kinds} answers, worst first
        {kinds > answers.length && `; the first ${answers.length} of them`}:
      </p>
      <div className="mt-1.5 flex flex-wrap gap-1.5">
        {answers.map((answer, i) => (
          <button
            key={i}
            type="button"
            aria-pressed={answer === chosen}
            onClick={() => onChoose(i)}
            className="target inline-flex items-center gap-1.5 rounded-md border border-line-strong px-2 hover:bg-surface-2 aria-pressed:border-ink aria-pressed:bg-surface-3"
          >
            <ClassGlyph of={markOf(answer.explanation)} size={11} />
            {differing && <bdi className="max-w-48 truncate">{visible(answer.explanation[differing])}</bdi>}
            {count(answer.pairs, 'pair')}
            <span className="sr-only">, {answer.explanation.trustClass ?? answer.explanation.verdict}</span>
          </button>
        ))}
      </div>
    </div>
  )
}

const roles = { decided: 'decides', considered: 'looked at', 'near-miss': 'near miss' }

interface ReasonsProps {
  readonly explained: Explained
  readonly chosen: Answer
  readonly control: ViewControl
}

function Reasons({ explained, chosen, control }: ReasonsProps) {
  const { view, set } = control
  const { explorer } = useHrefs()
  const { explanation } = chosen
  const [opened, setOpened] = useState<string>()
  const reaching = [explained.to, explained.from].filter(end => end === 'internet' || workloadName(end))
  const [firstEnd, ...otherEnds] = reaching
  const show = (ref: ObjectRef) => {
    setOpened(refKey(ref))
    set({ tab: 'objects' })
  }
  return (
    <DetailTabs
      control={control}
      tabs={[
        {
          name: 'why',
          title: 'Why',
          className: 'px-4 pb-4',
          content: (
            <>
              <Trace sides={explanation.sides} href={explorer({ ...view, tab: 'objects' })} onObject={show} />
              <WireTrace
                explanation={explanation}
                href={explorer({ ...view, tab: 'objects' })}
                onObject={show}
              />
            </>
          ),
        },
        {
          name: 'objects',
          title: (
            <>
              Objects <span className="text-xs text-text-3">{explained.objects.length}</span>
            </>
          ),
          className: 'space-y-2.5 px-4 py-3',
          content: (
            <>
              {explained.objects.length === 0 && (
                <p className="text-text-2">No object decides this connection: that is why it is open.</p>
              )}
              {decidingFirst(explained.objects, explanation).map((object, i) => (
                <ObjectCard
                  key={`${refKey(object.ref)} ${opened ?? ''}`}
                  object={object.ref}
                  says={roles[object.role]}
                  paths={object.paths}
                  open={opened === undefined ? i === 0 : opened === refKey(object.ref)}
                />
              ))}
            </>
          ),
        },
        {
          name: 'reach',
          title: 'Reach',
          content:
            firstEnd === undefined ? (
              <p className="px-4 py-3 text-text-2">
                Neither end is a workload or the whole internet, so there is nothing to go on from.
              </p>
            ) : (
              <ReachPanel ends={[firstEnd, ...otherEnds]} control={control} />
            ),
        },
      ]}
    />
  )
}
