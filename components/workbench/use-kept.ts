'use client'

import { useCallback, useSyncExternalStore } from 'react'

const changed = 'podtrust-kept'

/** A switch that this browser keeps; off where nothing is kept, and on the server. */
export function useKept(name: string): readonly [on: boolean, turn: (on: boolean) => void] {
  const key = `podtrust.${name}`
  const on = useSyncExternalStore(
    notify => {
      window.addEventListener(changed, notify)
      window.addEventListener('storage', notify)
      return () => {
        window.removeEventListener(changed, notify)
        window.removeEventListener('storage', notify)
      }
    },
    () => read(key),
    () => false,
  )
  const turn = useCallback(
    (next: boolean) => {
      if (read(key) === next) return
      write(key, next)
      window.dispatchEvent(new Event(changed))
    },
    [key],
  )
  return [on, turn]
}

/** What stands in for a storage that the browser refuses: kept as long as the page is. */
const unstored = new Map<string, boolean>()

function read(key: string): boolean {
  try {
    return unstored.get(key) ?? localStorage.getItem(key) === 'on'
  } catch {
    return false
  }
}

function write(key: string, on: boolean): void {
  try {
    if (on) localStorage.setItem(key, 'on')
    else localStorage.removeItem(key)
    unstored.delete(key)
  } catch {
    unstored.set(key, on)
  }
}
