'use client'

import { useEffect, useState } from 'react'
import { readPalette, type Palette } from './palette'

const systemSettings = ['(prefers-color-scheme: dark)', '(forced-colors: active)', '(prefers-contrast: more)']

/** The colours of the theme in force, read again whenever the choice or the system changes. */
export function usePalette(): Palette {
  const [palette, setPalette] = useState(() => readPalette(document.body))
  useEffect(() => {
    const update = () => setPalette(readPalette(document.body))
    const lists = systemSettings.map(query => window.matchMedia(query))
    const observer = new MutationObserver(update)
    observer.observe(document.documentElement, { attributeFilter: ['class'] })
    for (const list of lists) list.addEventListener('change', update)
    return () => {
      observer.disconnect()
      for (const list of lists) list.removeEventListener('change', update)
    }
  }, [])
  return palette
}
