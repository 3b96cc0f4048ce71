'use client'

import { memo } from 'react'
import type { Overview } from '@/lib/api/contract'
import { AskDetail } from '../ask/AskDetail'
import type { ConnectionEnds, PairOfGroups } from '../workbench/ends'
import { PanelBorder } from '../workbench/PanelBorder'
import { detailLimits } from '../workbench/panel-width'
import { narrow, useMedia } from '../workbench/use-media'
import type { ViewControl } from '../workbench/use-view'
import { ConnectionDetail } from './ConnectionDetail'
import { EndpointDetail } from './EndpointDetail'
import { PairDetail } from './PairDetail'
import { PanelFrame } from './PanelFrame'
import { ProblemsDetail } from './ProblemsDetail'
import { StartDetail } from './StartDetail'
import { UnknownsDetail } from './UnknownsDetail'

interface DetailPanelProps {
  readonly overview: Overview
  readonly control: ViewControl
  readonly ends: ConnectionEnds | undefined
  readonly pair: PairOfGroups | undefined
}

/** The right column, or on a narrow page a sheet that comes when something is selected. */
export const DetailPanel = memo(function DetailPanel({ overview, control, ends, pair }: DetailPanelProps) {
  const sheet = useMedia(narrow)
  const { view } = control
  if (sheet && !ends && !pair && view.show === null) return null
  return (
    <PanelFrame
      border={
        !sheet && <PanelBorder label="Width of the detail" name="detail" at="right" limits={detailLimits} />
      }
    >
      <Detail overview={overview} control={control} ends={ends} pair={pair} sheet={sheet} />
    </PanelFrame>
  )
})

function Detail({ overview, control, ends, pair, sheet }: DetailPanelProps & { readonly sheet: boolean }) {
  const { view, back } = control
  if (view.show === 'problems') return <ProblemsDetail overview={overview} control={control} />
  if (view.show === 'unknowns') return <UnknownsDetail overview={overview} control={control} />
  if (view.show === 'ask') return <AskDetail control={control} ends={ends} />
  if (ends) return <ConnectionDetail key={JSON.stringify(ends)} ends={ends} control={control} />
  if (pair) return <PairDetail key={JSON.stringify(pair)} pair={pair} control={control} />
  if (view.about !== '') return <EndpointDetail about={view.about} overview={overview} control={control} />
  return <StartDetail overview={overview} control={control} onClose={sheet ? back : undefined} />
}
