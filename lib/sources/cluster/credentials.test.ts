import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folderOf } from '../../../test/kit/command-line'
import type { JsonMap } from '../../model/json'
import { openCredentials } from './credentials'
import { inClusterTarget, isInCluster } from './in-cluster'

const open = (user: JsonMap, server = 'https://127.0.0.1:1', cluster: JsonMap = {}) =>
  openCredentials({ label: 'x', server, cluster, user }, process.env)

/** A plugin that counts how often it ran, in a file beside it. */
async function plugin(body: string): Promise<{ folder: string; runs: () => Promise<number>; exec: JsonMap }> {
  const folder = await folderOf({
    login: `#!/usr/bin/env node
import { appendFileSync, readFileSync } from 'node:fs'
const runs = new URL('runs', import.meta.url)
appendFileSync(runs, 'x')
const count = readFileSync(runs, 'utf8').length
const info = JSON.parse(process.env.KUBERNETES_EXEC_INFO)
const answer = status => console.log(JSON.stringify({ apiVersion: info.apiVersion, kind: 'ExecCredential', status }))
${body}
`,
    'package.json': '{"type":"module"}',
  })
  const command = join(folder, 'login')
  await chmod(command, 0o755)
  return {
    folder,
    runs: async () => (await readFile(join(folder, 'runs'), 'utf8').catch(() => '')).length,
    exec: {
      command,
      args: ['--x'],
      env: [{ name: 'WHO', value: 'me' }],
      apiVersion: 'client.authentication.k8s.io/v1',
    },
  }
}

const tokenOf = async (credentials: ReturnType<typeof open>): Promise<unknown> =>
  (await credentials.authorise()).headers

describe('credentials', () => {
  it('are a token, a name with a password, a name to act as', async () => {
    expect(await tokenOf(open({ token: 't' }))).toEqual({ Authorization: 'Bearer t' })
    expect(await open({ username: 'u', password: 'p' }).authorise()).toMatchObject({ auth: 'u:p' })
    expect(await tokenOf(open({ token: 't', as: 'her', 'as-groups': ['a', 'b'] }))).toEqual({
      Authorization: 'Bearer t',
      'Impersonate-User': 'her',
      'Impersonate-Group': ['a', 'b'],
    })
  })

  it('are certificates, from files or in the kubeconfig', async () => {
    const folder = await folderOf({ 'ca.crt': 'CA', 'me.crt': 'CERT' })
    const credentials = open(
      {
        'client-certificate': join(folder, 'me.crt'),
        'client-key-data': Buffer.from('KEY').toString('base64'),
      },
      'https://127.0.0.1:1',
      { 'certificate-authority': join(folder, 'ca.crt'), 'tls-server-name': 'api' },
    )
    expect(await credentials.authorise()).toMatchObject({
      ca: Buffer.from('CA'),
      cert: Buffer.from('CERT'),
      key: Buffer.from('KEY'),
      servername: 'api',
    })
  })

  it('are shown to no server that does not prove who it is', async () => {
    expect(await tokenOf(open({ token: 't', as: 'her' }, 'http://127.0.0.1:1'))).toEqual({})
  })

  it('are read anew from a token file, which others write anew', async () => {
    const folder = await folderOf({ token: 'one\n' })
    const credentials = open({ tokenFile: join(folder, 'token') })
    expect(await tokenOf(credentials)).toEqual({ Authorization: 'Bearer one' })
    await writeFile(join(folder, 'token'), 'two\n')
    expect(await tokenOf(credentials)).toEqual({ Authorization: 'Bearer two' })
  })

  it('that cannot be read say so', async () => {
    await expect(tokenOf(open({ tokenFile: '/none' }))).rejects.toThrow(/^the token file cannot be read/)
    await expect(tokenOf(open({ 'client-certificate': '/none' }))).rejects.toThrow(
      /^the credentials cannot be used: .*ENOENT/,
    )
  })
})

