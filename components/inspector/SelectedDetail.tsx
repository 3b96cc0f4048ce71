'use client'

import type { Overview } from '@/lib/api/overview-contract'
import { AskDetail } from '../ask/AskDetail'
import type { ConnectionEnds, PairOfGroups } from '../workbench/ends'
import type { ViewControl } from '../workbench/use-view'
import { ConnectionDetail } from './ConnectionDetail'
import { EndpointDetail } from './EndpointDetail'
import { PairDetail } from './PairDetail'
import { ProblemsDetail } from './ProblemsDetail'
import { UnknownsDetail } from './UnknownsDetail'

export interface SelectedDetailProps {
  readonly overview: Overview
  readonly control: ViewControl
  readonly ends: ConnectionEnds | undefined
  readonly pair: PairOfGroups | undefined
}

/** What the panel says of a selection, or of what was asked for in its place. */
export function SelectedDetail({ overview, control, ends, pair }: SelectedDetailProps) {
  const { view } = control
  if (view.show === 'problems') return <ProblemsDetail overview={overview} control={control} />
  if (view.show === 'unknowns') return <UnknownsDetail overview={overview} control={control} />
  if (view.show === 'ask') return <AskDetail control={control} ends={ends} />
  if (ends) return <ConnectionDetail key={JSON.stringify(ends)} ends={ends} control={control} />
  if (pair) return <PairDetail key={JSON.stringify(pair)} pair={pair} overview={overview} control={control} />
  return <EndpointDetail about={view.about} overview={overview} control={control} />
}
