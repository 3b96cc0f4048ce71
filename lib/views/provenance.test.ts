import { describe, expect, it } from 'vitest'
import { captureOf } from '../../test/kit/world'
import { provenanceOf } from './provenance'

/** Where a policy with this metadata came from, read as a file is read. */
function from(labels: string, annotations = ''): unknown {
  const [object] = captureOf([
    `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: x, labels: {${labels}}, annotations: {${annotations}}}\nspec: {podSelector: {}}`,
  ]).objects
  return provenanceOf(object)
}

const helm = 'app.kubernetes.io/managed-by: Helm, helm.sh/chart: payments-4.12.0'
const file = { kind: 'file', file: 'test.yaml', document: 1, line: 1 }

describe('where an object came from', () => {
  const rows: readonly [title: string, labels: string, annotations: string, expected: unknown][] = [
    ['nothing said', 'app: web', '', file],
    [
      'a Helm release',
      helm,
      'meta.helm.sh/release-name: payments',
      { kind: 'helm', release: 'payments', chart: 'payments-4.12.0' },
    ],
    ['a rendered chart', helm, '', { kind: 'helm', chart: 'payments-4.12.0' }],
    ['a chart label that Helm does not vouch for', 'helm.sh/chart: payments-4.12.0', '', file],
    ['only managed by Helm', 'app.kubernetes.io/managed-by: Helm', '', file],
    [
      'Argo CD by its own label',
      'argocd.argoproj.io/instance: base',
      '',
      { kind: 'argo-cd', application: 'base' },
    ],
    ['an instance label alone is any chart’s', 'app.kubernetes.io/instance: base', '', file],
    [
      'Argo CD by the instance label beside its tracking id',
      `${helm}, app.kubernetes.io/instance: base`,
      '"argocd.argoproj.io/tracking-id": "base:networking.k8s.io/NetworkPolicy:x/p"',
      { kind: 'argo-cd', application: 'base' },
    ],
    [
      'Argo CD by its tracking id alone',
      '',
      '"argocd.argoproj.io/tracking-id": "mesh:networking.k8s.io/NetworkPolicy:x/p"',
      { kind: 'argo-cd', application: 'mesh' },
    ],
    [
      'a Flux Kustomization',
      'kustomize.toolkit.fluxcd.io/name: apps',
      '',
      { kind: 'flux', by: 'Kustomization', name: 'apps' },
    ],
    [
      'a Flux HelmRelease, which is a Helm release too',
      `${helm}, helm.toolkit.fluxcd.io/name: web`,
      'meta.helm.sh/release-name: web',
      { kind: 'flux', by: 'HelmRelease', name: 'web' },
    ],
    ['an empty label says nothing', 'argocd.argoproj.io/instance: ""', '', file],
  ]
  it.each(rows)('%s', (_, labels, annotations, expected) => {
    expect(from(labels, annotations)).toEqual(expected)
  })

  it('is not known without an object', () => {
    expect(provenanceOf(undefined)).toEqual({ kind: 'unknown' })
  })

  it('keeps no other annotation, and no text longer than a name', () => {
    const [object] = captureOf([
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, annotations: {meta.helm.sh/release-namespace: s1, kubectl.kubernetes.io/last-applied-configuration: s2, meta.helm.sh/release-name: r}}',
    ]).objects
    expect(JSON.stringify(object)).toContain('release-name')
    expect(JSON.stringify(object)).not.toMatch(/s1|s2/)
    const told = from('', `meta.helm.sh/release-name: ${'x'.repeat(5000)}`)
    expect(JSON.stringify(told).length).toBeLessThan(400)
  })
})
