import { describe, expect, it } from 'vitest'
import { parseAddress, type Address } from '../model/address'
import { workloadKey, type Inventory, type Pod, type Workload } from '../model/inventory'
import { resolveAddress, resolveEndpoint, resolveEndpoints, resolveNode } from './resolve'

const address = (text: string): Address => {
  const parsed = parseAddress(text)
  if (!parsed) throw new Error(text)
  return parsed
}

const pod = (namespace: string, name: string, workload: string, more: Partial<Pod> = {}): Pod => ({
  namespace,
  name,
  workload,
  labels: new Map(),
  addresses: [],
  ports: [],
  hostNetwork: false,
  serviceAccount: 'default',
  proxy: 'none',
  predicted: false,
  ...more,
})

function workload(namespace: string, name: string, kind: string, pods: readonly Pod[]): Workload {
  return { key: workloadKey(namespace, name, kind), namespace, name, kind, pods, predicted: false }
}

const cart = [pod('shop', 'cart-1', 'shop/cart[Deployment]', { addresses: [address('10.1.0.7')] })]
const canary = [pod('shop', 'cart', 'shop/canary[ReplicaSet]')]
const web = [pod('shop', 'web', 'shop/web[Pod]', { node: 'n2' })]
const webs = [pod('shop', 'web-0', 'shop/web[StatefulSet]')]
const agent = [
  pod('mon', 'agent-1', 'mon/agent[DaemonSet]', { hostNetwork: true, addresses: [address('192.0.2.1')] }),
]

const workloads = [
  workload('shop', 'cart', 'Deployment', cart),
  workload('shop', 'canary', 'ReplicaSet', canary),
  workload('shop', 'web', 'Pod', web),
  workload('shop', 'web', 'StatefulSet', webs),
  workload('mon', 'agent', 'DaemonSet', agent),
]

const inventory: Inventory = {
  namespaces: new Map(),
  workloads,
  pods: workloads.flatMap(one => one.pods),
  serviceAccounts: [],
  services: [],
  nodes: [{ name: 'n1', labels: new Map(), addresses: [address('192.0.2.1')] }],
}

describe('names that are found', () => {
  const rows: [string, { kind: string; pods?: readonly Pod[]; label?: string }][] = [
    ['mon/agent', { kind: 'pods', pods: agent, label: 'mon/agent[DaemonSet]' }],
    ['shop/cart[Deployment]', { kind: 'pods', pods: cart }],
    ['shop/cart-1', { kind: 'pods', pods: cart, label: 'shop/cart-1' }],
    ['shop/cart[Pod]', { kind: 'pods', pods: canary }],
    ['shop/web[Pod]', { kind: 'pods', pods: web }],
    ['shop/web[StatefulSet]', { kind: 'pods', pods: webs }],
    ['10.1.0.7', { kind: 'pods', pods: cart }],
    ['192.0.2.1', { kind: 'node' }],
    ['203.0.113.9', { kind: 'address', label: '203.0.113.9' }],
    ['2001:db8::1', { kind: 'address' }],
    ['node:n1', { kind: 'node', label: 'node:n1' }],
    ['node:n2', { kind: 'node' }],
    ['internet', { kind: 'internet' }],
  ]
  it.each(rows)('%s', (text, expected) => {
    expect(resolveEndpoint(inventory, text)).toMatchObject(expected)
  })
})

describe('names that are not guessed at', () => {
  const rows: [string, RegExp][] = [
    [
      'shop/cart',
      /fits a workload and a pod of another: write `shop\/cart\[Deployment\]` or `shop\/cart\[Pod\]`/,
    ],
    ['shop/web', /fits 2 workloads: write `shop\/web\[Pod\]` or `shop\/web\[StatefulSet\]`/],
    ['shop/crat', /no workload or pod `crat` in namespace `shop`; did you mean `cart`\?$/],
    ['shop/queue', /no workload or pod `queue` in namespace `shop`; there are `canary`, `cart` and `web`/],
    ['shop/cart[Job]', /no Job `cart` in namespace `shop`; there are .*`cart\[Deployment\]`/],
    ['shpo/cart', /no workload in a namespace `shpo`; did you mean `shop`\?$/],
    ['pay/cart', /no workload in a namespace `pay`; there are `mon` and `shop`/],
    ['cart', /^`cart` names no end; did you mean `shop\/cart`\? write `namespace\/name`/],
    ['agnet', /^`agnet` names no end; did you mean `mon\/agent`\?/],
    ['queue', /^`queue` names no end: write `namespace\/name`/],
    ['shop/cart/x', /names no end/],
    ['300.1.1.1', /names no end/],
    ['node:n9', /no node `n9`; did you mean `n1`\?$/],
    ['node:worker', /no node `worker`; there is `n1`/],
    ['', /names no end/],
  ]
  it.each(rows)('%s', (text, message) => {
    const found = resolveEndpoint(inventory, text)
    expect(found.kind).toBe('unresolved')
    expect(found.kind === 'unresolved' && found.message).toMatch(message)
  })

  it('refuses an address that does not parse and a node that nobody mentions', () => {
    expect(resolveAddress(inventory, '10.0.0')).toMatchObject({ kind: 'unresolved' })
    expect(resolveNode(inventory, 'n3')).toMatchObject({ kind: 'unresolved' })
  })
})

describe('many ends at once', () => {
  it('are every pod, or a block outside', () => {
    expect(resolveEndpoints(inventory, 'anyone')).toEqual({
      kind: 'anyone',
      label: 'anyone',
      pods: inventory.pods,
    })
    expect(resolveEndpoints(inventory, '203.0.113.0/24')).toMatchObject({
      kind: 'block',
      label: '203.0.113.0/24',
      range: { family: 4, last: address('203.0.113.255').value },
    })
    expect(resolveEndpoints(inventory, '2001:db8::/32')).toMatchObject({ kind: 'block' })
    expect(resolveEndpoints(inventory, 'shop/cart-1')).toMatchObject({ kind: 'pods' })
  })

  it('are refused where pods or nodes are among them', () => {
    const refused = (text: string) => {
      const found = resolveEndpoints(inventory, text)
      return found.kind === 'unresolved' ? found.message : found.kind
    }
    expect(refused('10.0.0.0/8')).toMatch(
      /holds addresses of this cluster, of 1 pod and 0 nodes: ask about one/,
    )
    expect(refused('0.0.0.0/0')).toMatch(/of 2 pods and 1 node:/)
  })
})
