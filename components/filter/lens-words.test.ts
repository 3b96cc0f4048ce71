import { describe, expect, it } from 'vitest'
import { lenses } from '@/lib/model/filter'
import { hiddenText, lensSentence, nextLens, resultText, toggleNoise } from './lens-words'

const counts = { implicit: 595, unknown: 0, partial: 100, verified: 48 }

describe('lenses', () => {
  it('come one after the other, then none', () => {
    const seen = [nextLens(null)]
    while (seen.length < lenses.length + 2) seen.push(nextLens(seen.at(-1) ?? null))
    expect(seen).toEqual([...lenses, null, lenses[0]])
  })

  it('are told with what they light', () => {
    expect(lensSentence('crosses', 604, 1813)).toBe(
      'Lens Crosses namespaces: 604 of 1,813 connections lit, the others dimmed.',
    )
  })
})

describe('noise', () => {
  it('is hidden and shown kind by kind', () => {
    expect(toggleNoise([], 'scrapes')).toEqual(['scrapes'])
    expect(toggleNoise(['scrapes'], 'dns')).toEqual(['dns', 'scrapes'])
    expect(toggleNoise(['dns', 'scrapes'], 'dns')).toEqual(['scrapes'])
  })

  it('is never hidden silently', () => {
    expect(hiddenText([], counts)).toBeUndefined()
    expect(hiddenText(['scrapes', 'dns'], { ...counts, implicit: 0, partial: 94 })).toBe(
      'Hidden: 142 DNS, scrapes',
    )
    expect(hiddenText(['dns'], undefined)).toBe('Hidden: DNS')
  })
})

describe('the result of a filter', () => {
  it('is counted against everything, the unknown said', () => {
    expect(resultText(counts, 813)).toBe('743 of 813 connections, 595 implicit')
    expect(resultText(counts, 743)).toBe('743 connections, 595 implicit')
    expect(resultText({ ...counts, unknown: 6 }, 813)).toBe('749 of 813 connections, 595 implicit, 6 unknown')
  })
})
