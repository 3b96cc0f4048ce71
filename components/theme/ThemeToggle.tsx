'use client'

import { Contrast, Moon, Sun } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '../ui/IconButton'
import { cookieFor, themeClass, themes, type Theme } from './theme'

const icons = { system: Contrast, light: Sun, dark: Moon }
const names = { system: 'as the system has it', light: 'light', dark: 'dark' }

/** Steps through system, light and dark. */
export function ThemeToggle({ initial }: { readonly initial: Theme }) {
  const [theme, setTheme] = useState(initial)
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system'
  const Icon = icons[theme]

  const choose = () => {
    const { classList } = document.documentElement
    classList.remove('light', 'dark')
    if (themeClass(next) !== '') classList.add(themeClass(next))
    document.cookie = cookieFor(next)
    setTheme(next)
  }

  return (
    <IconButton label={`Colours: ${names[theme]}. Change to ${names[next]}`} onClick={choose}>
      <Icon size={16} aria-hidden />
    </IconButton>
  )
}
