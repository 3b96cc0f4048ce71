'use client'

import { QueryClientProvider } from '@tanstack/react-query'
import { Tooltip } from 'radix-ui'
import { useState, type ReactNode } from 'react'
import { Announcements } from '../announce/Announcements'
import { queryClientFor } from '../capture/query-client'
import { ReadingProvider } from '../capture/ReadingProvider'
import { CaptureContext, useCapture, useCaptureOfAddress } from '../capture/use-capture'
import { KeysProvider } from './KeysProvider'

/** What every part of the page stands on: one query cache for each capture, and one delay for tooltips. */
export const Providers = ({ children }: { readonly children: ReactNode }) => (
  <CaptureOfAddress>
    <Tooltip.Provider delayDuration={300}>
      <KeysProvider>
        <Announcements>
          <CacheOfCapture>{children}</CacheOfCapture>
        </Announcements>
      </KeysProvider>
    </Tooltip.Provider>
  </CaptureOfAddress>
)

/** The address is listened to here alone: what does not hang on its capture is not drawn anew when it changes. */
function CaptureOfAddress({ children }: { readonly children: ReactNode }) {
  return <CaptureContext value={useCaptureOfAddress()}>{children}</CaptureContext>
}

function CacheOfCapture({ children }: { readonly children: ReactNode }) {
  const capture = useCapture()
  return (
    <Cache key={capture ?? ''} capture={capture}>
      {children}
    </Cache>
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
