import type { TrustClass } from '@/lib/model/verdict'
import { ClassGlyph } from './ClassGlyph'

const words = { implicit: 'Implicit', unknown: 'Unknown', partial: 'Partial', verified: 'Verified' }

const styles = {
  implicit: 'font-semibold text-implicit-text',
  unknown: 'text-unknown-text',
  partial: 'text-partial-text',
  verified: 'text-verified-text',
}

/** Class in one short word, for rows. */
export function ClassWord({ of }: { readonly of: TrustClass }) {
  return (
    <span className={`inline-flex items-center gap-2 ${styles[of]}`}>
      <ClassGlyph of={of} size={13} />
      {words[of]}
    </span>
  )
}
