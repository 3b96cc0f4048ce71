/** Colours of the canvas, by the name of their token without `--pt-`. */
export const paletteTokens = [
  'surface',
  'text',
  'text-2',
  'text-3',
  'ink',
  'on-ink',
  'halo',
  'line',
  'ring-rest',
  'line-control',
  'implicit',
  'implicit-text',
  'implicit-mid',
  'partial',
  'partial-text',
  'partial-sign',
  'verified',
  'verified-text',
  'verified-sign',
  'unknown',
  'unknown-text',
  'unknown-sign',
  'hull',
  'hull-line',
  'node',
  'node-line',
] as const

export type Palette = Readonly<Record<(typeof paletteTokens)[number], string>>

/**
 * The tokens as plain colours. A probe resolves them, because a canvas knows neither `light-dark()` nor the system
 * colours that stand in the tokens where the user forces their own.
 */
export function readPalette(root: HTMLElement): Palette {
  const probe = document.createElement('span')
  root.append(probe)
  const read = (token: string): string => {
    probe.style.setProperty('color', `var(--pt-${token})`)
    return getComputedStyle(probe).color
  }
  const palette = Object.fromEntries(paletteTokens.map(token => [token, read(token)])) as Record<
    (typeof paletteTokens)[number],
    string
  >
  probe.remove()
  return palette
}
