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

test('of many kinds of pairs, those are explained that are most open, or that differ', () => {
  const part = (owner: string, at: number): string =>
    pod(`a/${owner}-${at}`, { owner: `Job/${owner}`, labels: `app: ${owner}, part: p${at}` })
  const session = open([
    ...[0, 1, 2, 3].flatMap(at => [part('web', at), part('db', at)]),
    networkPolicy('a/in', '{podSelector: {matchLabels: {app: db}}}'),
    networkPolicy(
      'a/some',
      '{podSelector: {matchLabels: {app: db, part: p3}}, ingress: [{from: [{podSelector: {matchLabels: {part: p2}}}]}, {from: [{podSelector: {matchLabels: {part: p3}}}], ports: [{port: 80}]}]}',
    ),
    networkPolicy(
      'a/more',
      '{podSelector: {matchLabels: {part: p0}}, ingress: [{from: [{podSelector: {matchLabels: {part: p1}}}]}]}',
    ),
  ])
  const pods = (name: string) => ({
    kind: 'pods' as const,
    label: name,
    pods: session.inventory.workloads.find(workload => workload.name === name)?.pods ?? [],
  })
  const question = { from: pods('web'), to: pods('db'), protocol: 'TCP' as const, port: 80 }
  const found = (most: number, those: 'most-open' | 'different') => {
    const { kinds, answers } = session.explainSome(question, most, those)
    return [kinds, ...answers.map(({ explanation: { verdict: each } }) => each)]
  }
  expect(found(100, 'most-open')).toHaveLength(1 + 16)
  expect(found(4, 'most-open')).toEqual([16, 'allow', 'allow', 'allow', 'deny'])
  expect(found(2, 'most-open')).toEqual([16, 'allow', 'allow'])
  expect(found(3, 'different')).toEqual([16, 'allow', 'allow', 'deny'])
})
