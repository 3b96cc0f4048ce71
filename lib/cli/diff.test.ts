import { describe, expect, it } from 'vitest'
import { fileOf, podtrust } from '../../test/kit/command-line'
import { ingress, service } from '../../test/kit/entries'
import { networkPolicy, object, pod } from '../../test/kit/manifests'

/** Both ends shut, so that a test sees its own connections only. */
const base = [
  pod('shop/web', { ip: '10.0.0.1' }),
  pod('shop/db', { ip: '10.0.0.2' }),
  networkPolicy('shop/closed', '{podSelector: {}, policyTypes: [Ingress, Egress]}'),
  networkPolicy('shop/out', '{podSelector: {}, policyTypes: [Egress], egress: [{to: [{podSelector: {}}]}]}'),
]

const allows = (rule: string): string =>
  networkPolicy('shop/in', `{podSelector: {matchLabels: {app: db}}, ingress: [${rule}]}`)

const fromWeb = (...ports: readonly number[]): string =>
  allows(
    `{from: [{podSelector: {matchLabels: {app: web}}}], ports: [${ports.map(port => `{port: ${port}}`).join(', ')}]}`,
  )

async function diff(
  before: readonly string[],
  after: readonly string[],
  flags = '',
): Promise<{ code: number; out: string }> {
  const files = [await fileOf(...base, ...before), await fileOf(...base, ...after)]
  const { code, out } = await podtrust('diff', ...files, ...flags.split(' ').filter(Boolean))
  return { code, out }
}

const pair = 'source: shop/web[Pod], destination: shop/db[Pod]'

describe('txt', () => {
  it('equal inputs print nothing and exit with 0', async () => {
    expect(await diff([fromWeb(80)], [fromWeb(80)])).toEqual({ code: 0, out: '' })
  })

  it('a difference exits with 1: added', async () => {
    expect(await diff([], [fromWeb(80)])).toEqual({
      code: 1,
      out: `diff-type: added, ${pair}, before: No Connections, after: TCP 80\n`,
    })
  })

  it('removed', async () => {
    expect(await diff([fromWeb(80)], [])).toEqual({
      code: 1,
      out: `diff-type: removed, ${pair}, before: TCP 80, after: No Connections\n`,
    })
  })

  it('changed ports', async () => {
    expect(await diff([fromWeb(80)], [fromWeb(80, 81)])).toEqual({
      code: 1,
      out: `diff-type: changed, ${pair}, before: TCP 80, after: TCP 80-81\n`,
    })
  })

  it('changed class, with the same ports', async () => {
    const open = networkPolicy('shop/in', '{podSelector: {matchLabels: {app: none}}}')
    const before = [pod('a/one', { ip: '10.0.0.1' }), pod('a/two', { ip: '10.0.0.2' })]
    const after = [...before, networkPolicy('a/in', '{podSelector: {}, ingress: [{}]}'), open]
    const files = [await fileOf(...before), await fileOf(...after)]
    const { code, out } = await podtrust('diff', ...files)
    expect(code).toBe(1)
    expect(out.split('\n')).toContain(
      'diff-type: changed, source: a/one[Pod], destination: a/two[Pod], before: All Connections, after: All Connections, class: implicit -> partial',
    )
  })

  it('changed verdict', async () => {
    const cilium = object('cilium.io/v2', 'CiliumNetworkPolicy', 'shop/p')
    const { out } = await diff([fromWeb(80)], [fromWeb(80), cilium])
    expect(out).toContain(', verdict: allow -> unknown')
  })

  it('changed transport, on the ports that it concerns', async () => {
    const mtls = object('security.istio.io/v2', 'PeerAuthentication', 'shop/strict')
    const udp = allows(
      '{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 80}, {protocol: UDP, port: 53}]}',
    )
    expect((await diff([udp], [udp, mtls])).out).toBe(
      `diff-type: changed, ${pair}, before: TCP 80, after: TCP 80, verdict: allow -> unknown, class: partial -> unknown, transport: plaintext -> unknown\n`,
    )
  })

  it('what changes neither ports, verdict, class nor transport is no difference', async () => {
    const mixed = allows(
      '{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 80}]}, {from: [{podSelector: {}}]}',
    )
    const all = allows('{from: [{podSelector: {matchLabels: {app: web}}}]}')
    const { code, out } = await diff([mixed], [all])
    expect({ code, out }).toEqual({ code: 0, out: '' })
  })

  it('outside addresses are compared by what is true of each, and joined again', async () => {
    const out = (cidr: string): string =>
      networkPolicy(
        'shop/o',
        `{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: ${cidr}}}], ports: [{port: 443}]}]}`,
      )
    expect((await diff([out('192.0.2.0/25')], [out('192.0.2.0/24')])).out).toBe(
      'diff-type: added, source: shop/web[Pod], destination: 192.0.2.128-192.0.2.255[External], before: No Connections, after: TCP 443\n',
    )
  })
})

