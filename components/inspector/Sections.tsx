'use client'

import { Tabs } from 'radix-ui'
import type { ReactNode } from 'react'
import type { ViewControl } from '../workbench/use-view'
import { tabList, tabStyle } from './tab-style'

interface SectionsProps {
  readonly control: ViewControl
  /** What a workload is written in, and what selects it; nothing else is written anywhere. */
  readonly objects?: ReactNode
  readonly reach: ReactNode
  readonly children: ReactNode
}

const tabs = ['why', 'objects', 'reach'] as const

/** What is known of an end, the objects behind it, and how far it reaches. */
export function Sections({ control: { view, set }, objects, reach, children }: SectionsProps) {
  return (
    <Tabs.Root
      value={view.tab === 'objects' && objects === undefined ? 'why' : view.tab}
      onValueChange={tab => set({ tab: tabs.find(known => known === tab) ?? 'why' })}
    >
      <Tabs.List aria-label="Detail" className={tabList}>
        <Tabs.Trigger value="why" className={tabStyle}>
          Facts
        </Tabs.Trigger>
        {objects !== undefined && (
          <Tabs.Trigger value="objects" className={tabStyle}>
            Objects
          </Tabs.Trigger>
        )}
        <Tabs.Trigger value="reach" className={tabStyle}>
          Reach
        </Tabs.Trigger>
      </Tabs.List>
      <Tabs.Content value="why" className="-outline-offset-2">
        {children}
      </Tabs.Content>
      {objects !== undefined && (
        <Tabs.Content value="objects" className="-outline-offset-2">
          {objects}
        </Tabs.Content>
      )}
      <Tabs.Content value="reach" className="-outline-offset-2">
        {reach}
      </Tabs.Content>
    </Tabs.Root>
  )
}
