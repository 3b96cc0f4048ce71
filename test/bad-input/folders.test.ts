import { execFileSync } from 'node:child_process'
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { analyze } from '../../lib/analyze'
import type { Session } from '../../lib/model/session'
import { BadInput } from '../../lib/sources/bad-input'
import { readManifests } from '../../lib/sources/manifests'
import { folderOf, podtrust } from '../kit/command-line'
import { namespace, pod } from '../kit/manifests'
import { expectedVerdicts, policy, rest, told, verdictsOf } from './kit'

const good = { 'good.yaml': rest.join('\n---\n') }

async function read(
  folder: string,
  ...paths: readonly string[]
): Promise<{ session: Session; says: string[] }> {
  const session = analyze(await readManifests(paths.length > 0 ? paths : [folder]))
  return { session, says: session.problems.map(problem => told(problem).replaceAll(`${folder}/`, '')) }
}

/** Runs the rest of a test as a user who is not almighty, if it runs as one who is. */
function withoutPower(): void {
  if (process.geteuid?.() !== 0) return
  process.seteuid?.(65534)
  onTestFinished(() => process.seteuid?.(0))
}

describe('in a folder, what is no readable file is unread, and the rest loads:', () => {
  it('a file that may not be read', async () => {
    const folder = await folderOf({ ...good, 'bad.yaml': policy })
    await chmod(folder, 0o755)
    await chmod(join(folder, 'bad.yaml'), 0o000)
    withoutPower()
    const { session, says } = await read(folder)
    expect(says).toEqual([
      'bad.yaml, document 1, line 1: the file cannot be read: permission denied [unknown]; make it readable, or leave it out',
    ])
    expect(verdictsOf(session)).toEqual(expectedVerdicts('cluster'))
  })

  it('a folder that may not be read', async () => {
    const folder = await folderOf({ ...good, 'more/bad.yaml': policy })
    await chmod(folder, 0o755)
    await chmod(join(folder, 'more'), 0o000)
    onTestFinished(() => chmod(join(folder, 'more'), 0o755))
    withoutPower()
    const { session, says } = await read(folder)
    expect(says).toEqual([
      'more, document 1, line 1: the file cannot be read: permission denied [unknown]; make it readable, or leave it out',
    ])
    expect(session.incomplete).toBe(true)
  })

  it('links that lead nowhere or in a circle', async () => {
    const folder = await folderOf(good)
    await symlink('gone.yaml', join(folder, 'lost.yaml'))
    await symlink('round.yaml', join(folder, 'round.yaml'))
    await symlink('gone', join(folder, 'notes'))
    const { session, says } = await read(folder)
    expect(says).toEqual([
      'lost.yaml, document 1, line 1: the file is a link to a file that is not there [unknown]; make it readable, or leave it out',
      'round.yaml, document 1, line 1: the file is a link that leads back to itself [unknown]; make it readable, or leave it out',
    ])
    expect(verdictsOf(session)).toEqual(expectedVerdicts('cluster'))
  })

  it('a pipe, which nobody will write to', async () => {
    const folder = await folderOf(good)
    execFileSync('mkfifo', [join(folder, 'pipe.yaml')])
    const { says } = await read(folder)
    expect(says).toEqual([
      'pipe.yaml, document 1, line 1: the file is a pipe, a socket or a device, not a file [unknown]; make it readable, or leave it out',
    ])
  })
})

describe('in a folder', () => {
  it('a link back to it does not read it again', async () => {
    const folder = await folderOf({ ...good, 'policy.yaml': policy })
    await symlink('.', join(folder, 'self'))
    await symlink('policy.yaml', join(folder, 'again.yaml'))
    const { session, says } = await read(folder)
    expect(says).toEqual([])
    expect(session.capture.objects).toHaveLength(rest.length + 1)
  })

  it('files of other names, hidden ones and node_modules are passed over', async () => {
    const folder = await folderOf({
      ...good,
      'README.md': '{{',
      '.git/config.yaml': '{{',
      'node_modules/x/x.yaml': '{{',
      'deep/er/policy.YML': policy,
    })
    const { session, says } = await read(folder)
    expect(says).toEqual([])
    expect(verdictsOf(session)).toEqual(expectedVerdicts('none'))
  })

  it('files come in alphabetical order, so that it is clear which of two counts', async () => {
    const at = (label: string): string => pod('shop/new', { labels: `app: ${label}` })
    const folder = await folderOf({ 'b.yaml': at('b'), 'a.yaml': at('a'), 'c/a.yaml': at('c') })
    const { session } = await read(folder)
    expect(session.inventory.pods.map(({ labels }) => labels.get('app'))).toEqual(['c'])
  })
})

describe('what is named', () => {
  it('is read once, whatever it is called', async () => {
    const folder = await folderOf({ 'a.txt': pod('shop/new') })
    const { session, says } = await read(folder, join(folder, 'a.txt'), join(folder, '.', 'a.txt'))
    expect(says).toEqual([])
    expect(session.inventory.pods).toHaveLength(1)
  })

  it('may be a pipe that somebody writes to', async () => {
    const folder = await folderOf(good)
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    const [{ session }] = await Promise.all([
      read(folder, join(folder, 'good.yaml'), pipe),
      writeFile(pipe, policy),
    ])
    expect(verdictsOf(session)).toEqual(expectedVerdicts('none'))
  })

  it('may not be a device', async () => {
    await expect(readManifests(['/dev/zero'])).rejects.toThrow(
      'nothing could be loaded from `/dev/zero`: /dev/zero, document 1, line 1: the file is a pipe, a socket or a device, not a file; make it readable, or leave it out',
    )
  })

  it('must be there', async () => {
    await expect(readManifests(['no-such-folder'])).rejects.toThrow(
      new BadInput('`no-such-folder`: no such file or folder'),
    )
  })

  it('must hold something', async () => {
    const empty = await folderOf({})
    await mkdir(join(empty, 'deeper'))
    await expect(readManifests([empty])).rejects.toThrow(
      `nothing to read in \`${empty}\`: it holds no manifests`,
    )
    const notes = await folderOf({ 'a.yaml': 'a: 1\n', 'b.yaml': '\n' })
    await expect(readManifests([notes])).rejects.toThrow(
      `nothing could be loaded from \`${notes}\`: ${notes}/a.yaml, document 1, line 1: the document is no Kubernetes object: it has neither \`apiVersion\` nor \`kind\`; leave it out, or render it first if it is the input of a generator (\`helm template\`, \`kubectl kustomize\`) (and 1 more problem)`,
    )
  })
})

describe('the command line', () => {
  it('prints what it could read and exits 3', async () => {
    const folder = await folderOf({ ...good, 'bad.yaml': `${policy}\tx: 1\n` })
    const { code, out, err } = await podtrust('list', folder)
    expect(code).toBe(3)
    expect(out).toContain('ops/tool[Pod] => shop/api[Pod] : All Connections [unknown]\n')
    expect(err).toContain(`${folder}/bad.yaml, document 1, line 16, NetworkPolicy shop/api`)
  })

  it('exits 2 where nothing loads, with file, document and line', async () => {
    const folder = await folderOf({ 'bad.yaml': `${namespace('shop')}\n\tx: 1\n` })
    const { code, out, err } = await podtrust('list', folder)
    expect(code).toBe(2)
    expect(out).toBe('')
    expect(err).toContain(`${folder}/bad.yaml, document 1, line 4: the document does not parse: a tab stands`)
  })
})
