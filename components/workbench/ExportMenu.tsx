'use client'

import { Download } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { Button } from '../ui/Button'

interface Choice {
  readonly words: string
  /** What is special about it. */
  readonly note: string
}

/** A file that the page makes, or one that the server sends. */
export type ExportChoice = (Choice & { readonly onChoose: () => void }) | (Choice & { readonly href: string })

interface ExportMenuProps {
  readonly choices: readonly ExportChoice[]
  /** What every file holds. */
  readonly note?: string
}

const item =
  'target flex cursor-default flex-col justify-center rounded-sm px-2.5 py-1 outline-none data-[highlighted]:bg-surface-2 data-[highlighted]:outline-2 data-[highlighted]:-outline-offset-2 data-[highlighted]:outline-ink'

/** What is shown, as a file. */
export function ExportMenu({ choices, note: ofAll }: ExportMenuProps) {
  return (
    // Not modal: a modal menu locks the page with a style that its security policy forbids.
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <Button className="shrink-0 text-xs pointer-coarse:min-w-11">
          <Download size={13} aria-hidden />
          <span className="max-sm:sr-only low:sr-only">Export</span>
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 min-w-48 rounded-md border border-line bg-surface p-1 shadow-pop"
        >
          {choices.map(choice => {
            const words = (
              <>
                <span className="font-medium">{choice.words}</span>
                <span className="text-xs text-text-2">{choice.note}</span>
              </>
            )
            return 'href' in choice ? (
              <DropdownMenu.Item key={choice.words} asChild className={item}>
                <a href={choice.href} download>
                  {words}
                </a>
              </DropdownMenu.Item>
            ) : (
              <DropdownMenu.Item key={choice.words} onSelect={choice.onChoose} className={item}>
                {words}
              </DropdownMenu.Item>
            )
          })}
          {ofAll !== undefined && (
            <DropdownMenu.Label className="max-w-64 px-2.5 py-1.5 text-xs text-text-2">
              {ofAll}
            </DropdownMenu.Label>
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
