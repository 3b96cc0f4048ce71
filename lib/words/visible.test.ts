import { describe, expect, it } from 'vitest'
import { visible } from './visible'

describe('visible', () => {
  it.each([
    ['a plain name', 'shop/web[Deployment]', 'shop/web[Deployment]'],
    ['letters of other scripts', 'Größe/日本', 'Größe/日本'],
    ['an escape sequence', '\u001b[31mred', '\\u001b[31mred'],
    ['a line break', 'a\nb\rc\td', 'a\\nb\\rc\\td'],
    ['turned writing', 'ledger\u202ebd', 'ledger\\u202ebd'],
    ['nothing to see', 'a\u200bb\u00adc\ufeffd', 'a\\u200bb\\u00adc\\ufeffd'],
    ['blanks that are none', 'a\u00a0b\u3000c', 'a\\u00a0b\\u3000c'],
    ['fillers', 'a\u3164b\uffa0c', 'a\\u3164b\\uffa0c'],
    ['tags beyond the first plane', 'a\u{e0041}b', 'a\\u{e0041}b'],
    ['half a character', 'a\ud800b', 'a\\ud800b'],
  ])('%s', (_, text, shown) => {
    expect(visible(text)).toBe(shown)
  })
})
