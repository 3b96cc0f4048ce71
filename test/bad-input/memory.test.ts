import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folderOf } from '../kit/command-line'
import { fileRows } from './file-rows'
import { policy, rest } from './kit'

/** The real program with so many MiB of memory for its objects; what takes more ends it with a signal. */
const heap = 512

const list = (folder: string): Promise<{ code: number | null; err: string }> => {
  const argv = [
    `--max-old-space-size=${heap}`,
    join(import.meta.dirname, '../../bin/podtrust.js'),
    'list',
    folder,
  ]
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'ignore', 'pipe'] })
  let err = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
  return new Promise(resolve => child.on('close', code => resolve({ code, err })))
}

describe(`in ${heap} MiB`, () => {
  const large = fileRows.filter(({ bad }) => typeof bad === 'function')

  it.each(large)('$number: $title', async ({ bad, says, apart }) => {
    const good = [...rest, ...(apart ? [policy] : [])].join('\n---\n')
    const folder = await folderOf({ 'bad.yaml': typeof bad === 'function' ? bad() : '', 'good.yaml': good })
    const { code, err } = await list(folder)
    expect(code, err.slice(0, 1000)).toBe(says.some(said => said.includes('[unknown]')) ? 3 : 0)
  })
})
