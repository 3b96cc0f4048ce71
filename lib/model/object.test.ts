import { describe, expect, it } from 'vitest'
import { dig, own, quote } from './json'
import {
  labelsOf,
  pathText,
  refKey,
  refText,
  sameRef,
  stringMap,
  type KubeObject,
  type ObjectRef,
} from './object'

const policy: ObjectRef = {
  group: 'networking.k8s.io',
  kind: 'NetworkPolicy',
  namespace: 'shop',
  name: 'web',
}

describe('references', () => {
  it('read as kind and name, with the namespace where there is one', () => {
    expect(refText(policy)).toBe('NetworkPolicy shop/web')
    expect(refText({ group: '', kind: 'Node', name: 'n1' })).toBe('Node n1')
  })
  it('tell groups, kinds, namespaces and names apart', () => {
    const others: readonly ObjectRef[] = [
      { ...policy, group: 'projectcalico.org' },
      { ...policy, kind: 'Ingress' },
      { ...policy, namespace: 'other' },
      { ...policy, name: 'api' },
      { group: policy.group, kind: policy.kind, name: 'web' },
    ]
    expect(new Set([policy, ...others].map(refKey)).size).toBe(others.length + 1)
    expect(others.some(other => sameRef(policy, other))).toBe(false)
    expect(sameRef(policy, { ...policy })).toBe(true)
  })
})

describe('paths', () => {
  it.each([
    [['spec', 'ingress', 0, 'from', 1], 'spec.ingress[0].from[1]'],
    [['metadata', 'labels', 'a/b'], 'metadata.labels["a/b"]'],
    [['metadata', 'labels', 'x.y'], 'metadata.labels["x.y"]'],
    [['metadata', 'labels', 'say "hi"'], 'metadata.labels["say \\"hi\\""]'],
    [[], ''],
  ] as const)('%j', (path, text) => {
    expect(pathText(path)).toBe(text)
  })
})

describe('hostile keys', () => {
  const body = JSON.parse(
    '{"metadata": {"labels": {"__proto__": "a", "constructor": "b", "n": 1}}}',
  ) as KubeObject['body']
  it('are plain keys', () => {
    const labels = labelsOf({ ref: policy, version: 'v1', body })
    expect([...labels]).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ])
  })
  it('reach no prototype', () => {
    expect(own({}, 'constructor')).toBeUndefined()
    expect(dig({}, '__proto__', 'toString')).toBeUndefined()
    expect(stringMap(null).size).toBe(0)
    expect(stringMap(['a']).size).toBe(0)
  })
})

describe('quoted values', () => {
  it('are one short line', () => {
    expect(quote('x')).toBe('`x`')
    expect(quote({ a: [1, null] })).toBe('`{"a":[1,null]}`')
    expect(quote(undefined)).toBe('`nothing`')
    expect(quote('v'.repeat(70))).toBe(`\`${'v'.repeat(57)}…\``)
    expect(quote('v'.repeat(60))).toBe(`\`${'v'.repeat(60)}\``)
  })
})
