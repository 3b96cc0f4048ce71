'use client'

import { ChevronDown, ChevronRight } from 'lucide-react'
import { useState, type ReactNode } from 'react'

/** What every sign of the map means, in the words of the contract. */
export function GraphLegend() {
  const [open, setOpen] = useState(() => window.matchMedia('(min-height: 50rem)').matches)
  const Icon = open ? ChevronDown : ChevronRight
  return (
    <section aria-label="Legend" className="shrink-0 border-t border-line px-3.5 py-1.5">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="target-row flex w-full items-center justify-between text-xs font-semibold"
      >
        Legend
        <Icon size={13} aria-hidden />
      </button>
      {open && (
        <div className="pb-1.5 text-2xs text-text-2">
          <MapSigns />
        </div>
      )}
    </section>
  )
}

/** The signs alone, each with its words. */
export const MapSigns = () => (
  <>
    <ul>
      <Row words="Implicit: nobody wrote a rule">
        <path d="M0 7h30" className="stroke-implicit" strokeWidth="4" strokeDasharray="11 7" />
      </Row>
      <Row words="Partial: rule or proof is weak">
        <path d="M0 7h30" className="stroke-partial" strokeWidth="2.5" />
      </Row>
      <Row words="Verified: all three pillars">
        <path d="M0 7h30" className="stroke-verified" strokeWidth="1.5" />
      </Row>
      <Row words="Unknown: could not be read">
        <path
          d="M1 7h29"
          className="stroke-unknown"
          strokeWidth="1.8"
          strokeDasharray="0.5 4.5"
          strokeLinecap="round"
        />
      </Row>
    </ul>
    <ul className="mt-1.5 border-t border-line pt-1.5">
      <Row words="Isolated in and out">
        <rect
          x="1"
          y="1"
          width="28"
          height="12"
          rx="2.5"
          className="fill-node stroke-node-line"
          strokeWidth="1.2"
        />
        <rect x="3.5" y="3.5" width="23" height="7" rx="1" className="stroke-node-line" strokeWidth="0.9" />
      </Row>
      <Row words="Isolated for what comes in">
        <rect
          x="1"
          y="1"
          width="28"
          height="12"
          rx="2.5"
          className="fill-node stroke-node-line"
          strokeWidth="1.2"
        />
      </Row>
      <Row words="Open to anyone">
        <rect
          x="1"
          y="1"
          width="28"
          height="12"
          rx="2.5"
          className="fill-node stroke-implicit"
          strokeWidth="1.2"
          strokeDasharray="4 3"
        />
      </Row>
      <Row words="Isolation not known">
        <rect
          x="1"
          y="1"
          width="28"
          height="12"
          rx="2.5"
          className="fill-node stroke-unknown"
          strokeWidth="1.4"
          strokeDasharray="1.5 2"
        />
      </Row>
      <Row words="Share of workloads isolated">
        <circle cx="15" cy="7" r="5" className="stroke-line-strong" strokeWidth="3" />
        <path d="M15 2a5 5 0 1 1-4.8 6.5" className="stroke-text-2" strokeWidth="3" />
      </Row>
      <Row words="Namespace without default deny">
        <rect
          x="1"
          y="1"
          width="28"
          height="12"
          rx="3"
          className="fill-hull stroke-line-control"
          strokeWidth="1.2"
          strokeDasharray="2 3"
        />
      </Row>
    </ul>
    <p className="mt-1.5 border-t border-line pt-1.5">31 / 35 on a line: failing / all</p>
  </>
)

function Row({ words, children }: { readonly words: string; readonly children: ReactNode }) {
  return (
    <li className="flex min-h-[1.3125rem] items-start gap-2.5 py-px">
      <svg viewBox="0 0 30 14" width={30} height={14} aria-hidden className="mt-px shrink-0" fill="none">
        {children}
      </svg>
      {words}
    </li>
  )
}
