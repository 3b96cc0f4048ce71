'use client'

import { useSyncExternalStore } from 'react'

/** Whether a media query holds; `false` on the server, which has no window. */
export const useMedia = (query: string): boolean =>
  useSyncExternalStore(
    notify => {
      const list = window.matchMedia(query)
      list.addEventListener('change', notify)
      return () => list.removeEventListener('change', notify)
    },
    () => window.matchMedia(query).matches,
    () => false,
  )

/** Below this the tree is a drawer, the detail a sheet, and the table comes first. */
export const narrow = '(max-width: 63.99rem)'

/** One column only. */
export const phone = '(max-width: 39.99rem)'
