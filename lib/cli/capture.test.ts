import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folderOf, podtrust } from '../../test/kit/command-line'
import { refuse, type FakeApiServer } from '../../test/kit/fake-api-server'
import { fakeCluster, fakeNamespace, fakePod, fakePolicy, kubeconfigFor } from '../../test/kit/live-cluster'

const shop = (): Promise<FakeApiServer> =>
  fakeCluster({
    Namespace: [fakeNamespace('shop')],
    Pod: [fakePod('shop', 'web'), fakePod('shop', 'db')],
    NetworkPolicy: [fakePolicy('shop', 'deny')],
  })

describe('a live cluster on the command line', () => {
  it('is listed, explained, tested and captured; the capture gives the same', async () => {
    const kubeconfig = await kubeconfigFor((await shop()).url)
    const live = ['--kubeconfig', kubeconfig]
    const folder = await folderOf({
      'expect.yaml': `
apiVersion: podtrust.dev/v1alpha1
kind: Expectations
cases:
- {name: closed, from: shop/web, to: shop/db, port: 80, expect: {verdict: deny}}
`,
    })
    const file = join(folder, 'cap.json')
    expect(await podtrust('capture', ...live, '-o', file)).toEqual({ code: 0, out: '', err: '' })
    const question = ['--from', 'shop/web', '--to', 'shop/db', '--port', '80']
    for (const [command, ...flags] of [
      ['list', '--format', 'json'],
      ['explain', ...question],
      ['test', '--expect', join(folder, 'expect.yaml')],
    ] as const) {
      const asked = await podtrust(command, ...live, ...flags)
      expect(asked.code).toBe(0)
      expect(await podtrust(command, file, ...flags)).toEqual(asked)
    }
    const { out } = await podtrust('capture', ...live, '--output', '-')
    const untimed = (text: string): string => text.replace(/"capturedAt":"[^"]*"/, '')
    expect(untimed(out)).toBe(untimed(await readFile(file, 'utf8')))
  })

  it('of which something could not be read ends with exit code 3 and says what, live or captured', async () => {
    const server = await shop()
    server.fault = ({ path }, response) =>
      path.endsWith('/networkpolicies') && refuse(response, 403, 'networkpolicies is forbidden')
    const kubeconfig = await kubeconfigFor(server.url)
    const file = join(await folderOf({}), 'cap.json')
    const taken = await podtrust('capture', '--kubeconfig', kubeconfig, '-o', file)
    expect(taken).toEqual({
      code: 3,
      out: '',
      err:
        'cannot list all NetworkPolicies; forbidden (the API server answers 403: networkpolicies is forbidden); ' +
        'what it could decide is unknown; grant `list` on networkpolicies.networking.k8s.io, see deploy/rbac.yaml\n',
    })
    const live = await podtrust('list', '--kubeconfig', kubeconfig)
    expect(live.code).toBe(3)
    expect(live.out).toContain('shop/web[Pod] => shop/db[Pod] : All Connections [unknown]\n')
    expect(live.err).toMatch(/^cannot list all NetworkPolicies: \d+ connections unknown; forbidden /)
    expect(await podtrust('list', file)).toEqual(live)
  })

  it('can be named by context and namespaces', async () => {
    const kubeconfig = await kubeconfigFor((await shop()).url)
    const { code, err } = await podtrust(
      'list',
      '--kubeconfig',
      kubeconfig,
      '--namespaces',
      'shop',
      '--context',
      'prod',
    )
    expect(code).toBe(3)
    expect(err).toContain(
      'Pods of other namespaces were not asked for; only the namespace shop was asked for; they are left out',
    )
    expect(await podtrust('list', '--kubeconfig', kubeconfig, '--context', 'dev')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/^there is no context `dev` in /) as string,
    })
  })
})
