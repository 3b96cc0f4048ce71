'use client'

import { memo } from 'react'
import type { Counts } from '@/lib/api/terms-contract'
import type { TrustClass } from '@/lib/model/verdict'
import { classGloss } from '@/lib/words/glossary'
import { numberText } from '@/lib/words/number'
import { ClassGlyph } from '../signs/ClassGlyph'
import { toggleClass } from './toggle-class'

interface LedgerProps {
  readonly counts: Counts
  readonly kept: readonly TrustClass[]
  readonly onKeep: (classes: TrustClass[]) => void
  /** Called where somebody points at what would be kept. */
  readonly onAim: (classes: TrustClass[]) => void
}

const order = ['implicit', 'partial', 'verified', 'unknown'] as const

/** The four counts. Each shows only its class, more than one show their union, none shows everything. */
export const Ledger = memo(function Ledger({ counts, kept, onKeep, onAim }: LedgerProps) {
  return (
    <div
      role="group"
      aria-label="Show only some trust classes"
      className="flex shrink-0 gap-0.5 max-sm:w-full md:-ml-1.5 low:w-auto"
    >
      {order.map(trustClass => {
        const pressed = kept.includes(trustClass)
        const off = kept.length > 0 && !pressed
        const next = toggleClass(kept, trustClass)
        const aim = () => onAim(next)
        const filled = trustClass === 'implicit' && counts.implicit > 0
        return (
          <button
            key={trustClass}
            type="button"
            aria-pressed={pressed}
            title={`Show only ${trustClass}: ${classGloss[trustClass]}`}
            onClick={() => onKeep(next)}
            onPointerEnter={aim}
            onFocus={aim}
            className={`target inline-flex h-8 items-center justify-center gap-1.5 rounded-md px-2 whitespace-nowrap md:px-2.5 max-sm:h-11 low:h-8 low:px-1.5 pointer-coarse:low:h-11 ${
              filled ? `max-sm:flex-1 ${implicitStyle(pressed, off)}` : style(pressed, off)
            }`}
          >
            <ClassGlyph of={trustClass} size={15} onFill={filled && !off} />
            <b
              className={`tabular-nums text-[0.9375rem] ${filled ? 'text-current max-sm:text-xl low:text-[0.9375rem]' : 'text-text'}`}
            >
              {numberText(counts[trustClass])}
            </b>
            <span className={trustClass === 'implicit' ? 'low:sr-only' : 'max-sm:sr-only low:sr-only'}>
              {trustClass}
            </span>
          </button>
        )
      })}
    </div>
  )
})

// Where there is implicit trust it stays filled, unless another class was asked for: it is what the eye shall find first.
const implicitStyle = (pressed: boolean, off: boolean): string =>
  off
    ? 'bg-implicit-soft text-implicit-text'
    : `bg-implicit text-on-implicit forced-color-adjust-none ${
        pressed ? 'ring-2 ring-ink ring-offset-2 ring-offset-surface' : ''
      }`

const style = (pressed: boolean, off: boolean): string =>
  pressed
    ? 'bg-surface-3 text-text ring-1 ring-line-control ring-inset'
    : `text-text-2 hover:bg-surface-2 ${off ? 'opacity-80' : ''}`
