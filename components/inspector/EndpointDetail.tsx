'use client'

import { useQuery } from '@tanstack/react-query'
import { Tabs } from 'radix-ui'
import type { ReactNode } from 'react'
import type { Counts, Overview } from '@/lib/api/contract'
import { refKey } from '@/lib/model/object'
import { count } from '@/lib/words/count'
import { visible } from '@/lib/words/visible'
import { ClassCount } from '../signs/ClassCount'
import { EndName } from '../signs/EndName'
import { DetailSkeleton } from '../states/DetailSkeleton'
import { Failure } from '../states/Failure'
import { namespaceOf, workloadName } from '../workbench/ends'
import { workloadQuery } from '../workbench/queries'
import type { ViewControl } from '../workbench/use-view'
import { ConnectionList } from './ConnectionList'
import { ExposedList } from './ExposedList'
import { PanelHead } from './PanelHead'
import { PolicyLink } from './PolicyLink'
import { tabList, tabStyle } from './tab-style'
import { WaysIn } from './WaysIn'
import { ReachPanel } from './ReachPanel'

interface EndpointDetailProps {
  readonly about: string
  readonly overview: Overview
  readonly control: ViewControl
}

/** A workload, a namespace, Anyone or Internet: what limits it, and its connections to go on from. */
export function EndpointDetail({ about, overview, control }: EndpointDetailProps) {
  const name = workloadName(about)
  const facts = (
    <>
      {name ? (
        <WorkloadFacts key={about} about={about} overview={overview} onLeave={() => control.lookAt('')} />
      ) : (
        <PlaceFacts about={about} overview={overview} />
      )}
      <ConnectionList about={about} control={control} />
    </>
  )
  return (
    <>
      <PanelHead onClose={control.back} over={kindOf(about, name?.kind)} title={<EndName end={about} />} />
      {name || about === 'internet' ? (
        <Sections control={control} reach={<ReachPanel key={about} ends={[about]} control={control} />}>
          {facts}
        </Sections>
      ) : (
        facts
      )}
    </>
  )
}

interface SectionsProps {
  readonly control: ViewControl
  readonly reach: ReactNode
  readonly children: ReactNode
}

/** What is known of an end, and how far it reaches. */
function Sections({ control: { view, set }, reach, children }: SectionsProps) {
  return (
    <Tabs.Root
      value={view.tab === 'reach' ? 'reach' : 'why'}
      onValueChange={tab => set({ tab: tab === 'reach' ? 'reach' : 'why' })}
    >
      <Tabs.List aria-label="Detail" className={tabList}>
        <Tabs.Trigger value="why" className={tabStyle}>
          Facts
        </Tabs.Trigger>
        <Tabs.Trigger value="reach" className={tabStyle}>
          Reach
        </Tabs.Trigger>
      </Tabs.List>
      <Tabs.Content value="why" className="-outline-offset-2">
        {children}
      </Tabs.Content>
      <Tabs.Content value="reach" className="-outline-offset-2">
        {reach}
      </Tabs.Content>
    </Tabs.Root>
  )
}

function kindOf(about: string, workloadKind: string | undefined): string {
  if (workloadKind !== undefined) return visible(workloadKind)
  if (about === 'anyone') return 'Any pod of the cluster'
  return about === 'internet' ? 'All addresses outside the cluster' : 'Namespace'
}

const sided = { yes: 'limited', partly: 'limited for some of its pods', no: 'open', unknown: 'not known' }

interface WorkloadFactsProps extends Pick<EndpointDetailProps, 'about' | 'overview'> {
  readonly onLeave: () => void
}

function WorkloadFacts({ about, overview, onLeave }: WorkloadFactsProps) {
  const answer = useQuery(workloadQuery(about))
  if (answer.isError)
    return (
      <Failure
        error={answer.error}
        onRetry={() => void answer.refetch()}
        onLeave={onLeave}
        wasThere={answer.data !== undefined}
      />
    )
  if (!answer.data) return <DetailSkeleton />
  const { workload, incoming, outgoing, policies, wouldAccept, couldReach, waysIn } = answer.data
  const missed = overview.start.find(point => point.kind === 'near-miss' && point.workload === about)
  return (
    <Facts>
      <Fact name="Pods">{workload.predicted ? 'none yet, judged by its template' : workload.pods}</Fact>
      <Fact name="Coming in">
        <b>{sided[workload.isolation.ingress]}</b> <CountRow counts={incoming} />
      </Fact>
      <Fact name="Going out">
        <b>{sided[workload.isolation.egress]}</b> <CountRow counts={outgoing} />
      </Fact>
      <Fact name="Policies">
        {policies.length === 0 ? (
          'none selects it'
        ) : (
          <ul>
            {policies.map(ref => (
              <li key={refKey(ref)}>
                <PolicyLink policy={ref} />
              </li>
            ))}
          </ul>
        )}
      </Fact>
      <Fact name="Ways in from outside">
        <WaysIn of={waysIn} />
      </Fact>
      <Fact name="Would also accept">
        <ExposedList of={wouldAccept} />
      </Fact>
      <Fact name="Could also reach">
        <ExposedList of={couldReach} />
      </Fact>
      {missed?.kind === 'near-miss' && (
        <Fact name="Missed by">
          <PolicyLink policy={missed.policy} />, by one label: connections that come in say which
        </Fact>
      )}
    </Facts>
  )
}

const deniedByDefault = { yes: 'denied by default', no: 'open by default', maybe: 'not known' }

function PlaceFacts({ about, overview }: Pick<EndpointDetailProps, 'about' | 'overview'>) {
  if (about === 'anyone' || about === 'internet')
    return (
      <Facts>
        <Fact name={about === 'anyone' ? 'Let in' : 'Either way'}>
          <CountRow counts={overview.outside[about]} />
        </Fact>
        <Fact name="Meaning">
          {about === 'anyone'
            ? 'No policy limits who may come in at these destinations, so whoever may leave reaches them.'
            : 'Connections from or to addresses outside the cluster; all of them count as one end.'}
        </Fact>
      </Facts>
    )
  const namespace = overview.namespaces.find(({ name }) => name === namespaceOf(about))
  if (!namespace)
    return <p className="border-b border-line px-4 py-3 text-text-2">No namespace of this name was loaded.</p>
  return (
    <Facts>
      <Fact name="Workloads">
        {namespace.workloads}, {namespace.isolated} isolated, {namespace.open} open to anyone
      </Fact>
      <Fact name="Coming in">{deniedByDefault[namespace.defaultDeny.ingress]}</Fact>
      <Fact name="Going out">{deniedByDefault[namespace.defaultDeny.egress]}</Fact>
      <Fact name="Connections">
        <CountRow counts={namespace.counts} />
      </Fact>
    </Facts>
  )
}

const Facts = ({ children }: { readonly children: ReactNode }) => (
  <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1.5 border-b border-line px-4 py-3">
    {children}
  </dl>
)

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <>
    <dt className="max-w-24 font-medium">{name}</dt>
    <dd className="min-w-0 text-text-2">{children}</dd>
  </>
)

function CountRow({ counts }: { readonly counts: Counts }) {
  const shown = (['implicit', 'unknown', 'partial', 'verified'] as const).filter(each => counts[each] > 0)
  if (shown.length === 0) return <span>{count(0, 'connection')}</span>
  return (
    <span className="inline-flex flex-wrap gap-x-3 align-middle">
      {shown.map(each => (
        <ClassCount key={each} of={each} count={counts[each]} />
      ))}
    </span>
  )
}
