'use client'

import { memo } from 'react'
import { DetailSkeleton } from '../states/DetailSkeleton'
import { loadedLater } from '../states/LoadedLater'
import { PanelBorder } from '../workbench/PanelBorder'
import { detailLimits } from '../workbench/panel-width'
import { narrow, useMedia } from '../workbench/use-media'
import { PanelFrame } from './PanelFrame'
import type { SelectedDetailProps } from './SelectedDetail'
import { StartDetail } from './StartDetail'

const SelectedDetail = loadedLater(
  'detail',
  async () => (await import('./SelectedDetail')).SelectedDetail,
  DetailSkeleton,
)

/** The right column, or on a narrow page a sheet that comes when something is selected. */
export const DetailPanel = memo(function DetailPanel(props: SelectedDetailProps) {
  const { overview, control, ends, pair } = props
  const { view, back } = control
  const sheet = useMedia(narrow)
  if (sheet && !ends && !pair && view.show === null) return null
  const asked = view.show !== null && view.show !== 'start'
  const start = !asked && !ends && !pair && view.about === ''
  return (
    <PanelFrame
      border={
        !sheet && <PanelBorder label="Width of the detail" name="detail" at="right" limits={detailLimits} />
      }
    >
      {start ? (
        <StartDetail overview={overview} control={control} onClose={sheet ? back : undefined} />
      ) : (
        <SelectedDetail {...props} />
      )}
    </PanelFrame>
  )
})
