import { expect, test } from 'vitest'
import { cookieFor, readTheme, themeClass } from './theme'

test('only the two words choose a theme', () => {
  expect(readTheme('dark')).toBe('dark')
  expect(readTheme('light')).toBe('light')
  expect(readTheme('"><script>')).toBe('system')
  expect(readTheme(undefined)).toBe('system')
})

test('following the system leaves no class and no cookie behind', () => {
  expect(themeClass('system')).toBe('')
  expect(cookieFor('system')).toContain('max-age=0')
  expect(themeClass('dark')).toBe('dark')
  expect(cookieFor('dark')).toContain('max-age=31536000')
})
