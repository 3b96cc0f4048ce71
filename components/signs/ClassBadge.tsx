import type { TrustClass } from '@/lib/model/verdict'
import { className, verdictName } from '@/lib/words/glossary'
import { ClassGlyph } from './ClassGlyph'

/** Class with its word: implicit filled, unknown in dashes, the others quiet. */
export function ClassBadge({ of }: { readonly of: TrustClass | 'denied' }) {
  return (
    <span
      className={`inline-flex shrink-0 items-center gap-1.5 rounded-sm text-xs whitespace-nowrap ${styles[of]}`}
    >
      <ClassGlyph of={of} size={13} onFill={of === 'implicit'} />
      {of === 'denied' ? verdictName.deny : className[of]}
    </span>
  )
}

const styles = {
  implicit: 'bg-implicit py-0.5 pr-2 pl-1.5 font-semibold text-on-implicit forced-color-adjust-none',
  unknown: 'border border-dashed border-line-control py-px pr-2 pl-1.5 font-medium text-unknown-text',
  partial: 'font-medium text-partial-text',
  verified: 'font-medium text-verified-text',
  denied: 'font-medium text-text',
}
