'use client'

import { useSyncExternalStore } from 'react'
import type { Overview } from '@/lib/api/overview-contract'
import { Button } from '../ui/Button'
import type { ViewControl } from '../workbench/use-view'
import { isDemo, steps, viewOf } from './steps'
import { tourEnded, tourStep } from './tour-store'

interface TourProps {
  readonly overview: Overview
  readonly control: ViewControl
}

/** Walks through the gaps of the demo, above the views and never over them; offered once, and from Help. */
export function Tour({ overview, control }: TourProps) {
  const at = useSyncExternalStore(tourStep.subscribe, tourStep.get, () => undefined)
  const ended = useSyncExternalStore(tourEnded.subscribe, tourEnded.isOn, () => true)
  if (!isDemo(overview)) return null

  const go = (next: number) => {
    const step = steps[next]
    if (!step) return
    tourStep.set(next)
    control.set(viewOf(step), 'push')
  }
  const end = () => {
    tourStep.set(undefined)
    tourEnded.set(true)
  }
  const step = at === undefined ? undefined : steps[at]
  if (at === undefined || !step)
    return ended ? null : (
      <section
        aria-label="Tour of the demo"
        data-print="none"
        className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-surface px-4 py-1"
      >
        <p className="max-sm:flex-1 max-sm:basis-48">
          New here? Five steps through the gaps planted in this demo.
        </p>
        <Button onClick={() => go(0)}>Start the tour</Button>
        <Button tone="quiet" onClick={end}>
          Not now
        </Button>
      </section>
    )
  return (
    <section
      aria-label="Tour of the demo"
      onKeyDown={event => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        end()
      }}
      className="flex shrink-0 flex-wrap items-start gap-x-6 gap-y-2 border-b border-line-control bg-surface px-4 py-2.5 low:py-1.5"
    >
      <div aria-live="polite" className="min-w-64 flex-1 low:[&>*]:inline low:[&>h2]:mr-2">
        <h2 className="font-semibold">
          {step.title}{' '}
          <span className="text-xs font-normal text-text-3">
            {at + 1} of {steps.length}
          </span>
        </h2>
        <p className="mt-0.5 max-w-[110ch] text-text-2">
          {step.seen} <b className="font-medium text-text">{step.matters}</b>
        </p>
      </div>
      <div className="flex gap-2">
        <Button onClick={() => go(at - 1)} aria-disabled={at === 0} className="aria-disabled:text-text-3">
          Back
        </Button>
        <Button
          tone={at + 1 === steps.length ? 'plain' : 'primary'}
          onClick={() => go(at + 1)}
          aria-disabled={at + 1 === steps.length}
          className="aria-disabled:text-text-3"
        >
          Next
        </Button>
        <Button tone={at + 1 === steps.length ? 'primary' : 'quiet'} onClick={end}>
          End the tour
        </Button>
      </div>
    </section>
  )
}
