import { describe, expect, it } from 'vitest'
import { controller, namespace, networkPolicy, pod } from '../../test/kit/manifests'
import { surveyOf } from '../../test/kit/survey'
import { finish } from '../model/stepwise'
import { noises, type Noise } from '../model/filter'
import { lensesView } from './lenses'
import { selectionOf } from './selection'
import { total } from './tally'

/** Lets a workload be reached on some ports by anybody inside. */
const opens = (name: string, ports: string): string =>
  networkPolicy(
    `${name}-in`,
    `{podSelector: {matchLabels: {app: ${name.split('/')[1]}}}, policyTypes: [Ingress], ingress: [{from: [{namespaceSelector: {}}], ports: [${ports}]}]}`,
  )

const survey = surveyOf([
  ...['kube-system', 'monitoring', 'shop'].map(name => namespace(name)),
  controller('Deployment', 'kube-system/coredns', { labels: 'k8s-app: kube-dns, app: coredns' }),
  opens('kube-system/coredns', '{port: 53, protocol: UDP}, {port: 5353, protocol: UDP}'),
  controller('Deployment', 'monitoring/prometheus', { labels: 'app.kubernetes.io/name: prometheus, app: p' }),
  opens('monitoring/p', '{port: 9090}'),
  controller('DaemonSet', 'monitoring/agent', { labels: 'app: agent', hostNetwork: true }),
  controller('Deployment', 'shop/web', {
    labels: 'app: web',
    ports: ['http-metrics:8081', 'healthz:8082', 'http:8080'],
  }),
  opens('shop/web', '{port: 8081}, {port: 8082}'),
  controller('Deployment', 'shop/dns', { labels: 'app: dns' }),
  opens('shop/dns', '{port: 53}, {port: 53, protocol: UDP}'),
  controller('Deployment', 'shop/scraped', { labels: 'app: scraped' }),
  opens('shop/scraped', '{port: 9100}, {port: 8081}'),
  controller('Deployment', 'shop/checked', { labels: 'app: checked' }),
  networkPolicy(
    'shop/checked-in',
    '{podSelector: {matchLabels: {app: checked}}, policyTypes: [Ingress], ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}}, {ipBlock: {cidr: "::/0"}}], ports: [{port: 8082}]}]}',
  ),
  pod('shop/open', { ports: ['dns:53/UDP', 'metrics:9100'] }),
])
const { session } = survey

const short = (name: string): string => name.replace(/^.*\/|\[.*$/g, '')

const rowsOf = (hide: readonly Noise[]): string[] =>
  session
    .rows({ ...selectionOf(survey, { class: [], q: '', hide }), offset: 0, limit: 1000 })
    .rows.map(({ from, to, ports }) => `${short(from)} > ${short(to)}: ${ports}`)

const hiddenBy = (...hide: Noise[]): string[] => {
  const left = new Set(rowsOf(hide))
  return rowsOf([])
    .filter(row => !left.has(row))
    .sort()
}

/** Selectors of pods do not mean those of the host network. */
const sources = ['checked', 'coredns', 'dns', 'open', 'prometheus', 'scraped', 'web']
const into = (name: string, ports: string): string[] =>
  sources.filter(from => from !== name).map(from => `${from} > ${name}: ${ports}`)

describe('noise', () => {
  it('of DNS is what is open on port 53 alone, and what name servers take in', () => {
    expect(hiddenBy('dns')).toEqual(
      [...into('coredns', 'UDP 53,5353'), ...into('dns', 'TCP 53,UDP 53')].sort(),
    )
  })

  it('of scrapes comes from collectors of metrics and ends at ports of metrics alone', () => {
    // The ports of web are those of metrics and of health: more than metrics is open there.
    expect(hiddenBy('scrapes')).toEqual(['prometheus > scraped: TCP 8081,9100'])
  })

  it('of probes comes from the network of a node and ends at ports of health checks alone', () => {
    expect(hiddenBy('probes')).toEqual(['agent > checked: TCP 8082'])
  })

  it('is never what is open on everything', () => {
    expect(hiddenBy(...noises).filter(row => row.includes('All Connections'))).toEqual([])
    expect(hiddenBy(...noises)).toHaveLength(12 + 2)
  })

  it('stays counted, and lenses count what is left', () => {
    const seen = finish(lensesView(survey, { class: [], q: '', hide: ['dns'] }))
    expect(seen.noise.map(({ name, hidden, counts }) => [name, hidden, total(counts)])).toEqual([
      ['dns', true, 12],
      ['probes', false, 1],
      ['scrapes', false, 1],
    ])
    expect(total(seen.counts)).toBe(total(session.tally.counts) - 12)
    expect(total(seen.hidden)).toBe(12)
    for (const { name, text, counts } of seen.lenses) {
      const same = finish(session.tallyOf(selectionOf(survey, { class: [], q: text, hide: ['dns'] })))
      expect([name, counts]).toEqual([name, same.counts])
    }
    expect(seen.lenses.map(({ counts }) => total(counts) > 0)).toEqual([true, false, true, true, true, false])
  })

  it('is counted as hidden only where it is hidden', () => {
    const hiddenOf = (...hide: (typeof noises)[number][]): number =>
      total(finish(lensesView(survey, { class: [], q: '', hide })).hidden)
    expect([hiddenOf(), hiddenOf('scrapes'), hiddenOf(...noises)]).toEqual([0, 1, 14])
  })
})
