import { load } from 'js-yaml'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const folder = join(root, 'test', 'mutants')

interface Mutant {
  readonly id: string
  readonly file: string
  readonly code: string
}

/** `npm run mutants` says the same of each, half an hour later. */
it.each(readdirSync(folder))('every mutant of %s stands once in its file', name => {
  const mutants = load(readFileSync(join(folder, name), 'utf8')) as readonly Mutant[]
  expect(mutants.length).toBeGreaterThan(0)
  const astray = mutants.filter(
    ({ file, code }) => readFileSync(join(root, file), 'utf8').split(code).length !== 2,
  )
  expect(astray.map(({ id }) => id)).toEqual([])
})
