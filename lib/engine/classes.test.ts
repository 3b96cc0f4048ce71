import { describe, expect, it } from 'vitest'
import { analyzeWithPolicies } from '../analyze'
import { networkPolicy, pod } from '../../test/kit/manifests'
import { captureOf } from '../../test/kit/world'
import { groupAlike, relevanceOf } from './classes'

const labels = (text: string): string => `app: a, ${text}`

/** Groups of pods that these policies do not tell apart, by name. */
function groups(pods: readonly string[], ...policies: readonly string[]): string[][] {
  const { session, policies: compiled } = analyzeWithPolicies(captureOf([...pods, ...policies]))
  const relevance = relevanceOf({ policies: compiled, transports: [] })
  return groupAlike(session.inventory.pods, relevance).map(group => group.map(({ name }) => name))
}

const to = (peer: string): string => networkPolicy('x/p', `{policyTypes: [Egress], egress: [${peer}]}`)
const together = [['one', 'two']]
const apart = [['one'], ['two']]

describe('pods that no policy tells apart', () => {
  const differ = {
    labels: [
      pod('x/one', { labels: labels('track: blue') }),
      pod('x/two', { labels: labels('track: green') }),
    ],
    addresses: [
      pod('x/one', { labels: 'app: a', ip: '10.0.0.1' }),
      pod('x/two', { labels: 'app: a', ip: '10.0.1.1' }),
    ],
    ports: [
      pod('x/one', { labels: 'app: a', ports: ['web:80'] }),
      pod('x/two', { labels: 'app: a', ports: ['web:81'] }),
    ],
    nodes: [pod('x/one', { labels: 'app: a', node: 'n1' }), pod('x/two', { labels: 'app: a', node: 'n2' })],
    network: [pod('x/one', { labels: 'app: a', hostNetwork: true }), pod('x/two', { labels: 'app: a' })],
    accounts: [pod('x/one', { labels: 'app: a', account: 'r' }), pod('x/two', { labels: 'app: a' })],
    namespaces: [pod('x/one', { labels: 'app: a' }), pod('y/two', { labels: 'app: a' })],
  } as const
  const rows: readonly [
    title: string,
    pods: readonly string[],
    policies: readonly string[],
    expected: string[][],
  ][] = [
    [
      'labels that nobody asks for',
      differ.labels,
      [to('{to: [{podSelector: {matchLabels: {app: a}}}]}')],
      together,
    ],
    ['a label of a peer', differ.labels, [to('{to: [{podSelector: {matchLabels: {track: blue}}}]}')], apart],
    [
      'a label of a subject',
      differ.labels,
      [networkPolicy('x/p', '{podSelector: {matchExpressions: [{key: track, operator: Exists}]}}')],
      apart,
    ],
    [
      'addresses that no block tells apart',
      differ.addresses,
      [to('{to: [{ipBlock: {cidr: 10.0.0.0/16}}]}')],
      together,
    ],
    [
      'addresses that an exception tells apart',
      differ.addresses,
      [to('{to: [{ipBlock: {cidr: 10.0.0.0/16, except: [10.0.1.0/24]}}]}')],
      apart,
    ],
    [
      'addresses beside a broken exception',
      differ.addresses,
      [to('{to: [{ipBlock: {cidr: 10.0.0.0/24, except: [bad]}}]}')],
      apart,
    ],
    ['addresses that nobody asks for', differ.addresses, [], together],
    ['a port name', differ.ports, [to('{ports: [{port: web}]}')], apart],
    ['another port name', differ.ports, [to('{ports: [{port: http}]}')], together],
    ['nodes', differ.nodes, [to('{}')], together],
    ['the network of the node', differ.network, [], apart],
    ['service accounts, which no NetworkPolicy asks for', differ.accounts, [to('{}')], together],
    ['namespaces', differ.namespaces, [], apart],
  ]
  it.each(rows)('%s', (_, pods, policies, expected) => {
    expect(groups(pods, ...policies)).toEqual(expected)
  })
})
