'use client'

import type { Overview } from '@/lib/api/overview-contract'
import { clusterSentence } from '@/lib/words/cluster'
import { headlineSentence, headlineTitle } from '../overview/sentences'
import { BlockedList } from '../overview/BlockedList'
import { DeniedList, NothingLeaves } from '../overview/DeniedList'
import { StartList } from '../overview/StartList'
import { Button } from '../ui/Button'
import { keepsClass } from '../workbench/toggle-class'
import type { ViewControl } from '../workbench/use-view'
import { PanelHead } from './PanelHead'

interface StartDetailProps {
  readonly overview: Overview
  readonly control: ViewControl
  readonly onClose?: (() => void) | undefined
}

/** What the panel says before anything is selected: what the cluster is, and where to begin. */
export function StartDetail({ overview, control, onClose }: StartDetailProps) {
  const { headline, start, blocked, engine, counts, cluster } = overview
  const { view, set, lookAt } = control
  const onlyImplicit = view.class.length === 1 && keepsClass(view.class, 'implicit')
  // Where nothing may talk, what is denied is the news; else it comes after what is open.
  const shut = headline.kind === 'nothing-allowed'
  const denials = (
    <>
      {blocked.items.length > 0 && <BlockedList blocked={blocked} onSelect={control.selectConnection} />}
      {headline.kind === 'nothing-allowed' && (
        <DeniedList
          namespaces={headline.namespaces}
          told={toldPairs(blocked)}
          onSelect={control.selectConnection}
        />
      )}
    </>
  )
  return (
    <>
      <PanelHead over="The whole cluster" title={headlineTitle(headline)} onClose={onClose}>
        <p className="mt-2 max-w-[72ch] text-md break-words">{headlineSentence(headline)}</p>
        {headline.kind === 'nothing-allowed' && !headline.egressRules && (
          <NothingLeaves namespaces={headline.namespaces} />
        )}
        {counts.implicit > 0 && !onlyImplicit && (
          <Button tone="primary" className="mt-3" onClick={() => set({ class: ['implicit'] }, 'push')}>
            Show only implicit
          </Button>
        )}
        {onlyImplicit && (
          <Button className="mt-3" onClick={() => set({ class: [] }, 'push')}>
            Show everything again
          </Button>
        )}
      </PanelHead>
      {shut && denials}
      {start.length > 0 && (
        <section aria-labelledby="start" className="border-b border-line px-4 py-3">
          <h3 id="start" className="text-xs font-semibold">
            Closes most first
          </h3>
          <StartList overview={overview} onLookAt={lookAt} className="mt-1 -mx-1.5" />
        </section>
      )}
      {!shut && denials}
      <p className="px-4 py-3 text-xs break-words text-text-2">
        {engineSentence(engine)}
        {cluster && ` ${clusterSentence(cluster)}`}
      </p>
    </>
  )
}

const toldPairs = ({ items }: Overview['blocked']) => items.map(({ from, to }) => ({ from, to }))

function engineSentence({ engine, known }: Overview['engine']): string {
  const name = {
    kubernetes: 'a plain Kubernetes network engine',
    cilium: 'Cilium',
    calico: 'Calico',
    none: 'no network engine',
    several: 'several network engines',
  }[engine]
  switch (known) {
    case 'said':
      return `Verdicts follow ${name}, as podtrust was told.`
    case 'seen':
      return `Verdicts follow ${name}, seen in what was loaded.`
    case 'assumed':
      return `No network engine was seen in what was loaded; verdicts follow ${name}.`
  }
}
