import { describe, expect, it } from 'vitest'
import type { Problem } from '../model/problem'
import { captureOf } from '../../test/kit/world'
import { pod } from '../../test/kit/manifests'
import { problemReport } from './problem-report'

const capture = captureOf([pod('shop/a'), pod('shop/b'), pod('shop/c')])

const problem = (more: Partial<Problem> = {}): Problem => ({
  code: 'bad-cidr',
  message: '`10.0.0.0/33` is no block',
  remedy: 'write address/prefix',
  effect: 'unknown',
  object: { group: 'networking.k8s.io', kind: 'NetworkPolicy', namespace: 'shop', name: 'p' },
  path: ['spec', 'ingress', 0],
  origin: { file: 'test.yaml', document: 2, line: 7 },
  ...more,
})

const report = (...problems: readonly Problem[]): string => problemReport({ capture, problems })

describe('what was wrong with the input', () => {
  it('is nothing where nothing was wrong', () => {
    expect(report()).toBe('')
  })

  it('names file, document, line, object and field, what follows, and what to do', () => {
    expect(report(problem())).toBe(
      'test.yaml, document 2, line 7, NetworkPolicy shop/p, spec.ingress[0]: `10.0.0.0/33` is no block; ' +
        'what it could decide is unknown; write address/prefix\nThe other 2 documents are loaded.\n',
    )
  })

  it('says the same thing once, with the number of further places', () => {
    const again = problem({ origin: { file: 'test.yaml', document: 3, line: 9 } })
    expect(report(problem(), again, again)).toContain('`10.0.0.0/33` is no block (and 2 more like it); ')
    expect(report(problem(), again, again)).toMatch(/\nThe other document is loaded\.\n$/)
  })

  it('begins with what makes verdicts unknown, then what was left out', () => {
    const text = report(
      problem({ effect: 'none', message: 'third' }),
      problem({ effect: 'left-out', message: 'second' }),
      problem({ message: 'first' }),
    )
    expect(text.match(/first|second|third/g)).toEqual(['first', 'second', 'third'])
  })

  it('that changes nothing leaves nothing to be said about the other documents', () => {
    expect(report(problem({ effect: 'none' }))).not.toContain('The other')
  })

  it('is cut off after twenty kinds of problems', () => {
    const many = Array.from({ length: 25 }, (_, at) => problem({ message: `number ${at}` }))
    const text = report(...many)
    expect(text).toContain('number 19')
    expect(text).not.toContain('number 20')
    expect(text).toContain('\n5 more problems\n')
  })

  it('shows characters that could deceive as escapes', () => {
    expect(report(problem({ message: 'a\u202eb' }))).toContain('a\\u202eb')
  })
})
