'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { ExampleName } from '@/lib/api/capture-contract'
import { openExample } from '@/lib/api/client'
import { hrefsOf } from '../capture/use-capture'
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
  const open = async (name: ExampleName) => {
    setOpening(name)
    setFailure(undefined)
    try {
      router.push(hrefsOf(await openExample(name)).explorer())
    } catch (error) {
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
    {children}
  </Button>
)
