/** Widths of Inter at 11 px and weight 600, rounded up, by groups of characters; the rest is as wide as wide letters get. */
const widths: readonly (readonly [RegExp, number])[] = [
  [/[ijlI ]/, 3],
  [/[.,:;!|'`t]/, 3.9],
  [/[fr()[\]/\\]/, 4.4],
  [/[-_{}^1]/, 5.2],
  [/[svxyzack?e*"]/, 6.6],
  [/[bdghnopqu02-9FELJ]/, 7.3],
  [/[A-HK-LN-VX-Z=<>+~#$&]/, 8.5],
  [/[mw]/, 9.9],
]

/** Pixels at 11 px, never less than the text takes: the canvas clips nothing, so a name must not outgrow its box. */
export function textWidth(text: string): number {
  let width = 0
  for (const character of text) width += widths.find(([group]) => group.test(character))?.[1] ?? 11.5
  return width
}

/** The text where it fits, else its two ends: both carry what tells Kubernetes names apart. */
export function fitText(text: string, width: number): string {
  if (textWidth(text) <= width) return text
  const characters = [...text]
  for (let kept = characters.length - 1; kept > 1; kept--) {
    const head = Math.ceil(kept / 2)
    const shorter = `${characters.slice(0, head).join('')}…${characters.slice(characters.length - (kept - head)).join('')}`
    if (textWidth(shorter) <= width) return shorter
  }
  return '…'
}
