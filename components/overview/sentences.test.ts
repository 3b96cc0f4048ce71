import { describe, expect, test } from 'vitest'
import type { Overview } from '@/lib/api/overview-contract'
import {
  blockedSentence,
  completenessWords,
  gapTitle,
  headlineSentence,
  headlineTitle,
  leadOf,
  nothingLeaves,
  partialSentence,
} from './sentences'

const policy = (name: string) => ({
  group: 'networking.k8s.io',
  kind: 'NetworkPolicy',
  namespace: 'production',
  name,
})

describe('the headline', () => {
  test('of a namespace that shut itself off names the policy, and that no egress rule exists', () => {
    const headline = {
      kind: 'nothing-allowed',
      namespaces: ['production'],
      isolatedBy: [policy('default-deny')],
      egressRules: false,
    } as const
    expect(
      headlineTitle({
        ...headline,
        namespaces: [...headline.namespaces],
        isolatedBy: [...headline.isolatedBy],
      }),
    ).toBe('Nothing in production may talk')
    expect(
      headlineSentence({
        ...headline,
        namespaces: [...headline.namespaces],
        isolatedBy: [...headline.isolatedBy],
      }),
    ).toBe(
      'NetworkPolicy production/default-deny isolates every workload in production for egress, and no egress rule exists.',
    )
    expect(nothingLeaves(['api', 'database', 'frontend'])).toContain(
      'api, database and frontend: not to each other, not to DNS',
    )
  })

  test('without policies is not an empty view', () => {
    expect(headlineSentence({ kind: 'no-policies', workloads: 60, implicit: 3540 })).toBe(
      'This is not an empty view. 60 workloads accept anyone: 3,540 implicit connections. Start with a default deny where most comes in.',
    )
  })

  test('where next to nothing is closed says so, and how many of how many', () => {
    const headline = { kind: 'nearly-open', workloads: 40, open: 38, total: 1600, implicit: 1520 } as const
    expect(headlineTitle(headline)).toBe('Nearly everything is open to everyone')
    expect(headlineTitle({ ...headline, open: 40 })).toBe('Everything is open to everyone')
    expect(headlineSentence(headline)).toBe(
      '38 of 40 workloads accept anyone, because no policy selects them. 1,520 of 1,600 connections are allowed only because nobody forbids them. Start where it closes most.',
    )
  })

  test('counts implicit first, then unknown, and praises only what has neither', () => {
    expect(headlineSentence({ kind: 'counts', total: 10, implicit: 1, unknown: 2 })).toBe(
      '1 of 10 connections is allowed only because nobody forbids it.',
    )
    expect(headlineSentence({ kind: 'counts', total: 10, implicit: 0, unknown: 2 })).toContain(
      'None of them counts as safe',
    )
    expect(headlineSentence({ kind: 'counts', total: 10, implicit: 0, unknown: 0 })).toContain(
      'let in by a rule',
    )
  })
})

test('a blocked pair says which side denies, by which object, and that the other side is not enough', () => {
  expect(
    blockedSentence({
      from: 'production/api[Deployment]',
      to: 'production/database[StatefulSet]',
      protocol: 'TCP',
      port: 5432,
      allowedBy: policy('allow-api-to-db'),
      allowedAt: 'ingress',
      deniedAt: 'egress',
      deniedBy: {
        plane: 'network',
        dialect: 'networkpolicy',
        ...policy('default-deny'),
        cause: 'default-deny',
      },
    }),
  ).toBe(
    'Denied at egress: NetworkPolicy production/default-deny isolates production/api for egress and no egress rule lets it through. NetworkPolicy production/allow-api-to-db lets it in, which is not enough.',
  )
})

