'use client'

import { useCallback, useSyncExternalStore } from 'react'

const changed = 'podtrust-kept'

/** A switch that this browser keeps; off where nothing is kept, and on the server. */
export function useKept(name: string): readonly [on: boolean, turn: (on: boolean) => void] {
  const [text, keep] = useKeptText(name)
  return [text === 'on', useCallback((on: boolean) => keep(on ? 'on' : ''), [keep])]
}

/** A text that this browser keeps; empty where nothing is kept, and on the server. */
export function useKeptText(name: string): readonly [text: string, keep: (text: string) => void] {
  const key = `podtrust.${name}`
  const text = useSyncExternalStore(
    notify => {
      window.addEventListener(changed, notify)
      window.addEventListener('storage', notify)
      return () => {
        window.removeEventListener(changed, notify)
        window.removeEventListener('storage', notify)
      }
    },
    () => read(key),
    () => '',
  )
  const keep = useCallback(
    (next: string) => {
      if (read(key) === next) return
      write(key, next)
      window.dispatchEvent(new Event(changed))
    },
    [key],
  )
  return [text, keep]
}

/** What stands in for a storage that the browser refuses: kept as long as the page is. */
const unstored = new Map<string, string>()

function read(key: string): string {
  try {
    return unstored.get(key) ?? localStorage.getItem(key) ?? ''
  } catch {
    return ''
  }
}

function write(key: string, text: string): void {
  try {
    if (text === '') localStorage.removeItem(key)
    else localStorage.setItem(key, text)
    unstored.delete(key)
  } catch {
    unstored.set(key, text)
  }
}
