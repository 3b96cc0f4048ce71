'use client'

import { Contrast, Moon, Sun } from 'lucide-react'
import { IconButton } from '../ui/IconButton'
import { themes } from './theme'
import { useTheme } from './ThemeProvider'

const icons = { system: Contrast, light: Sun, dark: Moon }
const names = { system: 'as the system has it', light: 'light', dark: 'dark' }

/** Steps through system, light and dark. */
export function ThemeToggle() {
  const { theme, choose } = useTheme()
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system'
  const Icon = icons[theme]

  return (
    <IconButton label={`Colours: ${names[theme]}. Change to ${names[next]}`} onClick={() => choose(next)}>
      <Icon size={16} aria-hidden />
    </IconButton>
  )
}
