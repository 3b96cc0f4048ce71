'use client'

import { BookOpen, CircleHelp, Keyboard, Route } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { DropdownMenu } from 'radix-ui'
import { useState, type ReactNode } from 'react'
import { useHrefs } from '../capture/use-capture'
import { useTourStart } from '../tour/use-tour-start'
import type { KeyName } from '../workbench/key-table'
import { useAnsweredKeys, useKey } from '../workbench/KeysProvider'
import { usePageKeys } from '../workbench/use-page-keys'
import { KeysDialog } from './KeysDialog'

/** Legend, keys and, where the demo is open, the tour; `?` lists the keys. */
export function HelpMenu() {
  const router = useRouter()
  const { legend } = useHrefs()
  const answered = useAnsweredKeys()
  const [names, setNames] = useState<readonly KeyName[]>()
  const showKeys = () => setNames(answered())
  const startTour = useTourStart()
  usePageKeys()
  useKey('?', showKeys)
  return (
    <>
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger
          aria-label="Help"
          className="target grid w-7 shrink-0 place-items-center rounded-md text-text-2 hover:bg-surface-2 hover:text-text pointer-coarse:w-11"
        >
          <CircleHelp size={16} aria-hidden />
        </DropdownMenu.Trigger>
        {/* In the header, not at the end of the page: what it offers belongs to a landmark. */}
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 min-w-44 rounded-md border border-line-control bg-surface p-1 text-text shadow-pop"
        >
          <Item icon={<BookOpen size={14} aria-hidden />} onSelect={() => router.push(legend)}>
            Legend
          </Item>
          <Item icon={<Keyboard size={14} aria-hidden />} hint="?" onSelect={showKeys}>
            Keys
          </Item>
          {startTour && (
            <Item icon={<Route size={14} aria-hidden />} onSelect={startTour}>
              Tour of the demo
            </Item>
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Root>
      <KeysDialog names={names} onClose={() => setNames(undefined)} />
    </>
  )
}

interface ItemProps {
  readonly icon: ReactNode
  readonly hint?: string
  readonly onSelect: () => void
  readonly children: string
}

const Item = ({ icon, hint, onSelect, children }: ItemProps) => (
  <DropdownMenu.Item
    onSelect={onSelect}
    className="target flex items-center gap-2.5 rounded-sm px-2 outline-none data-[highlighted]:bg-surface-3 forced-colors:data-[highlighted]:outline-2"
  >
    {icon}
    <span className="flex-1">{children}</span>
    {hint !== undefined && (
      <kbd aria-hidden className="font-sans text-xs text-text-3">
        {hint}
      </kbd>
    )}
  </DropdownMenu.Item>
)
