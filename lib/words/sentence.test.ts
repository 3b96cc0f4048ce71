import { expect, test } from 'vitest'
import { sentence } from './sentence'

test('a message becomes a sentence, and a field path stays what it is', () => {
  expect(sentence('close it; the file may be cut off')).toBe('Close it; the file may be cut off.')
  expect(sentence('spec.ingress[0]: `x` is no port')).toBe('spec.ingress[0]: `x` is no port.')
  expect(sentence('podtrust does not answer')).toBe('podtrust does not answer.')
  expect(sentence('evil\u202etxt is here')).toContain('\\u202e')
})
