import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { KubeObject } from '../../model/object'
import { captureOf } from '../../../test/kit/world'
import { networkPolicy } from '../../../test/kit/manifests'
import { dialects } from '../all'
import { compileNetworkPolicy } from './compile'

function compiled(spec: string): ReturnType<typeof compileNetworkPolicy> {
  const [object] = captureOf([networkPolicy('x/p', spec)]).objects
  if (!object) throw new Error('no object')
  return compileNetworkPolicy(object)
}

describe('a compiled NetworkPolicy', () => {
  it('is one policy per direction that it speaks about', () => {
    const { policies } = compiled('{policyTypes: [Ingress, Egress], ingress: [{}], egress: []}')
    expect(
      policies.map(({ direction, rules, isolates }) => ({ direction, rules: rules.length, isolates })),
    ).toEqual([
      { direction: 'ingress', rules: 1, isolates: 'yes' },
      { direction: 'egress', rules: 0, isolates: 'yes' },
    ])
    expect(compiled('{policyTypes: [Egress]}').policies.map(({ direction }) => direction)).toEqual(['egress'])
  })

  it('points at the field that isolates', () => {
    const paths = (spec: string): unknown => compiled(spec).policies.map(({ path }) => path)
    expect(paths('{policyTypes: [Egress, Ingress]}')).toEqual([
      ['spec', 'policyTypes', 1],
      ['spec', 'policyTypes', 0],
    ])
    expect(paths('{ingress: []}')).toEqual([['spec', 'ingress']])
    expect(paths('{egress: [{}]}')).toEqual([['spec'], ['spec', 'egress']])
  })

  it('has peers and ports with the paths where they stand', () => {
    const [policy] = compiled(
      '{ingress: [{}, {from: [{podSelector: {}}], ports: [{port: 80}, {port: web}]}]}',
    ).policies
    expect(
      policy?.rules.map(({ path, peers, ports }) => [path, peers.map(p => p.path), ports.map(p => p.path)]),
    ).toEqual([
      [['spec', 'ingress', 0], [['spec', 'ingress', 0]], [['spec', 'ingress', 0]]],
      [
        ['spec', 'ingress', 1],
        [['spec', 'ingress', 1, 'from', 0]],
        [
          ['spec', 'ingress', 1, 'ports', 0],
          ['spec', 'ingress', 1, 'ports', 1],
        ],
      ],
    ])
  })

  it('governs `default` where it names no namespace', () => {
    const object: KubeObject = {
      ref: { group: 'networking.k8s.io', kind: 'NetworkPolicy', name: 'p' },
      version: 'v1',
      body: { spec: { podSelector: {} } },
    }
    expect(compileNetworkPolicy(object).policies[0]?.subject).toMatchObject({
      namespaces: { kind: 'named', namespace: 'default' },
    })
  })

  it('claims v1 of its kind, and nobody else does', () => {
    const claims = dialects.flatMap(dialect => dialect.claims.map(({ group, kind }) => `${group}/${kind}`))
    expect(claims).toContain('networking.k8s.io/NetworkPolicy')
    expect(new Set(claims).size).toBe(claims.length)
  })
})

describe('the forty rules', () => {
  const folder = new URL('.', import.meta.url)
  const numbers = (text: string, pattern: RegExp): number[] =>
    [...text.matchAll(pattern)].map(([, number]) => Number(number)).sort((a, b) => a - b)
  const all = Array.from({ length: 40 }, (_, i) => i + 1)

  it('each have a test', () => {
    const tests = readdirSync(folder).filter(name => /^rules-.*\.test\.ts$/.test(name))
    const text = tests.map(name => readFileSync(new URL(name, folder), 'utf8')).join('\n')
    expect(numbers(text, /^rule\(\s*(\d+),/gm)).toEqual(all)
  })

  it('each have a row in the README', () => {
    expect(numbers(readFileSync(new URL('README.md', folder), 'utf8'), /^\| (\d+) \|/gm)).toEqual(all)
  })
})
