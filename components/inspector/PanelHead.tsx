import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '../ui/IconButton'

interface PanelHeadProps {
  /** Stands above the title: class, ports, kind. */
  readonly over: ReactNode
  readonly title: ReactNode
  readonly children?: ReactNode
  readonly onClose?: (() => void) | undefined
}

export function PanelHead({ over, title, children, onClose }: PanelHeadProps) {
  return (
    <div className="border-b border-line px-4 py-3">
      <div className="flex min-h-7 items-center gap-2 text-xs text-text-2">
        {over}
        <span className="flex-1" />
        {onClose && (
          <IconButton label="Close" onClick={onClose} className="-mr-1.5">
            <X size={15} aria-hidden />
          </IconButton>
        )}
      </div>
      <h2 className="mt-1 text-lg font-semibold tracking-[-0.005em] break-words">{title}</h2>
      {children}
    </div>
  )
}
