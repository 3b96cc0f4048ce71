import { Tooltip } from 'radix-ui'
import type { ReactNode } from 'react'

interface IconButtonProps {
  /** Says what it does; read aloud, and shown on hover and focus. */
  readonly label: string
  readonly onClick: () => void
  readonly children: ReactNode
  readonly className?: string
  readonly expanded?: boolean
}

/** A button that is only a picture, with its name as tooltip. */
export function IconButton({ label, onClick, children, className = '', expanded }: IconButtonProps) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>
        <button
          type="button"
          aria-label={label}
          aria-expanded={expanded}
          onClick={onClick}
          className={`target grid w-7 shrink-0 place-items-center rounded-md text-text-2 hover:bg-surface-2 hover:text-text pointer-coarse:w-11 ${className}`}
        >
          {children}
        </button>
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-w-72 rounded-md bg-ink px-2 py-1 forced-color-adjust-none text-xs text-on-ink shadow-pop"
        >
          {label}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}