describe('a credential plugin', () => {
  it('is run as kubectl runs it, once for many requests', async () => {
    const { exec, runs } = await plugin(
      `answer({ token: [process.argv[2], process.env.WHO, info.kind, info.spec.interactive].join() })`,
    )
    const credentials = open({ exec })
    const headers = await Promise.all([tokenOf(credentials), tokenOf(credentials)])
    expect(headers[0]).toEqual({ Authorization: 'Bearer --x,me,ExecCredential,false' })
    expect(headers[1]).toEqual(headers[0])
    expect(await runs()).toBe(1)
  })

  it('is told of the cluster if it wants to be', async () => {
    const { exec } = await plugin(`answer({ token: info.spec.cluster.server })`)
    expect(await tokenOf(open({ exec: { ...exec, provideClusterInfo: true } }))).toEqual({
      Authorization: 'Bearer https://127.0.0.1:1',
    })
  })

  it('is run again when its token runs out, and when the server refuses it', async () => {
    const { exec, runs } = await plugin(`
      const lasts = count === 1 ? 5 : 3600
      answer({ token: String(count), expirationTimestamp: new Date(Date.now() + lasts * 1000).toISOString() })`)
    const credentials = open({ exec })
    const token = async (): Promise<unknown> => (await credentials.authorise()).headers
    expect(await token()).toEqual({ Authorization: 'Bearer 1' })
    // The first one is about to run out, the second one is not.
    expect(await token()).toEqual({ Authorization: 'Bearer 2' })
    expect(await token()).toEqual({ Authorization: 'Bearer 2' })
    credentials.forget()
    expect(await token()).toEqual({ Authorization: 'Bearer 3' })
    expect(await runs()).toBe(3)
  })

  it('may give a certificate', async () => {
    const { exec } = await plugin(`answer({ clientCertificateData: 'CERT', clientKeyData: 'KEY' })`)
    expect(await open({ exec }).authorise()).toMatchObject({ cert: 'CERT', key: 'KEY' })
  })

  it.each<[string, string, RegExp]>([
    ['fails', `console.error('a\\nnot logged in'); process.exit(3)`, /ended with code 3: not logged in$/],
    ['answers nonsense', `console.log('hush')`, /^(?!.*hush).*answers with something that is no JSON$/],
    ['gives nothing', `answer({})`, /gives neither a token nor a certificate with its key$/],
  ])('that %s is told, without what it gave', async (_, body, message) => {
    const { exec } = await plugin(body)
    await expect(open({ exec }).authorise()).rejects.toThrow(message)
  })

  it('that is not there is told, with the hint of the kubeconfig', async () => {
    const exec = {
      command: 'podtrust-has-no-such-plugin',
      installHint: 'Get it from the cloud.\nThen log in.',
    }
    await expect(open({ exec }).authorise()).rejects.toThrow(
      'the credential plugin `podtrust-has-no-such-plugin` of the kubeconfig is not there: Get it from the cloud.',
    )
  })
})

describe('in a cluster', () => {
  const env = {
    KUBERNETES_SERVICE_HOST: 'fd00::1',
    KUBERNETES_SERVICE_PORT: '443',
  }

  it('the service account of the pod is used', async () => {
    const folder = await folderOf({ token: 't', 'ca.crt': 'CA', namespace: 'shop' })
    expect(isInCluster(env, folder)).toBe(true)
    expect(inClusterTarget(env, folder)).toEqual({
      label: 'the cluster this runs in',
      server: 'https://[fd00::1]:443',
      namespace: 'shop',
      cluster: { 'certificate-authority': join(folder, 'ca.crt') },
      user: { tokenFile: join(folder, 'token') },
    })
  })

  it('is not where no token is mounted, or no API server named', async () => {
    const folder = await folderOf({ token: 't' })
    expect(isInCluster({}, folder)).toBe(false)
    expect(isInCluster(env, join(folder, 'none'))).toBe(false)
    expect(() => inClusterTarget({}, folder)).toThrow('name a kubeconfig with --kubeconfig FILE')
  })
})
