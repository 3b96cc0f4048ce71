import { describe, expect, it } from 'vitest'
import { changesText, milestoneText, stepText } from './reading-words'

const none = { added: 0, removed: 0, changed: 0 }

describe('what another reading changed', () => {
  it.each([
    [none, none, 'nothing changed'],
    [
      { added: 3, removed: 1, changed: 2 },
      { ...none, changed: 1 },
      '3 connections added, 1 removed, 2 changed; 1 object changed',
    ],
    [{ ...none, removed: 1 }, { ...none, added: 2 }, '1 connection removed; 2 objects added'],
    [none, { ...none, changed: 1200 }, 'no connection changed; 1,200 objects changed'],
    [{ ...none, added: 5000, atLeast: true as const }, none, 'at least 5,000 connections added'],
  ])('%j and %j', (connections, objects, text) => {
    expect(changesText({ connections, objects })).toBe(text)
  })
})

describe('how far it is', () => {
  it.each([
    [{ step: 'sending', done: 1024, of: 4096 } as const, 'Sending: 1 KiB of 4 KiB'],
    [{ step: 'receiving', done: 1024 } as const, 'Receiving: 1 KiB'],
    [{ step: 'reading', done: 1200, of: 20000 } as const, 'Reading: 1,200 of 20,000'],
    [{ step: 'judging', done: 3, of: 60 } as const, 'Judging: 3 of 60 workloads'],
  ])('%j', (step, text) => {
    expect(stepText(step)).toBe(text)
  })

  it('is said aloud at each quarter only', () => {
    const said = Array.from({ length: 101 }, (_, done) => milestoneText({ step: 'reading', done, of: 100 }))
    expect([...new Set(said)]).toEqual([
      'Reading',
      'Reading: 25 percent',
      'Reading: 50 percent',
      'Reading: 75 percent',
      'Reading: 100 percent',
    ])
    expect(milestoneText({ step: 'reading', done: 7 })).toBe('Reading')
    expect(milestoneText({ step: 'sending', done: 0, of: 0 })).toBe('Sending')
  })
})
