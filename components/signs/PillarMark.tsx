import type { Pillars, PillarValue } from '@/lib/model/verdict'
import { pillarName, pillarOrder } from '@/lib/words/glossary'

/** One bar in ink: full, half, outline or dotted. The word is for the text beside it. */
export function PillarMark({ value }: { readonly value: PillarValue }) {
  return (
    <svg viewBox="0 0 8 14" width={8} height={14} aria-hidden className="shrink-0" fill="none">
      {value !== 'yes' && (
        <rect
          x="1.5"
          y="1.5"
          width="5"
          height="11"
          rx="1"
          stroke="currentColor"
          strokeWidth="1.4"
          {...(value === 'unknown' && { strokeDasharray: '1.4 1.6' })}
        />
      )}
      {value === 'yes' && <rect x="1" y="1" width="6" height="12" rx="1" fill="currentColor" />}
      {value === 'partial' && <rect x="1.5" y="7" width="5" height="5.5" fill="currentColor" />}
    </svg>
  )
}

/** The three marks in their fixed order; read aloud as three words. */
export function PillarMarks({ pillars }: { readonly pillars: Pillars }) {
  return (
    <span className="inline-flex items-center gap-0.5">
      {pillarOrder.map(pillar => (
        <span key={pillar} className="inline-flex">
          <PillarMark value={pillars[pillar]} />
          <span className="sr-only">
            {pillarName[pillar]} {pillars[pillar]}.{' '}
          </span>
        </span>
      ))}
    </span>
  )
}
