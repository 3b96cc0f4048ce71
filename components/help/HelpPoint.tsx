'use client'

import { CircleHelp } from 'lucide-react'
import Link from 'next/link'
import { Popover } from 'radix-ui'
import type { ReactNode } from 'react'
import { useHrefs } from '../capture/use-capture'

interface HelpPointProps {
  /** What it explains: `What the classes mean`. */
  readonly label: string
  readonly children: ReactNode
}

/** A small question mark beside what needs a word; Escape and a press elsewhere close what it opens. */
export function HelpPoint({ label, children }: HelpPointProps) {
  const { legend } = useHrefs()
  return (
    <Popover.Root>
      <Popover.Trigger
        aria-label={label}
        className="grid size-6 shrink-0 place-items-center rounded-md text-text-3 hover:bg-surface-2 hover:text-text pointer-coarse:size-11"
      >
        <CircleHelp size={13} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label={label}
          sideOffset={4}
          collisionPadding={8}
          className="z-40 w-80 max-w-[calc(100vw-1rem)] rounded-md border border-line-control bg-surface p-3 text-sm text-text shadow-pop"
        >
          {children}
          <p className="mt-2.5 border-t border-line pt-2 text-xs">
            <Link
              href={legend}
              prefetch={false}
              className="underline decoration-line-control underline-offset-3 hover:decoration-ink"
            >
              Legend
            </Link>
          </p>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
