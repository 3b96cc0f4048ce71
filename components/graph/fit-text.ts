const thin = /[.,:;|!'`ijlIft()[\]/\\-]/
const wide = /[mwMW@%]/

/** Width of Inter at 11 px, estimated from above: the canvas clips nothing, so a name must not be longer than its box. */
export function textWidth(text: string): number {
  let width = 0
  for (const character of text) width += thin.test(character) ? 3.9 : wide.test(character) ? 9.6 : character > '\u2e80' ? 11.5 : 6.6
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
