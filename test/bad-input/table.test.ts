import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { tableLines, tableText } from './table'

it('every number of the list of bad inputs is tested: 1 to 51, 55, 56, and of 73 to 82 what is not sent in a body', () => {
  expect([...new Set(tableLines.map(({ number }) => number))]).toEqual([
    ...Array.from({ length: 51 }, (_, i) => i + 1),
    55,
    56,
    73,
    74,
    75,
    76,
    79,
    82,
  ])
})

it('no two lines are about one input', () => {
  const inputs = tableLines.map(({ number, input }) => `${number} ${input}`)
  expect(inputs.filter((input, at) => inputs.indexOf(input) !== at)).toEqual([])
})

it('docs/bad-input.md holds them all; UPDATE=1 writes it', async () => {
  const file = join(import.meta.dirname, '..', '..', 'docs', 'bad-input.md')
  if (process.env.UPDATE === '1') await writeFile(file, tableText())
  expect(await readFile(file, 'utf8')).toBe(tableText())
})
