import { describe, expect, it, onTestFinished } from 'vitest'
import { refuse, type Fault } from '../../../test/kit/fake-api-server'
import { fakeCluster } from '../../../test/kit/live-cluster'
import { Client, type ClientOptions } from './client'
import { openConnection, type Connection } from './connection'
import { exchange } from './exchange'

/** A client of a fake server, and how often its credentials were asked for anew. */
async function clientOf(fault: Fault, options: ClientOptions = {}) {
  const server = await fakeCluster({})
  server.fault = fault
  let forgotten = 0
  const connection: Connection = {
    send: (path, headers, limits, signal) =>
      exchange(
        new URL(path, server.url),
        { headers: { ...headers, authorization: `Bearer ${forgotten}` } },
        limits,
        signal,
      ),
    forget: () => (forgotten += 1),
    close: () => undefined,
  }
  const client = new Client(connection, {
    pace: { first: 1, longest: 2, obeyed: 1000, tries: 4, ...options.pace },
    limits: { begin: 200, ...options.limits },
  })
  return { server, client }
}

const times =
  (count: number, fault: Fault): Fault =>
  (seen, response) =>
    count-- > 0 && fault(seen, response)

describe('a request that fails for the moment', () => {
  it.each<[string, Fault]>([
    ['429', (_, response) => refuse(response, 429, 'busy', { 'retry-after': '0' })],
    ['503', (_, response) => refuse(response, 503, 'shutting down')],
    ['500', (_, response) => refuse(response, 500, 'etcd')],
    ['a reset', (_, response) => (response.destroy(), true)],
  ])('is made again: %s', async (_, fault) => {
    const { server, client } = await clientOf(times(3, fault))
    expect(await client.get('/version')).toMatchObject({ kind: 'body' })
    expect(server.seen).toHaveLength(4)
  })

  it('is made again no sooner than the server asks', async () => {
    const { server, client } = await clientOf(
      times(1, (_, response) => refuse(response, 429, 'busy', { 'retry-after': '1' })),
    )
    const started = performance.now()
    await client.get('/version')
    expect(performance.now() - started).toBeGreaterThan(990)
    expect(server.seen).toHaveLength(2)
  })

  it('is not made again where the server asks for more patience than there is', async () => {
    const { server, client } = await clientOf((_, response) =>
      refuse(response, 429, 'busy', { 'retry-after': '2' }),
    )
    expect(await client.get('/version')).toMatchObject({ kind: 'failed', failure: { why: 'server-error' } })
    expect(server.seen).toHaveLength(1)
  })

  it('is given up after so many tries, and after that one is enough', async () => {
    const { server, client } = await clientOf((_, response) => refuse(response, 503, 'ill'))
    await client.get('/version')
    expect(server.seen).toHaveLength(4)
    await client.get('/apis')
    expect(server.seen).toHaveLength(5)
  })

  it('of a server that answers nothing is made no more after three, and a last look', async () => {
    const { server, client } = await clientOf(() => true, { pace: { tries: 1 } })
    for (let i = 0; i < 3; i++) await client.get('/api')
    for (let i = 0; i < 3; i++)
      expect(await client.get('/apis')).toMatchObject({ kind: 'failed', failure: { why: 'timeout' } })
    expect(server.seen.map(({ path }) => path)).toEqual(['/api', '/api', '/api', '/version'])
  })

  it('of a server that only hangs in places goes on', async () => {
    const { client } = await clientOf(({ path }) => path === '/api', { pace: { tries: 1 } })
    for (let i = 0; i < 4; i++) await client.get('/api')
    expect(await client.get('/apis')).toMatchObject({ kind: 'body' })
  })
})

describe('a request that fails for good', () => {
  it.each<[number, string]>([
    [403, 'forbidden'],
    [400, 'server-error'],
    [410, 'expired'],
    [501, 'server-error'],
  ])('%d is not made again', async (code, why) => {
    const { server, client } = await clientOf((_, response) => refuse(response, code, 'x'.repeat(2000)))
    const got = await client.get('/version')
    expect(got).toMatchObject({ kind: 'failed', failure: { why } })
    expect(JSON.stringify(got).length).toBeLessThan(500)
    expect(server.seen).toHaveLength(1)
  })

  it('401 is made again once, with other credentials', async () => {
    const { server, client } = await clientOf((_, response) => refuse(response, 401, 'Unauthorized'))
    expect(await client.get('/version')).toMatchObject({ failure: { why: 'unauthorized' } })
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer 0', 'Bearer 1'])
  })

  it('404 says that there is no such thing', async () => {
    const { client } = await clientOf((_, response) => (response.writeHead(404).end(), true))
    expect(await client.get('/version')).toEqual({ kind: 'absent' })
  })

  it('since there are no credentials reaches no server', async () => {
    const server = await fakeCluster({})
    const user = { tokenFile: '/none' }
    const connection = openConnection(
      {
        label: 'x',
        server: server.url.replace('http:', 'https:'),
        cluster: {},
        user,
      },
      {},
    )
    onTestFinished(() => connection.close())
    expect(await new Client(connection).get('/version')).toMatchObject({
      kind: 'failed',
      failure: {
        why: 'unauthorized',
        reason: expect.stringMatching(/^the token file cannot be read/) as string,
      },
    })
    expect(server.seen).toEqual([])
  })
})
