import { describe, expect, it } from 'vitest'
import { namespace, pod } from '../kit/manifests'
import { open, verdicts } from '../kit/world'
import { objectRows } from './object-rows'
import { holdRows } from './rows'

describe('a bad object among good ones', () => holdRows(objectRows))

/** Opens `shop` to namespaces of the team `ops`. */
const guard =
  'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: guard, namespace: shop}\n' +
  'spec: {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: ops}}}]}]}\n'

describe('a Namespace that cannot be read hides its labels', () => {
  const ask = (text: string): Record<string, string> => {
    const documents = [guard, pod('shop/api'), pod('ops/tool'), pod('lab/rat'), namespace('lab'), text]
    return verdicts(open(documents), { 'ops/tool -> shop/api 80': '', 'lab/rat -> shop/api 80': '' })
  }
  const whole = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ops\n  labels:\n    team: ops\n'

  it('which may let it in', () => {
    expect(ask(whole)).toEqual({ 'ops/tool -> shop/api 80': 'allow', 'lab/rat -> shop/api 80': 'deny' })
    const unknown = { 'ops/tool -> shop/api 80': 'unknown', 'lab/rat -> shop/api 80': 'deny' }
    expect(ask(whole.replace('    team', '\tteam'))).toEqual(unknown)
    expect(ask(whole.replace('team: ops', 'team: 1'))).toEqual(unknown)
  })

  it('of every undeclared namespace where it has no legible name', () => {
    expect(ask(whole.replace('  name', '\tname'))).toEqual({
      'ops/tool -> shop/api 80': 'unknown',
      'lab/rat -> shop/api 80': 'deny',
    })
  })
})
