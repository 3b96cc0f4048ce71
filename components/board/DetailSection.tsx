import type { ReactNode } from 'react'
import { numberText } from '@/lib/words/number'

interface DetailSectionProps {
  readonly id: string
  readonly title: string
  readonly total?: number
  readonly children: ReactNode
}

/** One part of the panel beside a board, under its heading. */
export const DetailSection = ({ id, title, total, children }: DetailSectionProps) => (
  <section aria-labelledby={id} className="border-b border-line px-4 py-3">
    <h3 id={id} className="text-xs font-semibold">
      {title}
      {total !== undefined && <span className="font-normal text-text-3"> {numberText(total)}</span>}
    </h3>
    <div className="mt-1.5">{children}</div>
  </section>
)
