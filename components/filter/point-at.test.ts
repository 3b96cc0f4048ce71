import { describe, expect, it } from 'vitest'
import { pointAt } from './point-at'

describe('the place of a problem', () => {
  it('parts a short text in two', () => {
    expect(pointAt('ns = shop and', 13)).toEqual({ before: 'ns = shop and', after: '' })
    expect(pointAt('class = green', 8)).toEqual({ before: 'class = ', after: 'green' })
  })

  it('shows only what is near it in a long one', () => {
    const { before, after } = pointAt('x'.repeat(400), 200)
    expect(before).toBe(`…${'x'.repeat(28)}`)
    expect(after).toBe(`${'x'.repeat(28)}…`)
  })

  it('spells out what does not show', () => {
    expect(pointAt('a\u202e b', 2).before).toBe('a\\u202e')
  })

  it('never leaves the text', () => {
    expect(pointAt('web', 99)).toEqual({ before: 'web', after: '' })
  })
})
