import { describe, expect, it } from 'vitest'
import { nextGood } from './last-good'

const typed = (...texts: string[]): string => texts.reduce(nextGood, '')

describe('the filter in force', () => {
  it('is the text where it is one', () => {
    expect(typed('web')).toBe('web')
    expect(typed('ns = shop and port = 443')).toBe('ns = shop and port = 443')
  })

  it('stays what it was while the text is none', () => {
    expect(typed('ns = shop', 'ns = shop and', 'ns = shop and (')).toBe('ns = shop')
    expect(typed('ns = shop', 'ns = shop and', 'ns = shop and web')).toBe('ns = shop and web')
  })

  it('is everything where there never was one, and where it was emptied', () => {
    expect(typed('class = green')).toBe('')
    expect(typed('web', '')).toBe('')
  })
})
