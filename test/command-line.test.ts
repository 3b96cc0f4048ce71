import { spawn } from 'node:child_process'
import { cp, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folderOf } from './kit/command-line'
import { networkPolicy, pod } from './kit/manifests'
import { podtrust } from './kit/program'

/** The real program in a process of its own: bundling, streams, signals and exit codes. */

const root = join(import.meta.dirname, '..')

const shop = [pod('shop/web'), pod('shop/db'), networkPolicy('shop/n', '{podSelector: {}}')].join('\n---\n')

describe('standard input', () => {
  it('is read for -', async () => {
    const { code, out, err } = await podtrust(['list', '-'], { input: shop })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('shop/web[Pod] => 0.0.0.0-255.255.255.255[External] : All Connections\n')
  })

  it('may be one side of a diff', async () => {
    const folder = await folderOf({ 'all.yaml': shop })
    expect(await podtrust(['diff', '-', folder], { input: shop })).toEqual({ code: 0, out: '', err: '' })
  })

  it('with nothing in it is bad input', async () => {
    const { code, out, err } = await podtrust(['list', '-'])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(/^[^\n]*`standard input`[^\n]*\n$/)
  })
})

describe('exit codes', () => {
  it('0 for a result, 1 for what was found, 2 for bad input, 3 for something unreadable', async () => {
    const folder = await folderOf({
      'a.yaml': shop,
      'b.yaml': pod('shop/web'),
      'c.yaml': `${shop}\n---\nkind: [`,
    })
    const code = async (...argv: readonly string[]): Promise<number | null> => (await podtrust(argv)).code
    expect(await code('list', `${folder}/a.yaml`)).toBe(0)
    expect(await code('diff', `${folder}/a.yaml`, `${folder}/b.yaml`)).toBe(1)
    expect(await code('list', `${folder}/none.yaml`)).toBe(2)
    expect(await code('list', `${folder}/c.yaml`)).toBe(3)
  })
})

describe('streams', () => {
  it('carry no colours, whatever the terminal could do', async () => {
    const { out, err } = await podtrust(['list', '-'], {
      input: `${shop}\n---\nkind: [`,
      env: { NO_COLOR: '1', TERM: 'xterm-256color' },
    })
    expect(out + err).not.toContain('\u001b')
  })

  it('a reader that goes away early ends the output in silence, and the exit code stays true', async () => {
    const pods = Array.from({ length: 60 }, (_, at) => pod(`shop/pod-${at}`)).join('\n---\n')
    const { code, err } = await podtrust(['list', '-'], { input: pods, hangUp: true })
    expect({ code, err }).toEqual({ code: 0, err: '' })
  })

  it('a result larger than a pipe arrives whole', async () => {
    const pods = Array.from({ length: 60 }, (_, at) => pod(`shop/pod-${at}`)).join('\n---\n')
    const { out } = await podtrust(['list', '-'], { input: pods })
    expect(out.length).toBeGreaterThan(100_000)
    expect(out.split('\n')).toHaveLength(60 * 59 + 60 * 4 + 1)
  })
})

describe('the bundle', () => {
  /** A copy of the program, so that its sources can change. */
  async function copy(): Promise<string> {
    const folder = await folderOf({})
    for (const part of ['bin', 'lib', 'scripts', 'package.json'])
      await cp(join(root, part), join(folder, part), { recursive: true })
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
    return folder
  }
  const bundle = (folder: string): string => join(folder, '.podtrust', 'cli.mjs')

  it('is made on the first run, kept on the next, and made anew when a source is newer', async () => {
    const folder = await copy()
    expect(await podtrust(['--version'], { from: folder })).toMatchObject({ code: 0, err: '' })
    const first = (await stat(bundle(folder))).mtimeMs
    await podtrust(['--version'], { from: folder })
    expect((await stat(bundle(folder))).mtimeMs).toBe(first)

    const source = join(folder, 'lib', 'cli', 'run.ts')
    const text = await readFile(source, 'utf8')
    await writeFile(source, text.replace('usage: podtrust COMMAND', 'usage: changed COMMAND'))
    const later = new Date(Date.now() + 1000)
    await utimes(source, later, later)
    expect((await podtrust(['help'], { from: folder })).out).toMatch(/^usage: changed COMMAND/)
  })

  it('that cannot be made is said in one sentence, without a stack', async () => {
    const folder = await copy()
    await writeFile(join(folder, 'lib', 'cli', 'main.ts'), 'export const = 1')
    const { code, out, err } = await podtrust(['--version'], { from: folder })
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(/^podtrust could not start: /)
    expect(err).not.toMatch(/^ {4}at /m)
  })
})

describe('serve', () => {
  /** A stand-in for the server that says what it was given, and waits. */
  const server =
    "console.log(JSON.stringify(process.argv.slice(2)))\nsetInterval(() => {}, 1000)\nprocess.on('SIGTERM', () => process.exit(0))\n"

  async function folderWith(script: string): Promise<string> {
    const folder = await folderOf({ 'scripts/serve.mjs': script })
    for (const part of ['bin', 'lib', 'package.json'])
      await cp(join(root, part), join(folder, part), { recursive: true })
    await cp(join(root, 'scripts', 'bundle.mjs'), join(folder, 'scripts', 'bundle.mjs'))
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
    return folder
  }

  it('hands its flags on, and a signal ends it and the server', async () => {
    const folder = await folderWith(server)
    const argv = ['serve', '--manifests', 'a', 'b', '--port', '3001', '--host', '127.0.0.1']
    const child = spawn(process.execPath, [join(folder, 'bin', 'podtrust.js'), ...argv])
    const said = await new Promise<string>(resolve =>
      child.stdout.once('data', data => resolve(String(data))),
    )
    expect(JSON.parse(said)).toEqual(['--manifests', 'a', 'b', '--port', '3001', '--host', '127.0.0.1'])
    child.kill('SIGTERM')
    expect(await new Promise(resolve => child.on('close', resolve))).toBe(0)
  })

  it('exits with 2 when the server cannot start', async () => {
    const folder = await folderWith("console.error('the port is taken')\nprocess.exit(1)\n")
    expect(await podtrust(['serve'], { from: folder })).toEqual({
      code: 2,
      out: '',
      err: 'the port is taken\n',
    })
  })
})
