import type { ReactNode } from 'react'

/** The right column, or on a narrow page a sheet from below. */
export function PanelFrame({ children }: { readonly children: ReactNode }) {
  return (
    <aside
      aria-label="Detail"
      className="flex min-h-0 min-w-0 flex-col overflow-y-auto bg-surface max-md:fixed max-md:inset-x-0 max-md:bottom-0 max-md:z-20 max-md:max-h-[62dvh] max-md:rounded-t-lg max-md:border-t max-md:border-line-strong max-md:shadow-pop md:border-l md:border-line"
    >
      {children}
    </aside>
  )
}
