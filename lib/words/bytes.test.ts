import { expect, it } from 'vitest'
import { bytesText } from './bytes'

it.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [1023, '1,023 bytes'],
  [1024, '1 KiB'],
  [1536, '1.5 KiB'],
  [4.14 * 1024 ** 2, '4.1 MiB'],
  [100 * 1024 ** 2, '100 MiB'],
  [5000 * 1024 ** 3, '5,000 GiB'],
])('%i bytes are %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text)
})
