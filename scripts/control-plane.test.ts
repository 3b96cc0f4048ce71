import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { cacheFolder, ensureControlPlane, isRequired, underLock } from './control-plane.mjs'

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'podtrust-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

const silent = (): void => {}

describe('the binaries of the control plane', () => {
  it('are those that CONTROL_PLANE names', async () => {
    const folder = await emptyFolder()
    await writeFile(join(folder, 'etcd'), '')
    await expect(ensureControlPlane({ env: { CONTROL_PLANE: folder } })).rejects.toThrow(
      `CONTROL_PLANE names \`${folder}\`, which holds no kube-apiserver`,
    )
    await writeFile(join(folder, 'kube-apiserver'), '')
    expect(await ensureControlPlane({ env: { CONTROL_PLANE: folder } })).toEqual({ folder })
  })

  it('are missing, with the reason, where nothing can build them', async () => {
    const folder = await emptyFolder()
    expect(await ensureControlPlane({ env: { PATH: folder, HOME: folder }, say: silent })).toEqual({
      missing: 'no `go` was found to build them with, and CONTROL_PLANE names none',
    })
  })

  it('are missing where Go is older than their module, with its words', async () => {
    const folder = await emptyFolder()
    const go =
      '#!/bin/sh\ncase $1 in version) echo go version go1.20 ;; *) echo "go.mod requires go >= 1.26.0" >&2; exit 1 ;; esac\n'
    await writeFile(join(folder, 'go'), go, { mode: 0o755 })
    expect(
      await ensureControlPlane({ env: { PATH: `${folder}:/usr/bin:/bin`, HOME: folder }, say: silent }),
    ).toEqual({
      missing: 'the Go found here cannot build them: go.mod requires go >= 1.26.0',
    })
  })

  // A Go that writes what it is asked to build, or fails, in the place of four minutes.
  it('are built once, into a folder that is there whole or not at all', async () => {
    const folder = await emptyFolder()
    await mkdir(join(folder, 'bin'))
    const go = (build: string): Promise<void> =>
      writeFile(
        join(folder, 'bin', 'go'),
        `#!/bin/sh
        case $1 in version) echo go version go9.9; exit ;; list) exit ;; esac
        while [ "$1" != -o ]; do shift; done
        ${build}`,
        { mode: 0o755 },
      )
    const env = { PATH: `${join(folder, 'bin')}:/usr/bin:/bin`, XDG_CACHE_HOME: folder }
    await go('case $2 in */etcd) echo made > "$2" ;; *) echo no room left >&2; exit 1 ;; esac')
    await expect(ensureControlPlane({ env, say: silent })).rejects.toThrow(
      'the build of kube-apiserver failed:\nno room left',
    )
    await go(`echo made > "$2"; echo "$2" >> ${join(folder, 'built')}`)
    const found = await Promise.all([1, 2, 3].map(() => ensureControlPlane({ env, say: silent })))
    expect(new Set(found.map(each => JSON.stringify(each))).size).toBe(1)
    expect((await readFile(join(folder, 'built'), 'utf8')).trim().split('\n')).toHaveLength(2)
    expect(await readdir(cacheFolder(env))).toHaveLength(1)
  })

  it.each([
    [{}, false],
    [{ CI: '' }, false],
    [{ CI: 'false' }, false],
    [{ CI: 'true' }, true],
    [{ CI: '1' }, true],
  ])('are required under %j: %s', (env, required) => {
    expect(isRequired(env)).toBe(required)
  })
})

describe('a lock', () => {
  it('lets one process work at a time', async () => {
    const file = join(await emptyFolder(), 'lock')
    let [now, most] = [0, 0]
    const act = async (): Promise<void> => {
      most = Math.max(most, ++now)
      await wait(50)
      now--
    }
    await Promise.all([1, 2, 3].map(() => underLock(file, silent, act)))
    expect(most).toBe(1)
  })

  it('is passed over when who held it is dead', async () => {
    const file = join(await emptyFolder(), 'lock')
    await writeFile(file, '')
    const aMinuteAgo = new Date(Date.now() - 60_000)
    await utimes(file, aMinuteAgo, aMinuteAgo)
    expect(await underLock(file, silent, async () => 'done')).toBe('done')
  })

  it('is let go of when the work fails', async () => {
    const file = join(await emptyFolder(), 'lock')
    const fail = (): Promise<never> => Promise.reject(new Error('no room left'))
    await expect(underLock(file, silent, fail)).rejects.toThrow('no room left')
    expect(await underLock(file, silent, async () => 'done')).toBe('done')
  })
})
