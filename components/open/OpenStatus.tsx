'use client'

import { useEffect, useRef, type ReactNode } from 'react'
import { ApiProblem } from '@/lib/api/client'
import { bytesText } from '@/lib/words/bytes'
import { count } from '@/lib/words/count'
import { visible } from '@/lib/words/visible'
import { numberText } from '@/lib/words/number'
import { sentence } from '@/lib/words/sentence'
import { ProgressBar } from '../states/ProgressBar'
import { ReadCounts } from '../states/ReadCounts'
import { Button } from '../ui/Button'
import { leftOutText } from './check'
import type { Pick } from './pick'
import type { OpeningControl } from './use-opening'

/** What is under way with the files, with what to do about it; takes the place of the ways to choose some. */
export function OpenStatus({ control: { opening, open, cancel } }: { readonly control: OpeningControl }) {
  switch (opening.kind) {
    case 'idle':
      return null
    case 'looking':
      return (
        <Notice title="Looking at the files; nothing is sent yet" actions={<Cancel onClick={cancel} />}>
          <p className="tabular-nums">
            {opening.of === undefined
              ? `${count(opening.seen, 'file')} found.`
              : `${numberText(opening.seen)} of ${count(opening.of, 'file')} looked at.`}
          </p>
        </Notice>
      )
    case 'refused':
      return (
        <Notice alert title={opening.refusal.title} actions={<Back onClick={cancel} />}>
          <p>{opening.refusal.detail}</p>
          <p className="mt-1">{opening.refusal.remedy}</p>
        </Notice>
      )
    case 'picked':
      return <Picked pick={opening.pick} onOpen={() => open(opening.files)} onCancel={cancel} />
    case 'sending':
      return (
        <Notice title="Sending the files to this server" actions={<Cancel onClick={cancel} />}>
          <ProgressBar at={opening.at} label="Sending" />
        </Notice>
      )
    case 'loading':
      return (
        <Notice title="The server reads what was sent" actions={<Cancel onClick={cancel} />}>
          <p className="min-h-5 break-words">
            {opening.health?.detail === undefined ? 'Everything is sent.' : sentence(opening.health.detail)}
          </p>
          <ProgressBar at={opening.health?.progress} label="Reading" />
          <ReadCounts read={opening.health?.progress?.read} />
        </Notice>
      )
    case 'failed':
      return (
        <Notice
          alert
          title={
            opening.error instanceof ApiProblem ? opening.error.problem.title : 'The files could not be read'
          }
          actions={<Back onClick={cancel} />}
        >
          <p className="whitespace-pre-line">{sentence(opening.error.message)}</p>
        </Notice>
      )
  }
}

interface PickedProps {
  readonly pick: Pick
  readonly onOpen: () => void
  readonly onCancel: () => void
}

/** What would be sent and what would not, before anything is. */
function Picked({ pick: { files, bytes, leftOut }, onOpen, onCancel }: PickedProps) {
  const [first] = files
  const one = files.length === 1 && first !== undefined
  return (
    <Notice
      title={
        one
          ? `${visible(first.path)}, ${bytesText(bytes)}`
          : `${count(files.length, 'file')}, ${bytesText(bytes)}`
      }
      actions={
        <>
          <Button tone="primary" onClick={onOpen}>
            {one ? 'Open it' : `Open ${count(files.length, 'file')}`}
          </Button>
          <Button onClick={onCancel}>Choose others</Button>
        </>
      }
    >
      <p>{leftOutText(leftOut) ?? 'Nothing is left out.'} Nothing is sent yet.</p>
    </Notice>
  )
}

interface NoticeProps {
  readonly title: string
  readonly alert?: boolean
  readonly children: ReactNode
  readonly actions: ReactNode
}

/** Takes the focus when it comes, since what had it is gone; the steps of one notice keep it. */
function Notice({ title, alert = false, children, actions }: NoticeProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [title])
  return (
    <div role={alert ? 'alert' : 'group'} aria-labelledby="opening" className="break-words">
      <h3 id="opening" ref={heading} tabIndex={-1} className="text-md font-semibold outline-none">
        {title}
      </h3>
      <div className="mt-1 max-w-[72ch] text-text-2">{children}</div>
      <div className="mt-3 flex flex-wrap gap-2">{actions}</div>
    </div>
  )
}

const Cancel = ({ onClick }: { readonly onClick: () => void }) => <Button onClick={onClick}>Cancel</Button>

const Back = ({ onClick }: { readonly onClick: () => void }) => (
  <Button tone="primary" onClick={onClick}>
    Choose others
  </Button>
)
