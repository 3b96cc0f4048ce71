'use client'

import type { Overview } from '@/lib/api/contract'
import type { ConnectionEnds } from '../workbench/ends'
import { narrow, useMedia } from '../workbench/use-media'
import type { ViewControl } from '../workbench/use-view'
import { ConnectionDetail } from './ConnectionDetail'
import { EndpointDetail } from './EndpointDetail'
import { ProblemsDetail } from './ProblemsDetail'
import { StartDetail } from './StartDetail'

interface DetailPanelProps {
  readonly overview: Overview
  readonly control: ViewControl
  readonly ends: ConnectionEnds | undefined
}

/** The right column, or on a narrow page a sheet that comes when something is selected. */
export function DetailPanel({ overview, control, ends }: DetailPanelProps) {
  const sheet = useMedia(narrow)
  const { view } = control
  if (sheet && ends === undefined && view.show === null) return null
  return (
    <aside
      aria-label="Detail"
      className="flex min-h-0 flex-col overflow-y-auto bg-surface max-md:fixed max-md:inset-x-0 max-md:bottom-0 max-md:z-20 max-md:max-h-[62dvh] max-md:rounded-t-lg max-md:border-t max-md:border-line-strong max-md:shadow-pop md:border-l md:border-line"
    >
      <Detail overview={overview} control={control} ends={ends} sheet={sheet} />
    </aside>
  )
}

function Detail({ overview, control, ends, sheet }: DetailPanelProps & { readonly sheet: boolean }) {
  const { view, back } = control
  if (view.show === 'problems') return <ProblemsDetail overview={overview} control={control} />
  if (ends) return <ConnectionDetail key={JSON.stringify(ends)} ends={ends} control={control} />
  if (view.about !== '') return <EndpointDetail about={view.about} overview={overview} control={control} />
  return <StartDetail overview={overview} control={control} onClose={sheet ? back : undefined} />
}
