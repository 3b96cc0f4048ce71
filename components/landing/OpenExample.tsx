'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import type { ExampleName } from '@/lib/api/capture-contract'
import { openExample } from '@/lib/api/client'
import { hrefsOf } from '../capture/use-capture'
import { loaded } from '../open/use-opening'
import { Button } from '../ui/Button'

interface ExampleControl {
  readonly opening: ExampleName | undefined
  /** A clause in the user's words. */
  readonly failure: string | undefined
  readonly open: (name: ExampleName) => void
}

/** Opens what ships with podtrust beside what the server was started with, and goes there. */
export function useExample(): ExampleControl {
  const router = useRouter()
  const [opening, setOpening] = useState<ExampleName>()
  const [failure, setFailure] = useState<string>()
  const running = useRef<AbortController>(undefined)
  // Who leaves the page does not want to be taken elsewhere.
  useEffect(() => () => running.current?.abort(new DOMException('left', 'AbortError')), [])
  const open = async (name: ExampleName) => {
    const { signal } = (running.current = new AbortController())
    setOpening(name)
    setFailure(undefined)
    try {
      const id = await openExample(name)
      await loaded(id, () => undefined, signal)
      router.push(hrefsOf(id).explorer())
    } catch (error) {
      if (signal.aborted) return
      setOpening(undefined)
      setFailure(error instanceof Error ? error.message : String(error))
    }
  }
  return { opening, failure, open: name => void open(name) }
}

interface OpenExampleProps {
  readonly name: ExampleName
  readonly example: ExampleControl
  readonly children: string
}

export const OpenExample = ({ name, example: { opening, open }, children }: OpenExampleProps) => (
  <Button
    // Not disabled, so that the focus stays where it is.
    aria-disabled={opening !== undefined}
    onClick={() => {
      if (opening === undefined) open(name)
    }}
    className="aria-disabled:text-text-2"
  >
    {opening === name ? `Reading the ${name}…` : children}
  </Button>
)
