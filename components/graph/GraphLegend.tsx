'use client'

import { ChevronDown, ChevronRight } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { HelpPoint } from '../help/HelpPoint'
import { IsolationMeaning } from '../help/Meanings'

/** What every sign of the map means, in the words of the contract. */
export function GraphLegend() {
  const [open, setOpen] = useState(() => window.matchMedia('(min-height: 50rem)').matches)
  const Icon = open ? ChevronDown : ChevronRight
  return (
    <section aria-label="Legend" className="shrink-0 border-t border-line py-1.5 pr-1.5 pl-3.5">
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
          <MapSigns
            help={
              <HelpPoint label="What the ring means">
                <IsolationMeaning />
              </HelpPoint>
            }
          />
        </div>
      )}
    </section>
  )
}

/** The signs alone, each with its words. `help` stands beside the ring, the one sign that takes more than a word. */
export const MapSigns = ({ help }: { readonly help?: ReactNode }) => (
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
        <Box border={node} />
        <rect x="3.5" y="3.5" width="23" height="7" rx="1" className="stroke-node-line" strokeWidth="0.9" />
      </Row>
      <Row words="Isolated for what comes in">
        <Box border={node} />
      </Row>
      <Row words="Open to anyone">
        <Box border="fill-node stroke-implicit" dashes="4 3" />
      </Row>
      <Row words="Isolation not known">
        <Box border="fill-node stroke-unknown" dashes="1.5 2" />
      </Row>
      <Row words="Share of workloads isolated" help={help}>
        <circle cx="15" cy="7" r="5" className="stroke-ring-rest" strokeWidth="3" />
        <path d="M15 2a5 5 0 1 1-4.8 6.5" className="stroke-text-2" strokeWidth="3" />
      </Row>
      <Row words="Namespace without default deny">
        <Box border="fill-hull stroke-line-control" dashes="2 3" />
      </Row>
    </ul>
    <p className="mt-1.5 border-t border-line pt-1.5">31 / 35 on a line: failing / all</p>
  </>
)

const node = 'fill-node stroke-node-line'

/** A workload or a namespace, by its border. */
const Box = ({ border, dashes }: { readonly border: string; readonly dashes?: string }) => (
  <rect
    x="1"
    y="1"
    width="28"
    height="12"
    rx="2.5"
    className={border}
    strokeWidth="1.2"
    strokeDasharray={dashes}
  />
)

interface RowProps {
  readonly words: string
  readonly children: ReactNode
  readonly help?: ReactNode
}

function Row({ words, children, help }: RowProps) {
  return (
    <li className={`flex min-h-[1.3125rem] gap-2 py-px ${help ? 'items-center' : 'items-start'}`}>
      <svg viewBox="0 0 30 14" width={30} height={14} aria-hidden className="mt-px shrink-0" fill="none">
        {children}
      </svg>
      {words}
      {help && <span className="-my-1 -mr-1 -ml-2 flex">{help}</span>}
    </li>
  )
}
