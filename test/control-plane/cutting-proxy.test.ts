import { describe, expect, it } from 'vitest'
import { Client, outcomeOf } from './client'
import { controlPlane } from './control-plane'
import { cuttingProxy, type Cut } from './cutting-proxy'

const plane = await controlPlane()
const proxy = await cuttingProxy(plane)

/** Status and body, or how the connection failed. */
async function ask(): Promise<string> {
  const client = new Client({ ...plane.server, port: proxy.port }, plane.tokenOf('admin'))
  const asked = client.get('/api/v1/namespaces', { patience: 2_000 })
  const outcome = await outcomeOf(asked)
  client.close()
  return typeof outcome === 'string' ? outcome : `${outcome} ${(await asked).text}`
}

describe('the cutting proxy', () => {
  it('passes on what it is not told to damage', async () => {
    proxy.damage({ at: /services/, cut: { kind: 'reset' } })
    expect(await ask()).toMatch(/^200 \{"kind":"NamespaceList"/)
    expect(proxy.damaged).toBe(0)
  })

  it.each<[Cut, RegExp]>([
    [{ kind: 'truncate', bytes: 20, by: 'end' }, /^200 \{"kind":"NamespaceLi$/],
    [{ kind: 'truncate', bytes: 20, by: 'reset' }, /^ECONNRESET$/],
    [{ kind: 'stall', bytes: 20 }, /^ABORT_ERR$/],
    [{ kind: 'stall', bytes: 0 }, /^ABORT_ERR$/],
    [{ kind: 'reset' }, /^ECONNRESET$/],
    [{ kind: 'answer', status: 503, body: 'try later' }, /^503 try later$/],
  ])('does %j', async (cut, expected) => {
    proxy.damage({ at: /^\/api\/v1\/namespaces$/, cut })
    expect(await ask()).toMatch(expected)
    expect(proxy.damaged).toBe(1)
  })

  it('lets something happen before a request goes on, and after others were answered', async () => {
    const seen: string[] = []
    const act = async (): Promise<void> => {
      seen.push('act')
    }
    proxy.damage({ at: /namespaces/, cut: { kind: 'meanwhile', act, after: /readyz/ } })
    const asked = ask().then(answer => seen.push(answer.slice(0, 3)))
    const other = new Client({ ...plane.server, port: proxy.port }, plane.tokenOf('admin'))
    await other.get('/version')
    seen.push('version')
    await other.get('/readyz')
    await asked
    other.close()
    expect(seen).toEqual(['version', 'act', '200'])
  })

  it('says when an answer was too short to be cut', async () => {
    proxy.damage({ at: /namespaces/, cut: { kind: 'truncate', bytes: 1_000_000, by: 'end' } })
    expect(await ask()).toMatch(/^200 .*\}\s*$/)
    expect(proxy.damaged).toBe(0)
  })

  it('stops when a fault has happened as often as it should', async () => {
    proxy.damage({ at: /./, cut: { kind: 'answer', status: 429, headers: { 'retry-after': '1' } }, times: 2 })
    expect([await ask(), await ask(), (await ask()).slice(0, 3)]).toEqual(['429 ', '429 ', '200'])
  })
})
