'use client'

import { ArrowUpDown } from 'lucide-react'
import { useEffect, useId, useRef, useState, type FormEvent } from 'react'
import type { SaidDial } from '@/lib/model/said-dial'
import { ConnectionDetail } from '../inspector/ConnectionDetail'
import { PanelHead } from '../inspector/PanelHead'
import { Button } from '../ui/Button'
import { field } from '../ui/field-style'
import { IconButton } from '../ui/IconButton'
import type { ConnectionEnds } from '../workbench/ends'
import type { ViewControl } from '../workbench/use-view'
import { EndBox } from './EndBox'
import { askProtocols, hasPorts, questionOf, type Asked } from './question'
import { RequestFields } from './RequestFields'

interface AskDetailProps {
  readonly control: ViewControl
  readonly ends: ConnectionEnds | undefined
}

/** Any two ends and a port, whether a connection of them exists or not: the verdict, and why. The address keeps the question. */
export function AskDetail({ control, ends }: AskDetailProps) {
  return (
    <>
      <PanelHead over="Ask about any two ends" title="May one talk to the other?" onClose={control.back}>
        <AskForm key={JSON.stringify(ends ?? null)} control={control} ends={ends} />
      </PanelHead>
      {ends && <ConnectionDetail key={JSON.stringify(ends)} ends={ends} control={control} within />}
    </>
  )
}

/** The way and the request as the address keeps them. */
const askedParts = ({ address, method, path, host, headers }: SaidDial) => ({
  dial: address ?? null,
  method: method ?? null,
  path: path ?? null,
  host: host ?? null,
  header: [...(headers ?? [])],
})

const placeholders = {
  TCP: 'the most open one',
  UDP: '53',
  SCTP: '3868',
  ICMP: 'has none',
  ICMPv6: 'has none',
}

function AskForm({ control: { set }, ends }: AskDetailProps) {
  const id = useId()
  const first = useRef<HTMLInputElement>(null)
  const [asked, setAsked] = useState<Asked>({
    from: ends?.from ?? '',
    to: ends?.to ?? '',
    protocol: ends?.port?.protocol ?? 'TCP',
    port: ends?.port?.port === undefined ? '' : String(ends.port.port),
    dial: ends?.dial?.address ?? '',
    method: ends?.dial?.method ?? '',
    path: ends?.dial?.path ?? '',
    host: ends?.dial?.host ?? '',
    headers: (ends?.dial?.headers ?? []).join('\n'),
  })
  const [tried, setTried] = useState(false)
  const question = questionOf(asked)
  const wrong = tried && 'problem' in question ? question : undefined
  const problem = `${id}-problem`
  const change = (part: Partial<Asked>) => setAsked(before => ({ ...before, ...part }))

  // Whoever opens it wants to write; whoever follows a link wants to read.
  const [writes] = useState(ends === undefined)
  useEffect(() => {
    if (writes) first.current?.focus()
  }, [writes])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if ('problem' in question) return
    const { from, to, port, said } = question
    set({ from, to, port, ...askedParts(said), show: 'ask', tab: 'why' }, 'push')
  }
  return (
    <form aria-label="Ask" onSubmit={submit} noValidate className="mt-2 flex flex-col gap-2">
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-1.5">
        <div className="flex flex-col gap-2">
          <EndBox
            label="From"
            value={asked.from}
            onChange={from => change({ from })}
            invalid={wrong?.at === 'from'}
            describedBy={wrong?.at === 'from' ? problem : undefined}
            input={first}
          />
          <EndBox
            label="To"
            value={asked.to}
            onChange={to => change({ to })}
            invalid={wrong?.at === 'to'}
            describedBy={wrong?.at === 'to' ? problem : undefined}
          />
        </div>
        <IconButton label="Swap the ends" onClick={() => change({ from: asked.to, to: asked.from })}>
          <ArrowUpDown size={15} aria-hidden />
        </IconButton>
      </div>
      <div className="flex items-end gap-2">
        <label className="w-24 text-xs font-medium">
          Protocol
          <select
            value={asked.protocol}
            onChange={({ target }) =>
              change({ protocol: askProtocols.find(one => one === target.value) ?? 'TCP' })
            }
            className={`${field} text-sm font-normal`}
          >
            {askProtocols.map(protocol => (
              <option key={protocol}>{protocol}</option>
            ))}
          </select>
        </label>
        <label className="min-w-0 flex-1 text-xs font-medium">
          Port
          <input
            type="text"
            inputMode="numeric"
            autoComplete="off"
            maxLength={5}
            disabled={!hasPorts(asked.protocol)}
            placeholder={placeholders[asked.protocol]}
            value={hasPorts(asked.protocol) ? asked.port : ''}
            onChange={event => change({ port: event.target.value })}
            aria-invalid={wrong?.at === 'port'}
            aria-describedby={wrong?.at === 'port' ? problem : undefined}
            className={`${field} text-sm font-normal`}
          />
        </label>
        <Button type="submit" tone="primary">
          Ask
        </Button>
      </div>
      <RequestFields asked={asked} onChange={change} wrong={wrong?.at} describedBy={problem} />
      <p id={problem} role="status" className="text-xs font-medium empty:hidden">
        {wrong?.problem.replaceAll('`', '')}
      </p>
    </form>
  )
}
