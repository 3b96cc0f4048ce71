import { describe, expect, it } from 'vitest'
import { namespace, networkPolicy, pod } from '../../test/kit/manifests'
import { captureOf } from '../../test/kit/world'
import { analyzeWithPolicies } from '../analyze'
import { resolveEndpoint } from '../engine/resolve'
import { defaultSettings } from '../model/settings'
import { explainView } from '../views/explain'
import { objectIndex } from '../views/object'
import { survey } from '../views/survey'
import { deceptive } from './visible'
import { explanationText } from './explanation-text'

const documents = [
  namespace('shop'),
  pod('shop/web'),
  pod('shop/db', { labels: 'app: shop-db' }),
  networkPolicy('shop/default-deny', '{podSelector: {}, policyTypes: [Ingress]}'),
  networkPolicy('shop/typo', '{podSelector: {matchLabels: {app: shop_db}}, ingress: [{}]}'),
]

function told(yaml: readonly string[], from: string, to: string, port = 80): string {
  const capture = captureOf(yaml)
  const { session, policies } = analyzeWithPolicies(capture, defaultSettings)
  const [source, target] = [from, to].map(text => resolveEndpoint(session.inventory, text))
  if (!source || !target || source.kind === 'unresolved' || target.kind === 'unresolved')
    throw new Error('no such end')
  const explained = explainView(
    survey(session, policies),
    { from: source, to: target, protocol: 'TCP', port },
    objectIndex(capture.objects),
  )
  const [answer] = explained.answers
  if (!answer) throw new Error('no answer')
  return explanationText({
    from,
    to,
    explanation: answer.explanation,
    kinds: explained.kinds,
    objects: explained.objects,
    source: { kind: 'manifests', label: 'test.yaml' },
    readAt: '2026-11-28T12:00:00.000Z',
  })
}

describe('an explanation as text', () => {
  it('says what is denied, by which object, at which line, and what was nearly meant', () => {
    expect(told(documents, 'shop/web', 'shop/db').split('\n')).toEqual([
      'shop/web -> shop/db, all ports and protocols',
      'Denied',
      'Denied arriving at shop/db: NetworkPolicy shop/default-deny governs its ingress and no rule lets this through.',
      '',
      'Leaving shop/web (egress, network): default-allow, nothing selects this side',
      '- Decides: no policy in shop selects shop/web for egress',
      '',
      'Arriving at shop/db (ingress, network): default-deny, a policy governs this side and no rule lets it through',
      '- Decides: NetworkPolicy shop/default-deny governs what arrives at shop/db and has no rule that lets anything through [test.yaml, document 4, line 23; spec.policyTypes[0]]',
      '- Near miss: NetworkPolicy shop/typo selects app=shop_db, which no pod has; the pod says app=shop-db [test.yaml, document 5, line 28; spec.podSelector.matchLabels.app]',
      '',
      'On the wire: every byte may be plaintext; the server takes plaintext only.',
      'Source: test.yaml (manifests), read 2026-11-28T12:00:00.000Z. By podtrust.',
      '',
    ])
  })

  it('says class and pillars of what is let through', () => {
    const text = told(documents.slice(0, 3), 'shop/web', 'shop/db')
    expect(text).toContain('Implicit trust: allowed because nobody forbids it\n')
    expect(text).toContain('Authorized: no (no allow rule at shop/db)\n')
    expect(text.match(/^Authenticated: |^Encrypted: /gm)).toHaveLength(2)
  })

  it('spells out what does not show, and keeps one line one line', () => {
    const odd = 'x\u202ey'
    const text = told(
      [
        namespace(odd),
        pod(`${odd}/a`),
        pod(`${odd}/b`),
        networkPolicy(`${odd}/p\u200b`, '{podSelector: {}}'),
      ],
      `${odd}/a`,
      `${odd}/b`,
    )
    expect(text).toContain('x\\u202ey/a -> x\\u202ey/b')
    expect(text).toContain('p\\u200b')
    expect(text.replaceAll('\n', '')).not.toMatch(deceptive)
  })
})
