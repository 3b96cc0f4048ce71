'use client'

import { memo, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Overview } from '@/lib/api/overview-contract'
import { Hearing } from '../announce/Hearing'
import { FilterBox } from '../filter/FilterBox'
import { LensChips } from '../filter/LensChips'
import type { TrustClass } from '@/lib/model/verdict'
import { HelpPoint } from '../help/HelpPoint'
import { ClassMeanings } from '../help/Meanings'
import { DetailPanel } from '../inspector/DetailPanel'
import { Tour } from '../tour/Tour'
import { dialIn, selectedIn } from './ends'
import { Header } from './Header'
import { useKey } from './KeysProvider'
import { Ledger } from './Ledger'
import { NarrowHeadline } from './NarrowHeadline'
import { PartialBanner } from './PartialBanner'
import { PrintHead } from './PrintHead'
import { ScopePanel } from './ScopePanel'
import { StatusBar } from './StatusBar'
import { useAfterViews } from './use-after-views'
import { useKept } from './use-kept'
import { narrow, useMedia } from './use-media'
import { usePreparedView } from './use-prepared-view'
import { useShown } from './use-shown'
import { useView } from './use-view'
import { ViewArea } from './ViewArea'

/** The panels beside the views, as far as they are not shut; a chosen width leaves the views their room. */
function columns(scopeShut: boolean, detailShut: boolean): string {
  if (scopeShut && detailShut) return ''
  if (detailShut)
    return 'lg:grid-cols-[min(var(--scope-width,208px),30vw)_minmax(0,1fr)] xl:grid-cols-[min(var(--scope-width,232px),30vw)_minmax(0,1fr)] 2xl:grid-cols-[min(var(--scope-width,264px),30vw)_minmax(0,1fr)]'
  return scopeShut
    ? 'md:grid-cols-[minmax(0,1fr)_min(var(--detail-width,360px),50vw)] xl:grid-cols-[minmax(0,1fr)_min(var(--detail-width,384px),50vw)] 2xl:grid-cols-[minmax(0,1fr)_min(var(--detail-width,440px),50vw)]'
    : 'md:grid-cols-[minmax(0,1fr)_min(var(--detail-width,360px),50vw)] lg:grid-cols-[min(var(--scope-width,208px),25vw)_minmax(0,1fr)_min(var(--detail-width,360px),45vw)] xl:grid-cols-[min(var(--scope-width,232px),25vw)_minmax(0,1fr)_min(var(--detail-width,384px),45vw)] 2xl:grid-cols-[min(var(--scope-width,264px),25vw)_minmax(0,1fr)_min(var(--detail-width,440px),45vw)]'
}

/** One object for all times, so that it is drawn once. */
const classHelp = (
  <span className="max-sm:hidden">
    <HelpPoint label="What the classes mean">
      <ClassMeanings />
    </HelpPoint>
  </span>
)

interface ExplorerProps {
  readonly overview: Overview
}

/**
 * Map and table over one selection, the scope beside them and the reasons behind them. Every change of the address is told a
 * second time by the router, when all is drawn: its parts are kept, so that the second time costs nothing.
 */
