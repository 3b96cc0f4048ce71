/** What the user chose; `system` follows the operating system and is what nobody chose. */
export type Theme = 'light' | 'dark' | 'system'

export const themes: readonly Theme[] = ['system', 'light', 'dark']

/** Kept in a cookie, so that the server can put the class on `<html>` before the first paint, without a script. */
export const themeCookie = 'podtrust-theme'

/** Anything but the two words means that nobody chose. */
export const readTheme = (value: string | undefined): Theme =>
  value === 'light' || value === 'dark' ? value : 'system'

/** Class of `<html>`; none for the system's own colours. */
export const themeClass = (theme: Theme): string => (theme === 'system' ? '' : theme)

/** The cookie that keeps the choice for a year, or that forgets it. */
export function cookieFor(theme: Theme): string {
  const age = theme === 'system' ? 0 : 365 * 24 * 60 * 60
  return `${themeCookie}=${theme}; path=/; max-age=${age}; samesite=strict`
}
