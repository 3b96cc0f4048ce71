import { describe, expect, it } from 'vitest'
import type { StepDetail, TraceStep } from '../model/explanation'
import { pairShare, stepSentence } from './step'

const say = (
  detail: StepDetail,
  more: Partial<TraceStep> = {},
  direction: 'egress' | 'ingress' = 'ingress',
): string => stepSentence({ role: 'decided', certain: true, detail, ...more }, { at: 'shop/db', direction })

const rule = { kind: 'rule-matches', action: 'allow', peer: 'pods app=web in shop', ports: 'TCP 80' } as const

describe('what a step says', () => {
  it.each<[StepDetail, string]>([
    [rule, 'allows pods app=web in shop on TCP 80'],
    [{ ...rule, action: 'deny' }, 'denies pods app=web in shop on TCP 80'],
    [{ ...rule, action: 'pass' }, 'leaves to the next tier pods app=web in shop on TCP 80'],
    [{ ...rule, action: 'delegate' }, 'asks an external authorizer about pods app=web in shop on TCP 80'],
    [
      { kind: 'isolates', rules: 0 },
      'governs what arrives at shop/db and has no rule that lets anything through',
    ],
    [
      { kind: 'isolates', rules: 1 },
      'governs what arrives at shop/db; its one rule does not let this through',
    ],
    [
      { kind: 'isolates', rules: 3 },
      'governs what arrives at shop/db; none of its 3 rules lets this through',
    ],
    [{ kind: 'no-match', rules: 1 }, 'governs what arrives at shop/db; its one rule is not about this'],
    [{ kind: 'no-match', rules: 3 }, 'governs what arrives at shop/db; none of its 3 rules is about this'],
    [{ kind: 'not-asked', tier: 'admin' }, 'is not asked, because the decision has been made before'],
    [
      { kind: 'tie', with: ['ClusterNetworkPolicy b'] },
      'and ClusterNetworkPolicy b want different things, and nothing says which comes first',
    ],
    [
      { kind: 'other-direction', selects: 'egress' },
      'selects shop/db for egress only, so the baseline decides about ingress; an engine that stops at any NetworkPolicy would not ask it',
    ],
    [{ kind: 'default-allow' }, 'nothing denies what arrives at shop/db, so it is allowed by default'],
    [{ kind: 'nothing-selects', namespace: 'shop' }, 'no policy in shop selects shop/db for ingress'],
    [{ kind: 'nothing-selects', namespace: '' }, 'no policy selects shop/db for ingress'],
    [
      { kind: 'cannot-police', why: 'host-network' },
      'shop/db uses the network of its node, where no policy selects it',
    ],
    [{ kind: 'cannot-police', why: 'same-node' }, 'a node may always reach the pods that run on it'],
    [{ kind: 'cannot-police', why: 'itself' }, 'a pod may always reach itself'],
    [{ kind: 'cannot-police', why: 'not-enforced' }, 'the network engine enforces no policies'],
    [{ kind: 'undefined-protocol', protocol: 'ICMP' }, 'NetworkPolicy does not say what becomes of ICMP'],
    [{ kind: 'unread', reason: 'Server is not read yet' }, 'Server is not read yet'],
    [
      { kind: 'near-subject', wants: 'app=d-b', has: 'app=db', nobody: true },
      'selects app=d-b, which no pod has; the pod says app=db',
    ],
    [
      { kind: 'near-subject', wants: 'app=d-b', has: 'app=db', nobody: false },
      'selects app=d-b; the pod says app=db',
    ],
    [
      { kind: 'near-peer', wants: 'app=web', has: 'app=wep', because: 'label' },
      'would allow app=web; the peer says app=wep',
    ],
    [
      { kind: 'near-peer', wants: 'namespace a', has: 'namespace b', because: 'namespace' },
      'would allow peers in namespace a; this one is in namespace b',
    ],
    [{ kind: 'near-port', wants: 'TCP 80', asked: 'TCP 81' }, 'allows this peer on TCP 80, not on TCP 81'],
  ])('%j', (detail, sentence) => {
    expect(say(detail)).toBe(sentence)
  })

  it('speaks of leaving at the egress side', () => {
    expect(say({ kind: 'isolates', rules: 0 }, {}, 'egress')).toMatch(/^governs what leaves shop\/db /)
  })

  it('says so when it holds in some readings only', () => {
    expect(say(rule, { certain: false })).toBe('possibly: allows pods app=web in shop on TCP 80')
    expect(say({ kind: 'unread', reason: 'x is not read' }, { certain: false })).toBe('x is not read')
  })

  it('shows characters that could deceive as escapes', () => {
    expect(say({ ...rule, peer: 'pods app=\u202eweb' })).toContain('app=\\u202eweb')
  })
})

it('a share is told only where it is not all', () => {
  expect(pairShare({ allowed: 3, of: 4 })).toBe('3 of 4 pod pairs')
  expect(pairShare({ allowed: 4, of: 4 })).toBe('')
})
