'use client'

import { FileStack, Play, Plug } from 'lucide-react'
import Link from 'next/link'
import type { Overview } from '@/lib/api/overview-contract'
import { numberText } from '@/lib/words/number'
import { sentence } from '@/lib/words/sentence'
import { ClassGlyph } from '../signs/ClassGlyph'
import { ProgressBar } from '../states/ProgressBar'
import { Button } from '../ui/Button'
import { Door, DoorFoot } from './Door'
import { OpenExample, useExample } from './OpenExample'
import { contentsSentence, startedTitle, worstSentence, type Started } from './started'
import type { Own } from './use-own'

const icons = { demo: Play, manifests: FileStack, cluster: Plug }

interface OwnDoorProps {
  readonly started: Started
  readonly own: Own
}

/** What the server was started with and how much of it is earned; beside it, what ships with podtrust. */
export function OwnDoor({ started, own }: OwnDoorProps) {
  const { data } = own.overview
  const Icon = icons[started]
  const example = useExample()
  return (
    <Door first icon={<Icon size={16} aria-hidden />} title={startedTitle[started]}>
      <p className="min-h-10 break-words">
        {data && <bdi className="text-text-2">{contentsSentence(started, data)}</bdi>}
      </p>
      <div className="mt-3 flex min-h-[7.25rem] flex-col rounded-md border border-line">
        {data ? <Counts overview={data} /> : <Pending own={own} />}
      </div>
      {example.failure !== undefined && (
        <p role="alert" className="mt-3 break-words text-text">
          {sentence(`not opened: ${example.failure}`)}
        </p>
      )}
      <DoorFoot>
        <Link
          href="/explorer"
          prefetch={false}
          className="target inline-flex items-center rounded-md border border-ink bg-ink px-2.5 font-medium text-on-ink forced-color-adjust-none"
        >
          {started === 'demo' ? 'Open the demo' : started === 'cluster' ? 'Open the cluster' : 'Open them'}
        </Link>
        {started !== 'demo' && (
          <OpenExample name="demo" example={example}>
            Demo cluster
          </OpenExample>
        )}
        <OpenExample name="textbook" example={example}>
          Textbook example
        </OpenExample>
      </DoorFoot>
    </Door>
  )
}

const classes = ['implicit', 'partial', 'verified', 'unknown'] as const

const Counts = ({ overview }: { readonly overview: Overview }) => (
  <>
    <ul className="grid grid-cols-2 gap-x-4 gap-y-1.5 px-3.5 py-3">
      {classes.map(trustClass => (
        <li key={trustClass} className="flex items-center gap-2">
          <ClassGlyph of={trustClass} size={14} />
          <span>
            <b className="text-[0.9375rem] text-text tabular-nums">
              {numberText(overview.counts[trustClass])}
            </b>{' '}
            {trustClass}
          </span>
        </li>
      ))}
    </ul>
    <p className="mt-auto border-t border-line px-3.5 py-2.5 break-words text-text">
      <bdi>{worstSentence(overview)}</bdi>
    </p>
  </>
)

/** Before there are counts: how far reading is, or why nothing comes of it. */
function Pending({ own: { health, overview } }: Pick<OwnDoorProps, 'own'>) {
  const { data } = health
  const error = overview.error ?? health.error
  if (data?.status === 'failed' || (error && data?.status !== 'loading'))
    return (
      <div role="alert" className="px-3.5 py-3">
        <p className="line-clamp-5 break-words text-text">
          {sentence(data?.status === 'failed' && data.detail ? data.detail : (error?.message ?? ''))}
        </p>
        <Button
          className="mt-2"
          onClick={() => {
            void health.refetch()
            void overview.refetch()
          }}
        >
          Try again
        </Button>
      </div>
    )
  return (
    <div className="appear-late px-3.5 py-3">
      <p className="line-clamp-2 break-words">
        {data?.detail === undefined ? 'Reading what this server was started with.' : sentence(data.detail)}
      </p>
      <ProgressBar at={data?.progress} label="Reading" />
    </div>
  )
}
