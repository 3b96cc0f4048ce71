/**
 * Characters that print as nothing, as another character or in another order: control, format and bidi characters,
 * line separators, odd blanks, fillers and variation selectors. Names come from manifests, so they may hold any of them.
 */
export const deceptive =
  /[\p{C}\p{Zl}\p{Zp}\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u115f\u1160\u3164\uffa0\ufe00-\ufe0f]/gu

const short: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const hex = code.toString(16)
  return short.get(character) ?? (code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`)
}

/** What most names are made of. Browsers take long to make `deceptive` ready, and with such names they never have to. */
const plain = /^[\x20-\x7e]*$/

/** The text with every deceptive character written as an escape: `ledger\u202ebd`. */
export const visible = (text: string): string => (plain.test(text) ? text : text.replace(deceptive, escaped))
