import { describe, expect, it } from 'vitest'
import { take } from './take'

describe('taking a proposal', () => {
  it.each([
    ['n', 0, 1, 'ns', 'field', 'ns |'],
    ['s', 0, 1, 'src.', 'field', 'src.|'],
    ['ns ', 3, 3, '=', 'operator', 'ns = |'],
    ['ns', 2, 2, 'in (', 'operator', 'ns in (|'],
    ['ns = s and web', 5, 6, 'shop', 'value', 'ns = shop |and web'],
    ['label:a = ', 10, 10, '"a \\" b"', 'value', 'label:a = "a \\" b" |'],
    ['(web', 4, 4, ')', 'word', '(web) |'],
  ] as const)('in `%s` from %d to %d of `%s`', (q, from, to, text, kind, marked) => {
    const { text: now, caret } = take(q, { from, to }, { text, kind })
    expect(`${now.slice(0, caret)}|${now.slice(caret)}`).toBe(marked)
  })
})
