'use client'

import { useMemo, useState } from 'react'
import type { Overview } from '@/lib/api/contract'
import { FilterBox } from '../filter/FilterBox'
import { LensChips } from '../filter/LensChips'
import type { TrustClass } from '@/lib/model/verdict'
import { HelpPoint } from '../help/HelpPoint'
import { ClassMeanings } from '../help/meanings'
import { DetailPanel } from '../inspector/DetailPanel'
import { Tour } from '../tour/Tour'
import { Announcer } from './Announcer'
import { Header } from './Header'
import { useKey } from './keys'
import { Ledger } from './Ledger'
import { NarrowHeadline } from './NarrowHeadline'
import { PartialBanner } from './PartialBanner'
import { ScopePanel } from './ScopePanel'
import { StatusBar } from './StatusBar'
import { useShown } from './use-shown'
import { useView } from './use-view'
import { ViewArea } from './ViewArea'

interface ExplorerProps {
  readonly overview: Overview
}

/** Map and table over one selection, the scope beside them and the reasons behind them. */
export function Explorer({ overview }: ExplorerProps) {
  const control = useView()
  const { view, set, back } = control
  const shown = useShown(control)
  const [scopeOpen, setScopeOpen] = useState(false)

  useKey('Escape', back)
  useKey('1', () => set({ view: 'map' }, 'push'))
  useKey('2', () => set({ view: 'matrix' }, 'push'))
  useKey('3', () => set({ view: 'table' }, 'push'))

  const ends = useMemo(
    () =>
      view.from === null || view.to === null
        ? undefined
        : { from: view.from, to: view.to, ...(view.port && { port: view.port }) },
    [view.from, view.to, view.port],
  )
  // Whoever asks for the unknown is told at once what would settle it, where that covers nothing.
  const keep = (classes: TrustClass[]) => {
    const asked =
      classes.includes('unknown') && !view.class.includes('unknown') && overview.counts.unknown > 0
    set({ class: classes, ...(asked && { show: 'unknowns' as const }) }, 'push')
  }
  const toggleProblems = () => set({ show: view.show === 'problems' ? null : 'problems' }, 'push')

  const toggleAsk = () => set({ show: view.show === 'ask' ? null : 'ask' }, 'push')
  useKey('a', toggleAsk)

  return (
    <div className="flex h-full flex-col">
      <a
        href="#connections"
        className="absolute top-1 left-2 z-50 -translate-y-20 rounded-md bg-ink px-3 py-2 font-medium text-on-ink focus:translate-y-0"
      >
        Skip to the connections
      </a>
      <Header
        overview={overview}
        heading="podtrust: who may talk to whom, and whether that trust is earned"
        problemsShown={view.show === 'problems'}
        onProblems={toggleProblems}
        ask={{ shown: view.show === 'ask', toggle: toggleAsk }}
      />
      <section
        aria-label="Filters"
        className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line bg-surface px-4 py-2 md:h-12 md:flex-nowrap md:py-0"
      >
        <Ledger counts={overview.counts} kept={view.class} onKeep={keep} />
        <span className="max-sm:hidden">
          <HelpPoint label="What the classes mean">
            <ClassMeanings />
          </HelpPoint>
        </span>
        <span aria-hidden className="h-5 w-px bg-line-strong max-sm:hidden" />
        <FilterBox value={view.q} inForce={control.filter.q} onChange={text => set({ q: text })} />
        <LensChips control={control} />
      </section>
      <Tour overview={overview} control={control} />
      <PartialBanner
        overview={overview}
        onProblems={toggleProblems}
        onUnknowns={() => set({ show: 'unknowns' }, 'push')}
      />
      <NarrowHeadline overview={overview} control={control} />
      <div className="grid min-h-0 flex-1 grid-cols-1 md:grid-cols-[minmax(0,1fr)_360px] lg:grid-cols-[208px_minmax(0,1fr)_360px] xl:grid-cols-[232px_minmax(0,1fr)_384px] 2xl:grid-cols-[264px_minmax(0,1fr)_440px]">
        <ScopePanel
          overview={overview}
          control={control}
          open={scopeOpen}
          onClose={() => setScopeOpen(false)}
        />
        <ViewArea
          overview={overview}
          control={control}
          shown={shown}
          ends={ends}
          onScope={() => setScopeOpen(true)}
        />
        <DetailPanel overview={overview} control={control} ends={ends} />
      </div>
      <StatusBar overview={overview} control={control} shown={shown.view} />
      <Announcer ends={ends} />
    </div>
  )
}
