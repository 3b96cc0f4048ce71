import { describe, expect, it } from 'vitest'
import type { PolicyNote } from '../model/policy-report'
import { noteSentence, noteShort, policySentence, tierSentence } from './policy'
import { provenanceShort, provenanceText } from './provenance'

const by = { group: 'networking.k8s.io', kind: 'NetworkPolicy', namespace: 'x', name: 'wide' }

const nobody: PolicyNote = {
  kind: 'selects-nobody',
  path: ['spec', 'podSelector', 'matchLabels', 'app'],
  selector: 'app=ledger_db',
  why: 'no-pod',
  near: [{ workload: 'payments/ledger-db[StatefulSet]', wants: 'app=ledger_db', has: 'app=ledger-db' }],
}

const facts = {
  directions: ['ingress', 'egress'] as const,
  notes: [],
  selects: { workloads: 7, possibly: 7 },
  allows: 4,
  denies: 385,
  unknown: 0,
}

describe('a policy in a sentence', () => {
  it('says what it does', () => {
    expect(policySentence(facts)).toBe(
      'Governs what arrives at and what leaves 7 workloads: allows 4 pairs and keeps 385 pairs shut.',
    )
    expect(policySentence({ ...facts, directions: ['egress'], allows: 1, denies: 0, unknown: 2 })).toBe(
      'Governs what leaves 7 workloads: allows 1 pair. 2 connections are unknown because of it.',
    )
    expect(policySentence({ ...facts, selects: { workloads: 0, possibly: 1 }, allows: 0, denies: 0 })).toBe(
      'May govern what arrives at and what leaves 1 workload: allows none, and keeps none shut.',
    )
  })

  it('or why it does nothing, with the workload that it nearly selects', () => {
    const none = { ...facts, selects: { workloads: 0, possibly: 0 }, allows: 0, denies: 0 }
    expect(policySentence({ ...none, notes: [nobody] })).toBe(
      'Selects no pod, so it decides nothing. It wants app=ledger_db; ledger-db says app=ledger-db.',
    )
    expect(policySentence({ ...none, notes: [{ ...nobody, why: 'no-proxy' }] })).toBe(
      'Selects only pods without a proxy that could enforce it, so it decides nothing.',
    )
    expect(policySentence({ ...none, notes: [{ kind: 'not-enforced', why: 'staged' }] })).toBe(
      'It is staged, so it decides nothing yet.',
    )
    expect(policySentence({ ...none, unknown: 20, notes: [{ kind: 'unread', reason: 'no reader' }] })).toBe(
      'Could not be read: no reader. 20 connections are unknown because of it.',
    )
  })
})

describe('a finding', () => {
  const rows: readonly [note: PolicyNote, short: string, sentence: string][] = [
    [
      { ...nobody, path: ['spec', 'podSelector'], selector: 'any', near: [] },
      'selects no pod',
      'spec.podSelector: there is no pod where it could select one.',
    ],
    [nobody, 'selects no pod', 'spec.podSelector.matchLabels.app: no pod has app=ledger_db.'],
    [
      { ...nobody, why: 'no-proxy', path: ['spec', 'selector'], near: [] },
      'selects only pods without a proxy',
      'spec.selector: no pod with app=ledger_db has a proxy that could enforce it.',
    ],
    [
      { ...nobody, why: 'no-proxy', path: ['spec'], selector: 'any', near: [] },
      'selects only pods without a proxy',
      'spec: no pod that it selects has a proxy that could enforce it.',
    ],
    [
      { kind: 'bound-to-services', services: ['shop/api'], whole: true },
      'for 1 Service, not counted',
      'Decides about what is dialled through Service shop/api and passes its waypoint, which the counts of pairs leave out: ask about a connection to see what it does.',
    ],
    [
      { kind: 'bound-to-services', services: ['shop/api', 'shop/db'], whole: false },
      'for 2 Services, not counted',
      'In part it decides about what is dialled through Services shop/api and shop/db and passes its waypoint, which the counts of pairs leave out: ask about a connection to see what it does.',
    ],
    [
      { kind: 'port-name-missing', direction: 'egress', path: ['spec'], protocol: 'TCP', name: 'http\u202e' },
      'no pod has port http\\u202e',
      'spec: no pod that it leads to has a TCP port named http\\u202e, so this port matches nothing.',
    ],
    [
      { kind: 'shadowed', path: ['spec', 'ingress', 0], by, byPath: ['spec', 'ingress', 1], whole: true },
      'shadowed by wide',
      'spec.ingress[0]: everything that this rule allows is allowed and named as well by NetworkPolicy x/wide, spec.ingress[1].',
    ],
  ]
  it.each(rows)('%o', (note, short, sentence) => {
    expect([noteShort(note), noteSentence(note)]).toEqual([short, sentence])
  })
})

describe('a tier', () => {
  it('has words, or its name and how it decides', () => {
    expect(tierSentence({ name: 'admin', resolution: 'first-match' })).toBe('admin tier, first match wins')
    expect(tierSentence({ name: 'platform', resolution: 'first-match' })).toBe('platform, first match wins')
    expect(tierSentence({ name: 'pool', resolution: 'deny-overrides' })).toBe(
      'pool, any deny beats every allow',
    )
  })
})

describe('an origin', () => {
  it('is short in a column and whole in the panel', () => {
    const helm = { kind: 'helm', release: 'payments', chart: 'payments-4.12.0' } as const
    expect([provenanceShort(helm), provenanceText(helm)]).toEqual([
      'Helm · payments',
      'Helm release payments, chart payments-4.12.0',
    ])
    const file = { kind: 'file', file: 'demo/payments/network-policies.yaml', document: 9, line: 3 } as const
    expect([provenanceShort(file), provenanceText(file)]).toEqual([
      'file · network-policies.yaml',
      'demo/payments/network-policies.yaml, document 9, line 3',
    ])
  })
})
