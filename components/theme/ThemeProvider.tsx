'use client'

import { createContext, use, useMemo, useState, type ReactNode } from 'react'
import { cookieFor, themeClass, type Theme } from './theme'

interface ThemeControl {
  readonly theme: Theme
  readonly choose: (theme: Theme) => void
}

const ThemeContext = createContext<ThemeControl | undefined>(undefined)

/** Holds the choice for the whole page, so that it outlives the change from waiting to the first answer. */
export function ThemeProvider({
  initial,
  children,
}: {
  readonly initial: Theme
  readonly children: ReactNode
}) {
  const [theme, setTheme] = useState(initial)
  const control = useMemo(
    () => ({
      theme,
      choose(next: Theme) {
        const { classList } = document.documentElement
        classList.remove('light', 'dark')
        if (themeClass(next) !== '') classList.add(themeClass(next))
        document.cookie = cookieFor(next)
        setTheme(next)
      },
    }),
    [theme],
  )
  return <ThemeContext value={control}>{children}</ThemeContext>
}

export function useTheme(): ThemeControl {
  const control = use(ThemeContext)
  if (!control) throw new Error('the theme is asked for outside the page')
  return control
}
