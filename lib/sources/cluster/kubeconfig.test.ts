import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folderOf } from '../../../test/kit/command-line'
import { readKubeconfig } from './kubeconfig'

const config = `
apiVersion: v1
kind: Config
current-context: prod
clusters:
- name: c1
  cluster: {server: "https://10.0.0.1:6443/", certificate-authority: pki/ca.crt}
- name: c2
  cluster: {server: "ftp://10.0.0.1"}
users:
- name: admin
  user:
    client-certificate: pki/me.crt
    client-key: /etc/me.key
    exec: {command: ./bin/login, apiVersion: client.authentication.k8s.io/v1}
- name: plain
  user: {exec: {command: aws}}
contexts:
- name: prod
  context: {cluster: c1, user: admin, namespace: shop}
- name: anonymous
  context: {cluster: c1}
- name: plugin
  context: {cluster: c1, user: plain}
- name: odd
  context: {cluster: c2}
- name: lost
  context: {cluster: c9}
- name: nobody
  context: {cluster: c1, user: ghost}
- name: empty
  context: {}
`

const fileWith = async (text: string): Promise<string> => join(await folderOf({ config: text }), 'config')

describe('a kubeconfig', () => {
  it('gives its current context, with paths from its own folder', async () => {
    const file = await fileWith(config)
    const folder = join(file, '..')
    expect(await readKubeconfig(file)).toEqual({
      label: 'prod',
      server: 'https://10.0.0.1:6443',
      namespace: 'shop',
      cluster: { server: 'https://10.0.0.1:6443/', 'certificate-authority': join(folder, 'pki/ca.crt') },
      user: {
        'client-certificate': join(folder, 'pki/me.crt'),
        'client-key': '/etc/me.key',
        exec: { command: join(folder, 'bin/login'), apiVersion: 'client.authentication.k8s.io/v1' },
      },
    })
  })

  it('gives the context that is named, and leaves a plugin without a slash to the search path', async () => {
    expect(await readKubeconfig(await fileWith(config), 'plugin')).toMatchObject({
      label: 'plugin',
      user: { exec: { command: 'aws' } },
    })
    expect(await readKubeconfig(await fileWith(config), 'anonymous')).toMatchObject({ user: {} })
  })

  it.each<[string, string, string | undefined, RegExp]>([
    [
      'no such context',
      config,
      'dev',
      /^there is no context `dev` in `.*config`; it has `prod`, `anonymous`, `plugin`, `odd`, `lost`, `nobody`, `empty`$/,
    ],
    [
      'no current context',
      config.replace('current-context: prod', ''),
      undefined,
      /^`.*config` names no current context; choose one with --context: `prod`, /,
    ],
    ['no contexts', 'contexts: []', undefined, /names no current context; choose one with --context: none$/],
    ['a cluster that is not there', config, 'lost', /names the cluster `c9`, which the file does not have$/],
    ['a user that is not there', config, 'nobody', /names the user `ghost`, which the file does not have$/],
    ['a context without a cluster', config, 'empty', /^context `empty` of `.*config` names no cluster$/],
    [
      'a server that is no address',
      config,
      'odd',
      /is `ftp:\/\/10\.0\.0\.1`, which is no https:\/\/ address$/,
    ],
    ['text', 'hello', undefined, /is no kubeconfig: it has no list of contexts$/],
    [
      'broken YAML, of which nothing is repeated',
      'contexts: []\nusers: [{token: hush',
      undefined,
      /^(?!.*hush).* is no kubeconfig: it does not parse as YAML, line \d$/,
    ],
  ])('is refused with %s', async (_, text, context, message) => {
    const read = readKubeconfig(await fileWith(text), context)
    await expect(read).rejects.toThrow(message)
    await expect(read).rejects.toMatchObject({ name: 'BadInput' })
  })

  it('must be a file that can be read', async () => {
    const folder = await folderOf({})
    await expect(readKubeconfig(join(folder, 'none'))).rejects.toThrow(
      /^--kubeconfig `.*none`: no such file$/,
    )
    await expect(readKubeconfig(folder)).rejects.toThrow(/cannot be read \(EISDIR\)$/)
  })
})
