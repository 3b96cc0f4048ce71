'use client'

import { Check, Copy } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useSay } from '../announce/Announcements'
import { Button } from './Button'

interface CopyButtonProps {
  readonly text: string
  /** What is copied: `the explanation`. */
  readonly what: string
  readonly label?: string
  readonly className?: string
}

/** Copies text; where the browser does not let it, the text itself comes, selected, to be copied by hand. */
export function CopyButton({ text, what, label = 'Copy', className = '' }: CopyButtonProps) {
  const say = useSay()
  const [outcome, setOutcome] = useState<'copied' | 'refused'>()
  const area = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (outcome === 'refused') area.current?.select()
    if (outcome !== 'copied') return
    const timer = setTimeout(() => setOutcome(undefined), 2000)
    return () => clearTimeout(timer)
  }, [outcome])

  const copy = async () => {
    try {
      // Absent where the page came over plain HTTP from another machine.
      await navigator.clipboard.writeText(text)
      setOutcome('copied')
      say(`Copied ${what}.`)
    } catch {
      setOutcome('refused')
      say(`The browser does not let this page copy. ${what} is selected, to be copied by hand.`)
    }
  }
  return (
    <span
      className={`inline-flex flex-col items-start gap-1.5 ${outcome === 'refused' ? 'w-full' : ''} ${className}`}
    >
      <Button onClick={() => void copy()}>
        {outcome === 'copied' ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
        {label}
      </Button>
      {outcome === 'refused' && (
        <span className="w-full text-xs text-text-2">
          The browser does not let this page copy: take it from here.
          <textarea
            ref={area}
            readOnly
            rows={6}
            aria-label={`Text of ${what}`}
            value={text}
            className="mt-1 block w-full rounded-md border border-line-control bg-surface p-2 font-mono text-xs text-text"
          />
        </span>
      )}
    </span>
  )
}
