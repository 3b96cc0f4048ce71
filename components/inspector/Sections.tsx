'use client'

import type { ReactNode } from 'react'
import type { ViewControl } from '../workbench/use-view'
import { DetailTabs } from './DetailTabs'

interface SectionsProps {
  readonly control: ViewControl
  /** What a workload is written in, and what selects it; nothing else is written anywhere. */
  readonly objects?: ReactNode
  readonly reach: ReactNode
  readonly children: ReactNode
}

/** What is known of an end, the objects behind it, and how far it reaches. */
export const Sections = ({ control, objects, reach, children }: SectionsProps) => (
  <DetailTabs
    control={control}
    tabs={[
      { name: 'why', title: 'Facts', content: children },
      ...(objects === undefined ? [] : [{ name: 'objects' as const, title: 'Objects', content: objects }]),
      { name: 'reach', title: 'Reach', content: reach },
    ]}
  />
)
