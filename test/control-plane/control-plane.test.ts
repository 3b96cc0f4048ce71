import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { load } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { kubernetesVersion } from '../../scripts/control-plane.mjs'
import { asString, dig, field, type Json } from '../../lib/model/json'
import { apply } from './apply'
import { Client, outcomeOf } from './client'
import { controlPlane, startControlPlane } from './control-plane'
import { objectsOf } from './manifests'

const plane = await controlPlane({ users: ['nobody'] })

const configMaps = '/api/v1/namespaces/default/configmaps'

/** A change that etcd remembers; gives its revision. */
async function change(name: string): Promise<string> {
  await apply(plane.admin, objectsOf(`{apiVersion: v1, kind: ConfigMap, metadata: {name: ${name}}}`))
  return (
    asString(dig(await plane.admin.must('GET', `${configMaps}/${name}`), 'metadata', 'resourceVersion')) ?? ''
  )
}

describe('the API server', () => {
  it('is the one that was built', async () => {
    expect(dig(await plane.admin.must('GET', '/version'), 'gitVersion')).toBe(`v${kubernetesVersion}`)
  })

  it.each([
    ['a user without rights', 'nobody', 403],
    ['a wrong token', { token: 'wrong' }, 401],
    ['the administrator', 'admin', 200],
  ])('answers %s', async (_, who, status) => {
    expect((await plane.client(who).get('/api/v1/pods')).status).toBe(status)
  })

  it('is named in a kubeconfig with its authority and a token', async () => {
    const path = await plane.kubeconfig('nobody')
    const config = load(await readFile(path, 'utf8')) as Json
    expect(JSON.stringify(config)).toContain(`"server":"https://127.0.0.1:${plane.port}"`)
    expect(JSON.stringify(config)).toContain(`"token":"${plane.tokenOf('nobody')}"`)
  })

  it('keeps what it was given when it is killed and comes back', async () => {
    await change('kept')
    await plane.restartApiServer()
    expect((await plane.admin.get(`${configMaps}/kept`)).status).toBe(200)
  })

  it('answers 410 for the rest of a list whose beginning etcd has forgotten', async () => {
    await plane.restartApiServer(['--feature-gates=ListFromCacheSnapshot=false'])
    await change('first')
    const page = await plane.admin.must('GET', `${configMaps}?limit=1`)
    const more = encodeURIComponent(asString(dig(page, 'metadata', 'continue')) ?? '')
    await plane.compact(await change('second'))
    const rest = await plane.admin.get(`${configMaps}?limit=1&continue=${more}`)
    expect([rest.status, field(rest.body, 'reason')]).toEqual([410, 'Expired'])
  })

  it('has certificates that the old authority does not know when they were renewed', async () => {
    const old = new Client(plane.server, plane.tokenOf('admin'))
    await plane.renewCertificates()
    expect(await outcomeOf(old.get('/version'))).toBe('SELF_SIGNED_CERT_IN_CHAIN')
    expect((await plane.admin.get('/version')).status).toBe(200)
    old.close()
  })

  it.each(['kube-apiserver', 'etcd'] as const)('answers nothing while %s hangs, and goes on', async part => {
    await plane.freeze(part)
    expect(await outcomeOf(plane.admin.get(`${configMaps}?limit=1`, { patience: 1_000 }))).toBe('ABORT_ERR')
    plane.thaw(part)
    expect((await plane.admin.get(`${configMaps}?limit=1`)).status).toBe(200)
  })

  it('refuses connections when it is gone', async () => {
    await plane.killApiServer()
    expect(await outcomeOf(plane.admin.get('/version'))).toBe('ECONNREFUSED')
    await plane.startApiServer()
  })
})

const isAlive = (pid: number): boolean => existsSync(`/proc/${pid}`)

describe('what a test leaves behind', () => {
  it('is nothing when it stops its control plane, whatever state that is in', async () => {
    const other = await startControlPlane()
    const { pids, folder } = other
    await other.freeze('etcd')
    await other.freeze('kube-apiserver')
    await other.stop()
    expect(pids).toHaveLength(2)
    expect(pids.filter(isAlive)).toEqual([])
    expect(existsSync(folder)).toBe(false)
  })

  it('says why a control plane does not start', async () => {
    await expect(startControlPlane({ flags: ['--no-such-flag'] })).rejects.toThrow(
      /^kube-apiserver ended:\n[^]*unknown flag: --no-such-flag/,
    )
  })

  // A process in the place of a test, which starts what the control plane would and is killed before it can clean up.
  it('is nothing when it is killed itself', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'podtrust-control-plane-'))
    const warden = JSON.stringify(join(import.meta.dirname, 'warden.mjs'))
    const test = spawn(
      process.execPath,
      [
        '--eval',
        `const { spawn } = require('node:child_process')
         const warden = spawn(process.execPath, [${warden}], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
         const left = spawn('sleep', ['1000'], { stdio: 'ignore' })
         const ended = spawn('sleep', ['1000'], { stdio: 'ignore' })
         warden.stdin.write('${folder}\\n+' + left.pid + '\\n+' + ended.pid + '\\n-' + ended.pid + '\\n')
         console.log(left.pid + ' ' + ended.pid)`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    const [line] = (await once(createInterface({ input: test.stdout }), 'line')) as [string]
    const [left = 0, ended = 0] = line.split(' ').map(Number)
    test.kill('SIGKILL')
    while (isAlive(left) || existsSync(folder)) await wait(20)
    // What ended is not killed: its number may be another's by now.
    expect(isAlive(ended)).toBe(true)
    process.kill(ended)
  })
})
