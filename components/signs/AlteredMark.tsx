import { Wrench } from 'lucide-react'
import type { ConnectionFacts } from '@/lib/api/connection-contract'
import { alteredText } from '@/lib/words/altered'

interface AlteredMarkProps {
  readonly by: NonNullable<ConnectionFacts['alteredBy']>
  /** Only the sign, where there is no room for its words; they are said all the same. */
  readonly small?: boolean
}

/** Marks a connection whose proxies something may change in ways that cannot be read; the tooltip names it. */
export const AlteredMark = ({ by, small = false }: AlteredMarkProps) => (
  <span title={`${alteredText(by.map(object => ({ object })))}.`} className="text-2xs text-text-2">
    <Wrench size={11} aria-hidden className="inline align-[-1px]" />{' '}
    <span className={small ? 'sr-only' : undefined}>may be altered</span>
  </span>
)
