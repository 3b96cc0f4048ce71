import { spawn } from 'node:child_process'
import { join } from 'node:path'

/** What a run of the program came to. */
export interface Run {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

interface Options {
  readonly input?: string
  /** Closes the reading end of standard output after its first bytes. */
  readonly hangUp?: true
  /** The folder of the project. */
  readonly from?: string
  readonly env?: Readonly<Record<string, string>>
}

const root = join(import.meta.dirname, '..', '..')

/** Runs the real program in a process of its own, in the folder that the project is in. */
export function podtrust(
  argv: readonly string[],
  { input = '', hangUp, from = root, env }: Options = {},
): Promise<Run> {
  const child = spawn(process.execPath, [join(from, 'bin', 'podtrust.js'), ...argv], {
    cwd: root,
    env: { ...process.env, ...env },
  })
  let [out, err] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
    if (hangUp) child.stdout.destroy()
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => resolve({ code, out, err }))
  })
}
