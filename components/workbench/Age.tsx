'use client'

import { useEffect, useState } from 'react'
import { ageText } from './age-text'

/** How long ago the source was read; kept up to date. */
export function Age({ since }: { readonly since: string }) {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 10_000)
    return () => clearInterval(timer)
  }, [])
  return (
    <time dateTime={since} title={since}>
      {ageText(now - Date.parse(since))}
    </time>
  )
}
