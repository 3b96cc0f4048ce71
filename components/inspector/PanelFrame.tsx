import type { ReactNode } from 'react'

interface PanelFrameProps {
  /** What makes it wider, where that can be chosen; it stays while the rest scrolls. */
  readonly border?: ReactNode
  readonly children: ReactNode
}

/** The right column, or on a narrow page a sheet from below. */
export function PanelFrame({ border, children }: PanelFrameProps) {
  return (
    <aside
      data-sheet
      aria-label="Detail"
      data-print="whole"
      className="flex min-h-0 min-w-0 flex-col bg-surface max-md:fixed max-md:inset-x-0 max-md:bottom-0 max-md:z-20 max-md:max-h-[62dvh] max-md:rounded-t-lg max-md:border-t max-md:border-line-strong max-md:shadow-pop md:relative md:border-l md:border-line"
    >
      {border}
      <div data-print="whole" className="flex min-h-0 flex-1 flex-col overflow-y-auto">
        {children}
      </div>
    </aside>
  )
}
