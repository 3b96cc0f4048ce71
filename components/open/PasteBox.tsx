'use client'

import { useEffect, useRef, useState } from 'react'
import { pastedText } from '@/lib/api/client'
import { Button } from '../ui/Button'
import type { OpeningControl } from './use-opening'
import { gatherChosen } from './walk'

/** YAML or JSON as text. The text stays in the box until it was opened, and the page keeps no copy of it. */
export function PasteBox({ look }: Pick<OpeningControl, 'look'>) {
  const box = useRef<HTMLTextAreaElement>(null)
  const [empty, setEmpty] = useState(true)
  // It is there because somebody asked for it.
  useEffect(() => box.current?.focus(), [])
  const take = () => {
    const { path, contents } = pastedText(box.current?.value ?? '')
    const file = new File([contents], path)
    look((onSeen, signal) => gatherChosen([file], onSeen, signal))
  }
  return (
    <form
      className="mt-3"
      onSubmit={event => {
        event.preventDefault()
        if (!empty) take()
      }}
    >
      <label htmlFor="pasted" className="font-medium">
        YAML or JSON
      </label>
      <textarea
        id="pasted"
        ref={box}
        rows={5}
        spellCheck={false}
        autoComplete="off"
        onInput={event => setEmpty(event.currentTarget.value.trim() === '')}
        className="mt-1.5 block w-full resize-y rounded-md border border-line-control bg-surface px-2.5 py-2 font-mono text-xs"
      />
      <Button type="submit" aria-disabled={empty} className="mt-2 aria-disabled:text-text-3">
        Look at the text
      </Button>
    </form>
  )
}
