import { expect, test } from 'vitest'
import { networkPolicy, pod } from '../../test/kit/manifests'
import { ask, explain, open, verdict } from '../../test/kit/world'
import { portsText } from '../model/port'

test('ports are alike over both IP families: a port that one of them opens is not among the denied ones', () => {
  const session = open([
    pod('a/one', { ip: ['10.0.0.1', 'fd00::1'] }),
    pod('a/two', { ip: ['10.0.0.2', 'fd00::2'] }),
    networkPolicy(
      'a/in',
      '{podSelector: {matchLabels: {app: two}}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/24}}], ports: [{port: 80}]}, {from: [{ipBlock: {cidr: "fd00::/64"}}], ports: [{port: 81}]}]}',
    ),
  ])
  expect(verdict(session, 'a/one -> a/two 81')).toBe('allow')
  expect(portsText(explain(session, 'a/one -> a/two 80').alike)).toBe('TCP 80-81')
  expect(portsText(explain(session, 'a/one -> a/two 82').alike)).toBe(
    'SCTP 1-65535,TCP 1-79,82-65535,UDP 1-65535',
  )
})

test('a pod with itself is asked about only where both ends are that one pod, also when pods of a workload differ', () => {
  const session = open([
    pod('a/web-1', { owner: 'Job/web', labels: 'app: web, part: one' }),
    pod('a/web-2', { owner: 'Job/web', labels: 'app: web, part: two' }),
    networkPolicy(
      'a/in',
      '{podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {part: none}}}]}]}',
    ),
    networkPolicy('a/split', '{podSelector: {matchLabels: {part: one}}}'),
  ])
  expect(ask(session, 'a/web -> a/web 80').map(({ pairs }) => pairs)).toEqual([1, 1])
  expect(verdict(session, 'a/web -> a/web 80')).toBe('deny')
  expect(verdict(session, 'a/web-1 -> a/web-1 80')).toBe('allow')
})
