import { Popover as Radix } from 'radix-ui'
import type { ReactNode } from 'react'

interface PopoverProps {
  /** The button that opens it. */
  readonly trigger: ReactNode
  /** Names what opens. */
  readonly label: string
  readonly children: ReactNode
}

/** A small panel at a button: Escape and a press elsewhere close it, and the focus goes back. */
export const Popover = ({ trigger, label, children }: PopoverProps) => (
  <Radix.Root>
    <Radix.Trigger asChild>{trigger}</Radix.Trigger>
    <Radix.Portal>
      <Radix.Content
        aria-label={label}
        sideOffset={6}
        align="end"
        collisionPadding={8}
        className="z-40 w-96 max-w-[calc(100vw-1rem)] rounded-md border border-line-control bg-surface text-text shadow-pop"
      >
        {children}
      </Radix.Content>
    </Radix.Portal>
  </Radix.Root>
)
