'use client'

import { useLayoutEffect, useState, type RefObject } from 'react'
import type { Size } from './cell-size'

/** How large an element is, as it changes; undefined before it is drawn. */
export function useRoom(element: RefObject<HTMLElement | null>): Size | undefined {
  const [room, setRoom] = useState<Size>()
  useLayoutEffect(() => {
    const { current } = element
    if (!current) return undefined
    const measure = (): void => {
      const { clientWidth: width, clientHeight: height } = current
      setRoom(known => (known?.width === width && known.height === height ? known : { width, height }))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(current)
    return () => observer.disconnect()
  }, [element])
  return room
}
