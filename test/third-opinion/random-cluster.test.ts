import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agrees, naiveVerdict, type Answer } from './naive'
import { MAX_DOUBTFUL, randomCase, type RandomCase } from './random-cluster'
import { at, textAt, type RawObject } from './raw'

const SAMPLE = fc.sample(randomCase, { numRuns: 400, seed: 20260801 })

const nameOf = (object: RawObject): string => textAt(object, 'metadata', 'name') ?? ''
const isDoubtful = (object: RawObject): boolean => /^(refused|unread)/.test(nameOf(object))
const answersOf = ({ objects, options, questions }: RandomCase) =>
  questions.map(question => naiveVerdict(objects, question, options))

/** Whether nothing in the cluster can make a plain yes or no impossible. */
function isPlain({ objects }: RandomCase): boolean {
  const pods = objects.filter(object => object['kind'] === 'Pod')
  const templates = objects.filter(object => object['kind'] === 'Deployment' && nameOf(object) !== 'shop')
  const addressed = pods.every(pod => textAt(pod, 'status', 'podIP') !== undefined)
  return addressed && templates.length === 0 && !objects.some(isDoubtful)
}

describe('random clusters', () => {
  it('have few enough doubtful objects to enumerate their readings', () => {
    for (const { objects } of SAMPLE)
      expect(objects.filter(isDoubtful).length).toBeLessThanOrEqual(MAX_DOUBTFUL)
  })

  it('are what a file with the same text would say', () => {
    for (const { objects } of SAMPLE) expect(JSON.parse(JSON.stringify(objects))).toEqual(objects)
  })

  it('have answers, of which the wide ones only add unknowns', () => {
    for (const sample of SAMPLE)
      for (const answer of answersOf(sample)) {
        expect(agrees(answer, answer)).toBe(true)
        expect(agrees(answer.wide, answer)).toBe(true)
      }
  })

  it('have plain answers where nothing is in doubt, and doubtful ones where something is', () => {
    const unknown = (sample: RandomCase): boolean =>
      answersOf(sample).some(answer => answer.verdict === 'unknown')
    expect(SAMPLE.filter(isPlain).length).toBeGreaterThan(40)
    expect(SAMPLE.filter(isPlain).filter(unknown)).toEqual([])
    expect(SAMPLE.filter(unknown).length).toBeGreaterThan(40)
  })

  it('give every verdict its share', () => {
    const count: Record<Answer, number> = { allow: 0, deny: 0, unknown: 0 }
    for (const sample of SAMPLE) for (const { verdict } of answersOf(sample)) count[verdict]++
    const all = count.allow + count.deny + count.unknown
    for (const share of Object.values(count)) expect(share / all).toBeGreaterThan(0.05)
  })

  it.each([
    ['a namespace without an object', /^(?!.*"kind":"Namespace")/],
    ['a completed pod', /"phase":"(Succeeded|Failed)"/],
    ['a host-network pod', /"hostNetwork":true/],
    ['a pod that a ReplicaSet owns', /"kind":"ReplicaSet","name":"shop-1","controller":true/],
    ['a template without pods', /"kind":"Deployment","metadata":\{"name":"w/],
    ['both address families in one pod', /"podIPs":\[\{"ip":"10[^\]]*"fd00/],
    ['a label called `toString`', /"labels":\{[^}]*"toString"/],
    ['a selector on `constructor`', /"matchLabels":\{[^}]*"constructor"/],
    ['a native sidecar', /"restartPolicy":"Always"/],
    ['a named port in a rule', /"port":"http"/],
    ['a range of ports', /"port":\d+,"endPort":\d+/],
    ['an except', /"except":\["/],
    ['an IPv6 block', /"cidr":"::\/0"/],
    ['a null podSelector', /"podSelector":null/],
    ['a rule without peers', /"(from|to)":\[\]/],
    ['SCTP', /"protocol":"SCTP"/],
    ['a refused policy', /"name":"refused/],
    ['an AdminNetworkPolicy', /"kind":"AdminNetworkPolicy","metadata":\{"name":"admin/],
    ['a BaselineAdminNetworkPolicy', /v1alpha1","kind":"BaselineAdminNetworkPolicy"/],
    ['a ClusterNetworkPolicy in the Admin tier', /"kind":"ClusterNetworkPolicy".*"tier":"Admin"/],
    ['one in the Baseline tier', /"kind":"ClusterNetworkPolicy".*"tier":"Baseline"/],
    ['the old shape of namespaces', /"namespaces":\{"namespaceSelector"/],
    ['the old shape of pods', /"pods":\{"namespaces":/],
    ['a Pass', /"action":"Pass"/],
    ['networks', /"networks":\["/],
    ['a network of IPv6', /"networks":\["(::\/0|fd00|2001)/],
    ['nodes as a peer', /"nodes":\{/],
    ['a port name in an admin rule', /"(namedPort|destinationNamedPort)":"/],
    ['two of one priority', /"priority":(\d+),.*"priority":\1,/],
    ['a refused policy of an administrator', /"name":"refused-admin"/],
    ['an unread kind', /"name":"unread"/],
  ])('sometimes have %s', (_, pattern) => {
    const texts = SAMPLE.map(({ objects }) => JSON.stringify(objects))
    expect(texts.filter(text => pattern.test(text)).length).toBeGreaterThan(3)
  })

  it('sometimes have two documents for one object', () => {
    const ids = (sample: RandomCase): string[] =>
      sample.objects.map(o =>
        JSON.stringify([o['apiVersion'], o['kind'], at(o, 'metadata', 'namespace') ?? '', nameOf(o)]),
      )
    expect(SAMPLE.filter(sample => new Set(ids(sample)).size < sample.objects.length).length).toBeGreaterThan(
      3,
    )
  })
})
