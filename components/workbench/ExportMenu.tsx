'use client'

import { Download } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { Button } from '../ui/Button'

export interface ExportChoice {
  readonly words: string
  /** What is special about it. */
  readonly note: string
  readonly onChoose: () => void
}

/** What is shown, as a file. */
export function ExportMenu({ choices }: { readonly choices: readonly ExportChoice[] }) {
  return (
    // Not modal: a modal menu locks the page with a style that its security policy forbids.
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <Button className="shrink-0 text-xs">
          <Download size={13} aria-hidden /> Export
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 min-w-48 rounded-md border border-line bg-surface p-1 shadow-pop"
        >
          {choices.map(({ words, note, onChoose }) => (
            <DropdownMenu.Item
              key={words}
              onSelect={onChoose}
              className="target flex cursor-default flex-col justify-center rounded-sm px-2.5 py-1 outline-none data-[highlighted]:bg-surface-2 data-[highlighted]:outline-2 data-[highlighted]:-outline-offset-2 data-[highlighted]:outline-ink"
            >
              <span className="font-medium">{words}</span>
              <span className="text-xs text-text-2">{note}</span>
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
