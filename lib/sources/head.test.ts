import { describe, expect, it } from 'vitest'
import { legibleHead } from './head'

const policy = { kinds: ['NetworkPolicy'], apiVersions: ['networking.k8s.io/v1'] }

describe('what is legible of a document that does not parse', () => {
  it.each([
    [
      'lines',
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: a\n  namespace: b\n  labels:\n    name: c\n@\n',
    ],
    [
      'quotes and comments',
      '"apiVersion": "networking.k8s.io/v1" # x\nkind: \'NetworkPolicy\'\nmetadata: # y\n    # z\n    namespace: "b"\n    name: a\n',
    ],
    [
      'a list item',
      '- apiVersion: networking.k8s.io/v1\n  kind: NetworkPolicy\n  metadata:\n    name: a\n    namespace: b\n',
    ],
    [
      'metadata in braces',
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a, namespace: b}\n',
    ],
    [
      'tabs within',
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: a\n\tlabels: c\n  namespace: b\n',
    ],
    [
      'JSON',
      '{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"labels":{"kind":"c"},"name":"a","namespace":"b"},"spec":{',
    ],
    [
      'JSON over lines',
      '{\n "kind": "NetworkPolicy",\n "apiVersion": "networking.k8s.io/v1",\n "metadata": {\n  "name": "a",\n  "namespace": "b"\n }',
    ],
  ])('comes from %s', (_, text) => {
    expect(legibleHead(text)).toEqual({ ...policy, namespace: 'b', name: 'a' })
  })

  it.each([
    [
      'a kind further in',
      'apiVersion: networking.k8s.io/v1\nspec:\n  kind: Pod\n',
      { kinds: [], apiVersions: ['networking.k8s.io/v1'] },
    ],
    ['a kind that is a template', 'kind: {{ .kind }}\n', { kinds: [], apiVersions: [] }],
    ['a kind given twice, once illegibly', 'kind: Pod\nkind: {{ x }}\n', { kinds: [], apiVersions: [] }],
    [
      'a namespace that is a template',
      'kind: Pod\nmetadata:\n  namespace: {{ x }}\n',
      { kinds: ['Pod'], apiVersions: [] },
    ],
    [
      'a namespace further in',
      'kind: Pod\nmetadata:\n  labels:\n    namespace: b\n',
      { kinds: ['Pod'], apiVersions: [] },
    ],
    [
      'a namespace in the braces of labels',
      'kind: Pod\nmetadata: {labels: {a: c, namespace: b}}\n',
      { kinds: ['Pod'], apiVersions: [] },
    ],
    [
      'one namespace for two objects',
      'kind: Pod\nmetadata:\n  namespace: b\nkind: Pod\nmetadata:\n  name: x\n',
      { kinds: ['Pod', 'Pod'], apiVersions: [] },
    ],
    ['a JSON key within a list', '{"items":[{"kind":"Pod"}', { kinds: [], apiVersions: [] }],
    ['a JSON text that looks like a key', '{"a":"\\"kind\\":\\"Pod\\"","b":', { kinds: [], apiVersions: [] }],
    ['nothing', '', { kinds: [], apiVersions: [] }],
  ])('is not taken from %s', (_, text, head) => {
    expect(legibleHead(text)).toEqual(head)
  })
})