export const Explorer = memo(function Explorer({ overview }: ExplorerProps) {
  const acts = useView()
  const shown = useShown(overview, acts)
  const control = usePreparedView(shown.view, acts)
  const { view, set, aim, back } = control
  const small = useMedia(narrow)
  const wide = useMedia('(min-width: 80rem)')
  const [scopeShut, shutScope] = useKept('scope-shut')
  const [detailShut, shutDetail] = useKept('detail-shut')
  const [scopeOpen, setScopeOpen] = useState(false)

  useKey('Escape', back)

  const { from, to, port, show, dial, method, path, host, header } = view
  const { connection: ends, pair } = useMemo(() => {
    const selected = selectedIn({ from, to, port, show })
    const said = show === 'ask' ? dialIn({ dial, method, path, host, header }) : undefined
    return selected.connection && said
      ? { ...selected, connection: { ...selected.connection, dial: said } }
      : selected
  }, [from, to, port, show, dial, method, path, host, header])
  const beside = useAfterViews(useMemo(() => ({ control, ends, pair }), [control, ends, pair]))
  // Whoever asks for the unknown is told at once what would settle it, where that covers nothing.
  const unknown = overview.counts.unknown
  const keep = useCallback(
    (classes: TrustClass[]) => {
      const asked = classes.includes('unknown') && !view.class.includes('unknown') && unknown > 0
      set({ class: classes, ...(asked && { show: 'unknowns' as const }) }, 'push')
    },
    [set, view.class, unknown],
  )
  const aimAt = useCallback((classes: TrustClass[]) => aim({ class: classes }), [aim])
  const write = useCallback((text: string, history: 'push' | 'replace') => set({ q: text }, history), [set])
  const toggleProblems = useCallback(
    () => set({ show: show === 'problems' ? null : 'problems' }, 'push'),
    [set, show],
  )
  const showUnknowns = useCallback(() => set({ show: 'unknowns' }, 'push'), [set])
  const showScope = useCallback(() => (wide ? shutScope(false) : setScopeOpen(true)), [wide, shutScope])
  const closeScope = useCallback(() => setScopeOpen(false), [])
  const hideScope = useCallback(() => shutScope(true), [shutScope])
  const toggleDetail = useCallback(() => shutDetail(!detailShut), [shutDetail, detailShut])

  useKey('[', () => (wide ? shutScope(!scopeShut) : setScopeOpen(true)))
  useKey(']', toggleDetail)
  // Whoever selects something wants to be told about it.
  const subject = JSON.stringify([view.about, view.from, view.to, view.port, view.show])
  const told = useRef(subject)
  useEffect(() => {
    if (told.current === subject) return
    told.current = subject
    if (view.about !== '' || view.from !== null || view.show !== null) shutDetail(false)
  }, [subject, view.about, view.from, view.show, shutDetail])

  const ask = useMemo(
    () => ({ shown: show === 'ask', toggle: () => set({ show: show === 'ask' ? null : 'ask' }, 'push') }),
    [set, show],
  )
  useKey('a', ask.toggle)

  return (
    // Where the window is low, as at 200 % zoom, the views keep a height that serves and the page scrolls.
    <div data-print="whole" className="above-sheet h-full overflow-y-auto">
      <div data-print="whole" className="flex h-full flex-col">
        <a
          href="#connections"
          className="absolute top-1 left-2 z-50 -translate-y-20 rounded-md bg-ink px-3 py-2 font-medium text-on-ink focus:translate-y-0"
        >
          Skip to the connections
        </a>
        <Header
          overview={overview}
          heading="podtrust: who may talk to whom, and whether that trust is earned"
          problemsShown={show === 'problems'}
          onProblems={toggleProblems}
          ask={ask}
        />
        <section
          aria-label="Filters"
          data-print="none"
          className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line bg-surface px-4 py-2 md:h-12 md:flex-nowrap md:py-0 low:py-1"
        >
          <Ledger counts={overview.counts} kept={view.class} onKeep={keep} onAim={aimAt} />
          {classHelp}
          <span aria-hidden className="h-5 w-px bg-line-strong max-sm:hidden" />
          <FilterBox value={view.q} inForce={control.filter.q} onChange={write} />
          <LensChips control={control} />
        </section>
        <PrintHead overview={overview} control={beside.control} />
        <Tour overview={overview} control={beside.control} />
        <div className="group/notes contents low:flex low:flex-wrap">
          <PartialBanner overview={overview} onProblems={toggleProblems} onUnknowns={showUnknowns} />
          <NarrowHeadline overview={overview} control={beside.control} />
        </div>
        <div
          data-panels
          data-print="whole"
          className={`grid min-h-80 flex-1 low:min-h-64 shrink-0 grid-cols-1 grid-rows-[minmax(0,1fr)] ${columns(scopeShut, detailShut)}`}
        >
          <ScopePanel
            overview={overview}
            control={beside.control}
            open={scopeOpen}
            onClose={closeScope}
            shut={scopeShut}
            onShut={hideScope}
          />
          <ViewArea
            overview={overview}
            control={control}
            shown={shown}
            ends={ends}
            onScope={showScope}
            scopeShut={scopeShut}
            detailShut={detailShut}
            onDetail={toggleDetail}
          />
          {!(detailShut && !small) && <DetailPanel overview={overview} {...beside} />}
        </div>
        <StatusBar overview={overview} control={beside.control} shown={shown.view} />
        <Hearing overview={overview} {...beside} />
      </div>
    </div>
  )
})