describe('exit code', () => {
  const broken =
    'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: shop\n'

  it('is 3 when no difference was found and something could not be read', async () => {
    expect(await diff([fromWeb(80), broken], [fromWeb(80), broken])).toEqual({ code: 3, out: '' })
  })

  it('1 wins over 3', async () => {
    expect((await diff([fromWeb(80)], [fromWeb(80), broken])).code).toBe(1)
  })
})

describe('--compat netpol-analyzer', () => {
  it('compares ports only', async () => {
    const before = [pod('a/one', { ip: '10.0.0.1' }), pod('a/two', { ip: '10.0.0.2' })]
    const after = [...before, networkPolicy('a/in', '{podSelector: {}, ingress: [{}]}')]
    const files = [await fileOf(...before), await fileOf(...after)]
    expect(await podtrust('diff', ...files, '--compat', 'netpol-analyzer')).toMatchObject({
      code: 0,
      out: '',
    })
    expect((await podtrust('diff', ...files)).code).toBe(1)
  })

  it('compares what comes in through an Ingress', async () => {
    const before = [pod('a/web', { ports: [':8080'] }), service('a/web', '{port: 80, targetPort: 8080}')]
    const files = [await fileOf(...before), await fileOf(...before, ingress('a/web', 'web', 'number: 80'))]
    expect((await podtrust('diff', ...files, '--compat', 'netpol-analyzer')).out).toBe(
      'diff-type: added, source: {ingress-controller}, destination: a/web[Pod], before: No Connections, after: TCP 8080\n',
    )
  })
})

describe('other forms', () => {
  it('json', async () => {
    expect(JSON.parse((await diff([fromWeb(80)], [fromWeb(81)], '--format json')).out)).toEqual([
      {
        'diff-type': 'changed',
        source: 'shop/web[Pod]',
        destination: 'shop/db[Pod]',
        before: 'TCP 80',
        after: 'TCP 81',
      },
    ])
  })

  it('json says which facts changed', async () => {
    const cilium = object('cilium.io/v2', 'CiliumNetworkPolicy', 'shop/p')
    const { out } = await diff([fromWeb(80)], [fromWeb(80), cilium], '--format json')
    expect(JSON.parse(out)).toContainEqual(
      expect.objectContaining({ source: 'shop/web[Pod]', verdict: { before: 'allow', after: 'unknown' } }),
    )
  })

  it('csv', async () => {
    expect((await diff([], [fromWeb(80)], '--format csv')).out).toBe(
      'diff-type,source,destination,before,after,verdict before,verdict after,class before,class after,transport before,transport after\r\n' +
        'added,shop/web[Pod],shop/db[Pod],No Connections,TCP 80,,,,,,\r\n',
    )
  })

  it('dot and mermaid', async () => {
    expect((await diff([], [fromWeb(80)], '--format dot')).out).toContain(
      '"shop/web[Pod]" -> "shop/db[Pod]" [label="added: before: No Connections, after: TCP 80"]',
    )
    expect((await diff([fromWeb(80)], [], '--format mermaid')).out).toContain(
      '-.->|"removed: before: TCP 80, after: No Connections"|',
    )
  })
})
