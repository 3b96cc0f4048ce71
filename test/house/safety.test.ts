import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

/** Conventions that no other tool keeps, read off the files of the repository. */
const root = join(import.meta.dirname, '..', '..')
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter(file => file !== '' && existsSync(join(root, file)))
const own = files.filter(file => /\.(?:tsx?|m?js)$/.test(file))
const read = (file: string): string => readFileSync(join(root, file), 'utf8')

/** Files in which a pattern stands, this one left out. */
const filesWith = (pattern: RegExp, among: readonly string[] = own): string[] =>
  among.filter(file => !file.startsWith('test/house/') && pattern.test(read(file)))

describe('the repository', () => {
  it('has files to look at', () => {
    expect(own.length).toBeGreaterThan(100)
  })

  it('inserts no text as HTML', () => {
    expect(filesWith(/dangerouslySetInnerHTML|\.innerHTML|insertAdjacentHTML|document\.write/)).toEqual([])
  })

  it('switches no check off', () => {
    expect(
      filesWith(/eslint-disable|@ts-(?:ignore|nocheck|expect-error)|\b(?:it|test|describe)\.(?:only|todo)\b/),
    ).toEqual([])
  })

  // Lint refuses `any`; a detour over `unknown` it lets pass.
  it('gives up no type', () => {
    expect(filesWith(/as unknown as/)).toEqual([])
  })

  it('has no barrels', () => {
    expect(own.filter(file => /(?:^|\/)index\.tsx?$/.test(file))).toEqual([])
  })

  it('names files in kebab case and components in Pascal case', () => {
    const wrong = own.filter(file => {
      const name = file.slice(file.lastIndexOf('/') + 1)
      const component = file.startsWith('components/') && file.endsWith('.tsx')
      return !(
        component
          ? /^(?:[A-Z][A-Za-z]*|[a-z][a-z-]*\.test)\.tsx$/
          : /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9-]+)*\.(?:d\.ts|tsx?|m?js)$/
      ).test(name)
    })
    expect(wrong).toEqual([])
  })

  it('keeps browser tests in one folder', () => {
    expect(own.filter(file => file.endsWith('.e2e.ts') && !file.startsWith('e2e/'))).toEqual([])
  })

  it('names no place to download from in the lockfile', () => {
    expect(read('package-lock.json')).not.toMatch(/"resolved": "(?!file:)/)
  })

  it('takes no font, script or style from elsewhere', () => {
    expect(
      filesWith(
        /next\/font\/google|fonts\.g(?:oogleapis|static)|<script[^>]+src="http|@import\s+["']https?:/,
        files.filter(file => /\.(?:tsx?|css|m?js|html)$/.test(file)),
      ),
    ).toEqual([])
  })

  it('reads the environment in few places', () => {
    const places = filesWith(
      /process\.env\b/,
      own.filter(file => !/\.test\.tsx?$|^scripts\/|^e2e\/|^test\/|config\./.test(file)),
    )
    expect(
      places.filter(
        file =>
          !['instrumentation.ts', 'proxy.ts'].includes(file) &&
          !file.startsWith('app/server/') &&
          !file.startsWith('lib/cli/'),
      ),
    ).toEqual([])
  })
})
