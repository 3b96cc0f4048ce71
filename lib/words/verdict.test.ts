import { describe, expect, it } from 'vitest'
import { explain, open } from '../../test/kit/world'
import { namespace, networkPolicy, node, object, pod } from '../../test/kit/manifests'
import type { Settings } from '../model/settings'
import { judgedAt, verdictSentence } from './verdict'

const pods = [pod('shop/web', { ip: '10.0.0.1', node: 'n1' }), pod('shop/db', { ip: '10.0.0.2', node: 'n2' })]

const say = (question: string, documents: readonly string[], settings: Partial<Settings> = {}): string =>
  verdictSentence(explain(open([...pods, ...documents], settings), question))

const policy = (name: string, spec: string): string => networkPolicy(`shop/${name}`, spec)

describe('the answer in words', () => {
  it('nobody forbids it', () => {
    expect(say('shop/web -> shop/db 80', [])).toBe(
      'Allowed because nobody forbids it: no policy selects either side.',
    )
  })

  it('nobody forbids it, and only one side can', () => {
    expect(say('192.0.2.1 -> shop/db 80', [])).toBe(
      'Allowed because nobody forbids it: no policy selects shop/db for ingress.',
    )
  })

  it('one side is open, the other names it', () => {
    const rule =
      '{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 80}]}]}'
    expect(say('shop/web -> shop/db 80', [policy('in', rule)])).toBe(
      'Allowed: no policy selects shop/web for egress; NetworkPolicy shop/in lets it in at shop/db.',
    )
  })

  it('a rule that leaves the peer or the port open', () => {
    expect(
      say('shop/web -> shop/db 80', [policy('in', '{podSelector: {matchLabels: {app: db}}, ingress: [{}]}')]),
    ).toBe(
      'Allowed: no policy selects shop/web for egress; NetworkPolicy shop/in lets it in at shop/db, leaving the peer or the port open.',
    )
  })

  it('several objects are listed', () => {
    const isolate = (name: string): string => policy(name, '{podSelector: {matchLabels: {app: db}}}')
    expect(say('shop/web -> shop/db 80', ['a', 'b', 'c', 'd'].map(isolate))).toBe(
      'Denied arriving at shop/db: NetworkPolicy shop/a, NetworkPolicy shop/b and 2 more govern its ingress and no rule lets this through.',
    )
  })

  it('denied on both sides', () => {
    expect(
      say('shop/web -> shop/db 80', [policy('none', '{podSelector: {}, policyTypes: [Ingress, Egress]}')]),
    ).toBe(
      'Denied leaving shop/web: NetworkPolicy shop/none governs its egress and no rule lets this through; and arriving at ' +
        'shop/db: NetworkPolicy shop/none governs its ingress and no rule lets this through.',
    )
  })

  it('a kind that is not read', () => {
    expect(say('shop/web -> shop/db 80', [object('cilium.io/v2', 'CiliumNetworkPolicy', 'shop/p')])).toBe(
      'Unknown: whether it may leave shop/web is not known, because CiliumNetworkPolicy of cilium.io is not read yet; and ' +
        'whether it may arrive at shop/db is not known, because CiliumNetworkPolicy of cilium.io is not read yet.',
    )
  })

  it('an object that the API server would refuse', () => {
    const bad = '{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/33}}]}]}'
    expect(say('shop/web -> shop/db 80', [policy('bad', bad)])).toBe(
      'Unknown: whether it may arrive at shop/db is not known, because NetworkPolicy shop/bad could not be read in full.',
    )
  })

  it('an engine that enforces nothing', () => {
    expect(say('shop/web -> shop/db 80', [policy('in', '{podSelector: {}}')], { engine: 'none' })).toBe(
      'Allowed because nobody forbids it: the network engine enforces no policies.',
    )
  })

  it('a node and its own pods', () => {
    expect(say('node:n1 -> shop/web 80', [node('n1', '10.1.0.1'), policy('in', '{podSelector: {}}')])).toBe(
      'Allowed because nobody forbids it: a node may always reach the pods that run on it.',
    )
  })
})

describe('whose rules the pillar judges', () => {
  const at = (
    question: string,
    documents: readonly string[] = [],
    settings: Partial<Settings> = {},
  ): string => judgedAt(explain(open([namespace('shop'), ...pods, ...documents], settings), question))

  it("the destination's", () => {
    expect(at('shop/web -> shop/db 80')).toBe('shop/db')
    expect(at('shop/web -> shop/db 80', [], { engine: 'none' })).toBe('shop/db')
  })

  it("the source's where the destination is outside, a node, or on its node's network", () => {
    expect(at('shop/web -> 192.0.2.1 80')).toBe('shop/web')
    expect(at('shop/web -> node:n2 80', [node('n2', '10.1.0.2')])).toBe('shop/web')
    expect(at('shop/web -> shop/host 80', [pod('shop/host', { hostNetwork: true })])).toBe('shop/web')
  })
})
