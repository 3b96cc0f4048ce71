'use client'

import { useQuery } from '@tanstack/react-query'
import type { Overview } from '@/lib/api/overview-contract'
import { refKey } from '@/lib/model/object'
import { visible } from '@/lib/words/visible'
import { EndName } from '../signs/EndName'
import { DetailSkeleton } from '../states/DetailSkeleton'
import { EmptyState } from '../states/EmptyState'
import { Failure } from '../states/Failure'
import { Button } from '../ui/Button'
import { groupOf, isGroup, namespaceOf, workloadName } from '../workbench/ends'
import { missingNamespace } from '../workbench/missing'
import { workloadQuery } from '../workbench/queries'
import type { ViewControl } from '../workbench/use-view'
import { ConnectionList } from './ConnectionList'
import { CountRow } from './CountRow'
import { ExposedList } from './ExposedList'
import { Fact, Facts } from './Facts'
import { GroupFacts } from './GroupFacts'
import { groupKind } from './group-words'
import { PanelHead } from './PanelHead'
import { PolicyLink } from './PolicyLink'
import { ReachPanel } from './ReachPanel'
import { Sections } from './Sections'
import { WaysIn } from './WaysIn'
import { WorkloadObjects } from './WorkloadObjects'

interface EndpointDetailProps {
  readonly about: string
  readonly overview: Overview
  readonly control: ViewControl
}

/** A workload, a group, Anyone or Internet: what limits it, and its connections to go on from. */
export function EndpointDetail({ about, overview, control }: EndpointDetailProps) {
  const name = workloadName(about)
  const missing = missingNamespace(about, overview)
  const facts = (
    <>
      {name ? (
        <WorkloadFacts key={about} about={about} overview={overview} onLeave={() => control.lookAt('')} />
      ) : (
        <PlaceFacts about={about} overview={overview} />
      )}
      {isGroup(about) && <GroupFacts name={about} control={control} />}
      <ConnectionList about={about} workloads={workloadsOf(about, overview)} control={control} />
    </>
  )
  return (
    <>
      <PanelHead onClose={control.back} over={kindOf(about, name?.kind)} title={<EndName end={about} />} />
      {missing !== undefined ? (
        <EmptyState
          title="Not found"
          action={
            <Button tone="primary" onClick={() => control.lookAt('')}>
              Stop looking at it
            </Button>
          }
        >
          No namespace {visible(missing)} was loaded, so nothing can be said of it.
        </EmptyState>
      ) : name || about === 'internet' ? (
        <Sections
          control={control}
          {...(name && { objects: <WorkloadObjects key={about} about={about} /> })}
          reach={<ReachPanel key={about} ends={[about]} control={control} />}
        >
          {facts}
        </Sections>
      ) : (
        facts
      )}
    </>
  )
}

const workloadsOf = (about: string, { namespaces }: Overview): number | undefined =>
  namespaces.find(({ name }) => name === namespaceOf(about))?.workloads

function kindOf(about: string, workloadKind: string | undefined): string {
  if (workloadKind !== undefined) return visible(workloadKind)
  if (about === 'anyone') return 'Any pod of the cluster'
  if (about === 'internet') return 'All addresses outside the cluster'
  const group = groupOf(about)
  return group ? groupKind(group.by) : 'No end of this cluster'
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

const deniedByDefault = { yes: 'denied', no: 'open', maybe: 'not known' }

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
  if (!namespace) return null
  return (
    <Facts>
      <Fact name="Default">
        Coming in is {deniedByDefault[namespace.defaultDeny.ingress]}, going out is{' '}
        {deniedByDefault[namespace.defaultDeny.egress]}
      </Fact>
    </Facts>
  )
}
