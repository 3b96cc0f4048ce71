import type { ReactNode } from 'react'

interface DoorProps {
  readonly icon: ReactNode
  readonly title: string
  /** The way that most take. */
  readonly first?: boolean
  readonly children: ReactNode
}

/** One way into podtrust: its name, what lies behind it, and at its foot what to press. */
export function Door({ icon, title, first = false, children }: DoorProps) {
  return (
    <section
      className={`flex min-w-0 flex-col rounded-lg bg-surface px-4 py-4 text-text-2 md:px-5 ${first ? 'border-2 border-ink' : 'border border-line-strong p-px'}`}
    >
      <h2 className="mb-2 flex items-center gap-2.5 text-lg font-semibold text-text">
        {icon}
        {title}
      </h2>
      {children}
    </section>
  )
}

export const DoorFoot = ({ children }: { readonly children: ReactNode }) => (
  <div className="mt-auto flex flex-wrap gap-2 pt-4">{children}</div>
)

export const Code = ({ children }: { readonly children: ReactNode }) => (
  <code className="rounded-sm bg-surface-2 px-1 font-mono text-text">{children}</code>
)

export const Command = ({ children }: { readonly children: ReactNode }) => (
  <pre className="mt-1.5 rounded-md border border-line bg-surface-2 px-3 py-2 font-mono whitespace-pre-wrap text-text">
    {children}
  </pre>
)
