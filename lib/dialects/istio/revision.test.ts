import { describe, expect, it } from 'vitest'
import type { KubeObject } from '../../model/object'
import { Reading } from '../reading'
import type { Setting } from './mesh-config'
import { readRevision } from './revision'

const policy = (revision: string): KubeObject => ({
  ref: { group: 'security.istio.io', kind: 'AuthorizationPolicy', namespace: 'x', name: 'p' },
  version: 'v1',
  body: { metadata: { labels: { 'istio.io/rev': revision } } },
})

const mesh = (name: string, namespace = 'istio-system', key = 'mesh'): KubeObject => ({
  ref: { group: '', kind: 'ConfigMap', namespace, name },
  version: 'v1',
  body: { data: { [key]: '' } },
})

const root = { rootNamespace: 'istio-system', unsure: new Set<Setting>() }

describe('whether the control plane heeds a policy of a revision (istio.md section 5)', () => {
  it.each([
    ['default', [mesh('istio')], 'yes'],
    ['canary', [mesh('istio-canary')], 'yes'],
    ['canary', [mesh('istio')], 'no'],
    ['default', [mesh('istio-canary')], 'no'],
    ['canary', [mesh('istio'), mesh('istio-canary')], 'maybe'],
    ['other', [mesh('istio'), mesh('istio-canary')], 'no'],
    ['canary', [], 'maybe'],
    ['ca-root-cert', [mesh('istio-ca-root-cert', 'istio-system', 'root-cert.pem')], 'maybe'],
    ['canary', [mesh('istio', 'elsewhere')], 'maybe'],
    ['', [mesh('istio')], 'yes'],
  ])('%s', (revision, configs, heeded) => {
    const object = policy(revision)
    expect(readRevision(new Reading(object), object, { all: () => configs }, root)).toBe(heeded)
  })
  it('one that is ignored is told', () => {
    const object = policy('canary')
    const reading = new Reading(object)
    readRevision(reading, object, { all: () => [mesh('istio')] }, root)
    expect(reading.problems.map(({ message }) => message)).toEqual([
      'metadata.labels["istio.io/rev"]: names the revision of another control plane, so the policy is ignored',
    ])
  })
})
