import { describe, expect, it } from 'vitest'
import { namespace, networkPolicy, pod } from '../../test/kit/manifests'
import { liveCaptureOf } from '../../test/kit/world'
import { analyze, analyzeWithPolicies } from '../analyze'
import type { Gap } from '../model/capture'
import { finish } from '../model/stepwise'
import { gapCosts } from './gaps'
import { overviewView } from './overview'
import { survey } from './survey'

const cluster = [
  namespace('shop'),
  namespace('ops'),
  pod('shop/web'),
  pod('shop/db'),
  pod('ops/tool'),
  networkPolicy('shop/shut', '{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress]}'),
]
const unlisted = (group: string, kind: string, namespaceName?: string): Gap => ({
  kind: 'unlisted',
  object: { group, kind, name: '*', ...(namespaceName !== undefined && { namespace: namespaceName }) },
  ...(namespaceName !== undefined && { namespace: namespaceName }),
  why: 'forbidden',
  reason: 'the API server answers 403',
})
const policies = ['networking.k8s.io', 'NetworkPolicy'] as const
const costs = (gaps: readonly Gap[]) =>
  finish(gapCosts(analyze(liveCaptureOf(cluster, gaps)))).map(({ missing, unknown }) => [missing, unknown])

describe('what could not be listed costs', () => {
  it('the pairs that a policy of that namespace could decide', () => {
    // Out to web, in from web and db, and both ways with the internet; db is shut whatever ops says.
    expect(costs([unlisted(...policies, 'ops')])).toEqual([['cannot list NetworkPolicies in ops', 5]])
  })

  it('what several namespaces cost together, once', () => {
    const gaps = [unlisted(...policies, 'ops'), unlisted(...policies, 'shop')]
    expect(costs(gaps)).toEqual([['cannot list NetworkPolicies in ops and shop', 12]])
    expect(analyze(liveCaptureOf(cluster, gaps)).tally.counts.unknown).toBe(12)
  })

  it('nothing more where another kind hides the same', () => {
    expect(costs([unlisted(...policies), unlisted('cilium.io', 'CiliumNetworkPolicy')])).toEqual([
      ['cannot list all CiliumNetworkPolicies', 12],
      ['cannot list all NetworkPolicies', 0],
    ])
  })

  it('no verdict where the kind decides nothing, and comes last', () => {
    expect(costs([unlisted('', 'Service'), unlisted(...policies, 'ops')])).toEqual([
      ['cannot list NetworkPolicies in ops', 5],
      ['cannot list all Services, so ways in may be missing', undefined],
    ])
  })

  it('what the page says first', () => {
    const { session, policies: compiled } = analyzeWithPolicies(
      liveCaptureOf(cluster, [unlisted(...policies, 'ops')]),
    )
    expect(overviewView(survey(session, compiled)).gaps).toEqual([
      {
        title: 'Cannot list NetworkPolicies in ops',
        what: 'NetworkPolicies in ops',
        lack: 'unlisted',
        detail: 'forbidden (the API server answers 403)',
        remedy: 'grant `list` on networkpolicies.networking.k8s.io, see deploy/rbac.yaml',
        unknown: 5,
      },
    ])
  })
})