describe('what could not be read', () => {
  const overview = (unknown: number): Pick<Overview, 'counts' | 'incomplete' | 'problems' | 'gaps'> => ({
    gaps: [],
    counts: { implicit: 0, unknown, partial: 0, verified: 0 },
    incomplete: true,
    problems: {
      total: 1,
      unknown: 1,
      items: [
        {
          code: 'yaml-syntax',
          message: 'the document does not parse',
          remedy: 'close it',
          effect: 'unknown',
          origin: { file: 'base.yaml', document: 3, line: 14 },
        },
      ],
    },
  })

  test('is counted and placed', () => {
    expect(partialSentence(overview(75))).toBe(
      '75 connections are unknown. None of them counts as safe. base.yaml, document 3, line 14: the document does not parse.',
    )
  })

  test('is said even where no connection hangs on it', () => {
    expect(partialSentence(overview(0))).toContain('no connection hangs on it')
  })

  test('never says that where connections may be missing', () => {
    const gap = {
      ...{ title: 'Cannot list all Pods', what: 'Pods', lack: 'unlisted' as const },
      ...{ detail: 'forbidden', remedy: 'grant it' },
    }
    const said = (unknown?: number): string | undefined =>
      partialSentence({ ...overview(0), gaps: [{ ...gap, ...(unknown !== undefined && { unknown }) }] })
    expect(said()).toBe(
      'Not everything could be read, so something may be missing here. Cannot list all Pods.',
    )
    expect(said(0)).toContain('no connection hangs on it')
  })

  test('names the kinds that make it unknown, and counts the others', () => {
    const missing = {
      title: 'Cannot list NetworkPolicies in payments',
      what: 'NetworkPolicies in payments',
      lack: 'unlisted' as const,
      detail: 'answered 403',
      remedy: 'allow it',
    }
    const one = {
      ...overview(75),
      problems: { total: 0, unknown: 0, items: [] },
      gaps: [{ ...missing, unknown: 41 }],
    }
    expect(partialSentence(one)).toBe(
      '75 connections are unknown because NetworkPolicies in payments cannot be listed. None of them counts as safe.',
    )
    const mesh = { ...missing, what: 'PeerAuthentications', unknown: 34 }
    const pods = { ...missing, title: 'Cannot list all Pods', what: 'Pods' }
    expect(partialSentence({ ...one, gaps: [...one.gaps, mesh, pods] })).toBe(
      '75 connections are unknown because NetworkPolicies in payments and PeerAuthentications cannot be listed. None of them counts as safe. Cannot list all Pods.',
    )
    // What was read and is doubtful has its part in it.
    expect(partialSentence({ ...one, problems: overview(75).problems })).toContain(
      'cannot be listed, and 1 object could not be honoured in full. None',
    )
    // Where no kind alone makes anything unknown, none is called the cause.
    expect(partialSentence({ ...one, gaps: [{ ...missing, unknown: 0 }, pods, pods] })).toBe(
      '75 connections are unknown. None of them counts as safe. Cannot list NetworkPolicies in payments: no connection is unknown because of it alone, and 2 other kinds not read to the end.',
    )
    expect(gapTitle({ ...missing, unknown: 0 })).toBe(
      'Cannot list NetworkPolicies in payments: no connection is unknown because of it alone',
    )
    expect(gapTitle(missing)).toBe(missing.title)
  })

  test('begins with its count, which can be told from the rest', () => {
    expect(leadOf('1,204 connections are unknown because x cannot be listed.')).toEqual([
      '1,204 connections are unknown',
      ' because x cannot be listed.',
    ])
    expect(leadOf('1 connection is unknown. None')).toEqual(['1 connection is unknown', '. None'])
    expect(leadOf('Something could not be read')).toEqual(['', 'Something could not be read'])
  })

  test('is not claimed where all was read', () => {
    expect(
      partialSentence({ ...overview(0), incomplete: false, problems: { total: 0, unknown: 0, items: [] } }),
    ).toBeUndefined()
  })
})

test('how much could be read is told in numbers where kinds are missing', () => {
  const read = {
    counts: { implicit: 0, unknown: 0, partial: 0, verified: 0 },
    problems: { total: 0, unknown: 0, items: [] },
    gaps: [],
    incomplete: false,
    missingKinds: 0,
  }
  expect(completenessWords(read)).toBe('complete')
  expect(completenessWords({ ...read, incomplete: true })).toBe('incomplete')
  expect(completenessWords({ ...read, incomplete: true, missingKinds: 2 })).toBe('2 kinds missing')
  expect(completenessWords({ ...read, missingKinds: 1 })).toBe('1 kind missing')
  expect(completenessWords({ ...read, problems: { total: 3, unknown: 0, items: [] } })).toBe('')
})
