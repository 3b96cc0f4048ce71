import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isLoopback, readOptions, serve } from '../../scripts/serve.mjs'

const options = (...argv: string[]) => readOptions(argv, tmpdir())

describe('what may follow npm start --', () => {
  it('is nothing: the demo on 127.0.0.1:3000', async () => {
    expect(await options()).toEqual({ port: 3000, host: '127.0.0.1', paths: undefined })
  })

  it('is files and folders, meant from where the command was typed', async () => {
    expect(await options('--manifests', '.', '--manifests', '-')).toMatchObject({
      paths: [resolve(tmpdir()), '-'],
    })
    expect(await options('--manifests', '.', tmpdir())).toMatchObject({
      paths: [resolve(tmpdir()), tmpdir()],
    })
  })

  it('is a live cluster', async () => {
    expect(await options('--kubeconfig', '.', '--context', 'c', '--namespaces', 'a, b')).toMatchObject({
      paths: undefined,
      cluster: { kubeconfig: resolve(tmpdir()), context: 'c', namespaces: ['a', 'b'] },
    })
    expect(await options('--namespaces', 'a')).toMatchObject({ cluster: { namespaces: ['a'] } })
  })

  it.each([
    [['--kubeconfig', 'no-such-file'], /^--kubeconfig `.*no-such-file`: no such file$/],
    [
      ['--kubeconfig', '.', '--manifests', '.'],
      /^--manifests and a live cluster are two sources; name one of them$/,
    ],
    [['--context', 'c'], /^--context is about a live cluster: name it with --kubeconfig FILE$/],
    [['--namespaces', 'a,B'], /^--namespaces must be names with commas between them; `B` is none$/],
    [['--manifests', 'no-such-folder'], /^--manifests `.*no-such-folder`: no such file or folder$/],
    [['some-folder'], /^`some-folder` is not expected here; name files and folders after --manifests$/],
    [['--port', 'web'], /^--port must be a number from 1 to 65535, not `web`$/],
    [['--port', '0'], /^--port must be a number/],
    [['--port', '65536'], /^--port must be a number/],
    [['--host', '0.0.0.0'], /^--host `0\.0\.0\.0` is refused: the dashboard has no login yet/],
    [['--host', 'podtrust.example'], /is refused/],
    [['--watch'], /'--watch'; usage: npm start/],
  ])('is not %j', async (argv, message) => {
    await expect(options(...argv)).rejects.toThrow(message)
  })

  it.each([
    ['127.0.0.1', true],
    ['127.8.9.10', true],
    ['::1', true],
    ['localhost', true],
    ['0.0.0.0', false],
    ['::', false],
    ['10.0.0.1', false],
    ['127.0.0.1.example.org', false],
  ])('takes the host %s: %s', (host, expected) => {
    expect(isLoopback(host)).toBe(expected)
  })

  it('is no port that somebody else has', async () => {
    const other = createServer()
    await new Promise<void>(listening => other.listen(0, '127.0.0.1', listening))
    const { port } = other.address() as AddressInfo
    await expect(serve(['--port', String(port)])).rejects.toThrow(
      `port ${port} is in use; choose another with --port N`,
    )
    other.close()
  })
})
