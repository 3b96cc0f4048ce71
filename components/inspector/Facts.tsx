import type { ReactNode } from 'react'

/** What is known of something, name by name. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return (
    <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1.5 border-b border-line px-4 py-3">
      {children}
    </dl>
  )
}

interface FactProps {
  readonly name: string
  readonly children: ReactNode
}

export const Fact = ({ name, children }: FactProps) => (
  <>
    <dt className="max-w-24 font-medium">{name}</dt>
    <dd className="min-w-0 text-text-2">{children}</dd>
  </>
)
