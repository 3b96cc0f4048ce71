import { describe, expect, it } from 'vitest'
import { startOf } from './start'

const env = (variables: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  NODE_ENV: 'test',
  ...variables,
})

describe('what the server shows', () => {
  it.each([
    ['the demo', {}, false, { kind: 'example', name: 'demo' }],
    ['the cluster that it runs in', {}, true, { kind: 'cluster', choice: {} }],
    [
      'manifests, also in a cluster',
      { PODTRUST_MANIFESTS: '["/a"]' },
      true,
      { kind: 'manifests', paths: ['/a'] },
    ],
    [
      'a cluster that is named',
      { PODTRUST_CLUSTER: '{"kubeconfig":"/k","context":"c","namespaces":["a"]}' },
      false,
      { kind: 'cluster', choice: { kubeconfig: '/k', context: 'c', namespaces: ['a'] } },
    ],
    [
      'some namespaces of its own cluster',
      { PODTRUST_CLUSTER: '{"namespaces":["a"]}' },
      true,
      { kind: 'cluster', choice: { namespaces: ['a'] } },
    ],
  ])('is %s', (_, variables, inCluster, start) => {
    expect(startOf(env(variables), inCluster)).toEqual(start)
  })

  it.each(['', 'x', '[]', '"x"', '{"kubeconfig":1}', '{"namespaces":"a"}', '{"namespaces":[1]}'])(
    'is not %j',
    text => {
      expect(() => startOf(env({ PODTRUST_CLUSTER: text }), false)).toThrow(
        '`PODTRUST_CLUSTER` must be JSON like',
      )
    },
  )
})
