'use client'

import { createContext, use, useCallback, useState, type ReactNode } from 'react'

type Say = (text: string) => void

const SayContext = createContext<Say | undefined>(undefined)

/** The one place from which the page speaks to screen readers, politely: the last thing said. */
export function Announcements({ children }: { readonly children: ReactNode }) {
  const [said, setSaid] = useState({ text: '', times: 0 })
  const say = useCallback((text: string) => setSaid(({ times }) => ({ text, times: times + 1 })), [])
  return (
    <SayContext value={say}>
      {children}
      <div role="status" aria-label="News" className="sr-only">
        {/* The same words said twice are two pieces of news. */}
        <span key={said.times}>{said.text}</span>
      </div>
    </SayContext>
  )
}

/** Says something to whoever cannot see that it happened. */
export function useSay(): Say {
  const say = use(SayContext)
  if (!say) throw new Error('something is said outside the page')
  return say
}
