'use client'

import { QueryClientProvider } from '@tanstack/react-query'
import { Tooltip } from 'radix-ui'
import { useState, type ReactNode } from 'react'
import { Announcements } from '../announce/Announcements'
import { queryClientFor } from '../capture/query-client'
import { ReadingProvider } from '../capture/ReadingProvider'
import { CaptureContext, useCaptureOfAddress } from '../capture/use-capture'
import { KeysProvider } from './KeysProvider'

/** What every part of the page stands on: one query cache for each capture, and one delay for tooltips. */
export function Providers({ children }: { readonly children: ReactNode }) {
  const capture = useCaptureOfAddress()
  return (
    <CaptureContext value={capture}>
      <Tooltip.Provider delayDuration={300}>
        <KeysProvider>
          <Announcements>
            <Cache key={capture ?? ''} capture={capture}>
              {children}
            </Cache>
          </Announcements>
        </KeysProvider>
      </Tooltip.Provider>
    </CaptureContext>
  )
}

interface CacheProps {
  readonly capture: string | undefined
  readonly children: ReactNode
}

function Cache({ capture, children }: CacheProps) {
  const [client] = useState(() => queryClientFor(capture))
  return (
    <QueryClientProvider client={client}>
      <ReadingProvider>{children}</ReadingProvider>
    </QueryClientProvider>
  )
}
