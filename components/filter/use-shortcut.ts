'use client'

import { useEffect, useRef } from 'react'

/** Acts on a key of the whole page, but not while somebody writes, in a dialog, or with a modifier held. */
export function useShortcut(key: string, act: () => void): void {
  const latest = useRef(act)
  useEffect(() => {
    latest.current = act
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== key || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey)
        return
      if (isTyping(event.target, key) || document.querySelector('dialog[open]') !== null) return
      event.preventDefault()
      latest.current()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [key])
}

/** True where a key is meant as text: in a box, and letters in a tree, which goes to what begins with them. */
const isTyping = (target: EventTarget | null, key: string): boolean =>
  target instanceof HTMLElement &&
  (target.closest('input, textarea, select') !== null ||
    target.isContentEditable ||
    (/^[a-z0-9]$/i.test(key) && target.closest('[role="tree"]') !== null))
