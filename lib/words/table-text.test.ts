import { describe, expect, it } from 'vitest'
import { csv, markdownRow, markdownText } from './table-text'

describe('csv', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['@x', "'@x"],
    ['-1', "'-1"],
    ['a,b', '"a,b"'],
    ['a"b', '"a""b"'],
    ['=a"\n', '"\'=a""\n"'],
    ['plain', 'plain'],
  ])('takes %s for text', (cell, written) => {
    expect(csv(['h'], [[cell, 7]])).toBe(`h\r\n${written},7\r\n`)
  })
})

describe('markdown', () => {
  it.each([
    ['a|b', 'a\\|b'],
    ['`x`', '\\`x\\`'],
    ['<img src=x>', '\\<img src\\=x\\>'],
    ['[a](b)', '\\[a\\]\\(b\\)'],
    ['a\nb\r', 'a\\\\nb\\\\r'],
    ['ledger\u202ebd', 'ledger\\\\u202ebd'],
    ['http://x', 'http\\://x'],
    ['www.x', 'www\\.x'],
    ['a@b', 'a\\@b'],
    ['&lt;', '\\&lt;'],
    ['shop/web', 'shop/web'],
    ['10.0.0.0-10.0.0.9', '10.0.0.0-10.0.0.9'],
  ])('takes %s for text', (cell, written) => {
    expect(markdownText(cell)).toBe(written)
  })

  it('has one line for a row whatever the cells hold', () => {
    expect(markdownRow(['a\n| b', 3])).toBe('| a\\\\n\\| b | 3 |\n')
  })
})
