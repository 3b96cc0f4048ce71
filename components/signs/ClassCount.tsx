import type { TrustClass } from '@/lib/model/verdict'
import { numberText } from '@/lib/words/number'
import { ClassGlyph } from './ClassGlyph'

const styles = {
  implicit: 'font-semibold text-implicit-text',
  unknown: 'text-unknown-text',
  partial: 'text-partial-text',
  verified: 'text-verified-text',
}

/** A count in the sign of its class; the class is read out, because the glyph is not. */
export function ClassCount({ of, count }: { readonly of: TrustClass; readonly count: number }) {
  return (
    <span className={`inline-flex items-center gap-1 text-xs tabular-nums ${styles[of]}`}>
      <ClassGlyph of={of} size={11} />
      {numberText(count)}
      <span className="sr-only"> {of}</span>
    </span>
  )
}
