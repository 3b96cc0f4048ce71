import { describe, expect, it } from 'vitest'
import { surveyOf } from '../../../test/kit/survey'
import { pod } from '../../../test/kit/manifests'
import { completeView } from './complete'
import { problemOf } from './problem'

describe('what keeps a text from being a filter', () => {
  it.each(['', '  ', 'web', 'ns = nobody', 'not (port = 80 or class = implicit)'])(
    'is nothing in `%s`',
    text => {
      expect(problemOf(text)).toBeUndefined()
    },
  )

  it.each([
    ['ns =', 4],
    ['web and', 7],
    ['(web', 4],
    ['class = green', 8],
    ['port = 0', 7],
    ['verdict = deny', 10],
    ['"open', 0],
    ['colour = red', 0],
  ])('is told of `%s`, with its place', (text, at) => {
    expect(problemOf(text)).toMatchObject({ at, message: expect.stringMatching(/\w/) as string })
  })

  it('is the same with and without a cluster', () => {
    const survey = surveyOf([pod('data/db')])
    for (const q of ['ns =', 'class = green', 'ns = data'])
      expect(completeView(survey, { q }).problem).toEqual(problemOf(q))
  })
})
