import { describe, expect, it } from 'vitest'
import { holdsKubeconfig } from './kubeconfig'

const kubeconfig = `apiVersion: v1
clusters:
- cluster: {server: "https://127.0.0.1:6443"}
  name: kind
kind: Config
users:
- name: admin
  user: {token: secret}
`

describe('a kubeconfig is known', () => {
  it.each([
    ['as kubectl writes it', kubeconfig],
    ['with quotes and a remark', kubeconfig.replace('kind: Config', 'kind: "Config" # mine')],
    ['with Windows line ends', kubeconfig.replaceAll('\n', '\r\n')],
    ['behind a manifest', `kind: Pod\n---\n${kubeconfig}`],
    ['as JSON', '{"kind": "Config", "apiVersion": "v1", "users": []}'],
    ['as JSON that is cut off', '{"kind": "Config", "clusters": [{"name": '],
    ['in flow style', '{kind: Config, clusters: [], users: [{name: a}]}'],
  ])('%s', (_, text) => {
    expect(holdsKubeconfig(text)).toBe(true)
  })
})

describe('a manifest is none', () => {
  it.each([
    ['of another kind', 'kind: ConfigMap\nusers: []\n'],
    ['of a kind that ends alike', 'kind: MeshConfig\nclusters: []\n'],
    ['with clusters alone', 'kind: Pod\nclusters: []\n'],
    ['of kind Config without clusters and users', 'kind: Config\nmetadata: {name: a}\n'],
    ['two documents that only together would be', 'kind: Config\n---\nusers: []\n'],
    ['with a kubeconfig inside', `kind: ConfigMap\ndata:\n  config: |\n${kubeconfig.replace(/^/gm, '    ')}`],
    ['as JSON with one inside', JSON.stringify({ kind: 'ConfigMap', data: { kubeconfig } })],
  ])('%s', (_, text) => {
    expect(holdsKubeconfig(text)).toBe(false)
  })
})
