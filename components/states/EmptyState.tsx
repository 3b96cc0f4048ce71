import type { ReactNode } from 'react'

interface EmptyStateProps {
  readonly title: string
  readonly children: ReactNode
  readonly action?: ReactNode
  /** Lies on a picture that stays, instead of taking its place. */
  readonly floats?: boolean
}

/** What it is, what it means, and one way on. */
export function EmptyState({ title, children, action, floats = false }: EmptyStateProps) {
  return (
    <div
      role={floats ? 'status' : undefined}
      className={
        floats
          ? 'absolute top-3 left-3 z-10 max-h-[calc(100%-1.5rem)] max-w-[calc(100%-1.5rem)] overflow-y-auto'
          : 'grid min-h-0 flex-1 place-items-start overflow-y-auto bg-surface p-6'
      }
    >
      <div className="max-w-[30rem] rounded-md border border-line-strong bg-surface px-4 py-3">
        <h2 className="text-md font-semibold">{title}</h2>
        <div className="mt-1 text-text-2">{children}</div>
        {action && <div className="mt-3">{action}</div>}
      </div>
    </div>
  )
}
