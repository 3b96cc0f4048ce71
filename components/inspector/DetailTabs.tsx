'use client'

import { Tabs } from 'radix-ui'
import type { ReactNode } from 'react'
import type { ViewControl } from '../workbench/use-view'

const names = ['why', 'objects', 'reach'] as const

interface DetailTab {
  readonly name: (typeof names)[number]
  readonly title: ReactNode
  readonly content: ReactNode
  readonly className?: string
}

interface DetailTabsProps {
  readonly control: ViewControl
  /** The first one is shown where the address names none of them. */
  readonly tabs: readonly [DetailTab, ...DetailTab[]]
}

/** The tabs of the panel; the address keeps which one is open. */
export function DetailTabs({ control: { view, set }, tabs }: DetailTabsProps) {
  const open = tabs.find(({ name }) => name === view.tab) ?? tabs[0]
  return (
    <Tabs.Root
      value={open.name}
      onValueChange={tab => set({ tab: names.find(known => known === tab) ?? 'why' })}
    >
      <Tabs.List aria-label="Detail" className="flex shrink-0 gap-4 border-b border-line px-4">
        {tabs.map(({ name, title }) => (
          <Tabs.Trigger
            key={name}
            value={name}
            className="relative flex h-9 items-center gap-1.5 font-medium text-text-2 hover:text-text data-[state=active]:text-text data-[state=active]:after:absolute data-[state=active]:after:inset-x-0 data-[state=active]:after:-bottom-px data-[state=active]:after:h-0.5 data-[state=active]:after:bg-ink pointer-coarse:h-11"
          >
            {title}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {tabs.map(({ name, content, className = '' }) => (
        <Tabs.Content key={name} value={name} className={`-outline-offset-2 ${className}`}>
          {content}
        </Tabs.Content>
      ))}
    </Tabs.Root>
  )
}
