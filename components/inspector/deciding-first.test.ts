import { expect, test } from 'vitest'
import type { Explained } from '@/lib/api/explanation-contract'
import type { Explanation, SideTrace } from '@/lib/model/explanation'
import { decidingFirst } from './deciding-first'

const ref = (name: string) => ({ group: 'networking.k8s.io', kind: 'NetworkPolicy', namespace: 'shop', name })

const object = (name: string, role: Explained['objects'][number]['role']): Explained['objects'][number] => ({
  ref: ref(name),
  role,
  paths: [],
})

const side = (direction: SideTrace['direction'], verdict: SideTrace['verdict'], name: string): SideTrace => ({
  plane: 'network',
  direction,
  at: 'shop/web-1',
  verdict,
  cause: verdict === 'deny' ? 'default-deny' : 'explicit-allow',
  reasons: [],
  steps: [{ role: 'decided', object: ref(name), certain: true, detail: { kind: 'isolates', rules: 0 } }],
})

const denied: Explanation = {
  from: 'shop/web',
  to: 'shop/db',
  protocol: 'TCP',
  alike: [],
  verdict: 'deny',
  transport: 'plaintext',
  principal: null,
  originPrincipal: null,
  engineDependent: false,
  sides: [side('egress', 'allow', 'lets-out'), side('ingress', 'deny', 'keeps-out')],
}

test('what denies comes before what would allow, and near misses before what was looked at', () => {
  const objects = [
    object('seen', 'considered'),
    object('lets-out', 'decided'),
    object('typo', 'near-miss'),
    object('keeps-out', 'decided'),
  ]
  expect(decidingFirst(objects, denied).map(({ ref: { name } }) => name)).toEqual([
    'keeps-out',
    'lets-out',
    'typo',
    'seen',
  ])
})
