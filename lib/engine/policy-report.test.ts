import { describe, expect, it } from 'vitest'
import { namespace, networkPolicy, object, pod } from '../../test/kit/manifests'
import { meshPod, meshService } from '../../test/kit/mesh'
import { open } from '../../test/kit/world'
import type { Gap } from '../model/capture'
import { pathText, refText } from '../model/object'
import type { PolicyNote, PolicyReport } from '../model/policy-report'
import type { Settings } from '../model/settings'
import { finish } from '../model/stepwise'

const cluster = [
  namespace('x', 'team: a'),
  namespace('y', 'team: b'),
  pod('x/web', { labels: 'app: web, tier: front', ports: ['http:8080'] }),
  pod('x/api', { labels: 'app: api, tier: back', ports: ['grpc:9090'] }),
  pod('y/db', { labels: 'app: db', ports: ['sql:5432'] }),
]

const reports = (documents: readonly string[], settings: Partial<Settings> = {}, gaps: readonly Gap[] = []) =>
  open([...cluster, ...documents], settings, gaps).policyReports()

function report(name: string, documents: readonly string[], settings: Partial<Settings> = {}): PolicyReport {
  const found = reports(documents, settings).find(({ object: ref }) => refText(ref).endsWith(` ${name}`))
  if (!found) throw new Error(`there is no report of ${name}`)
  return found
}

const noteText = (note: PolicyNote): string => {
  switch (note.kind) {
    case 'shadowed':
      return `shadowed ${pathText(note.path)} by ${refText(note.by)} ${pathText(note.byPath)}${note.whole ? ', whole' : ''}`
    case 'not-enforced':
      return `not-enforced ${note.why}`
    default:
      return 'path' in note ? `${note.kind} ${pathText(note.path)}` : note.kind
  }
}

/** The notes of the one policy `x/p`, beside others. */
const notes = (spec: string, ...others: readonly string[]): string[] =>
  report('x/p', [networkPolicy('x/p', spec), ...others]).notes.map(noteText)

describe('the order', () => {
  it('is by plane, tier, namespace and name', () => {
    const names = reports([
      networkPolicy('y/b', '{}'),
      networkPolicy('x/b', '{}'),
      networkPolicy('x/a', '{}'),
      object('security.istio.io/v1', 'AuthorizationPolicy', 'x/a'),
      object('cilium.io/v2', 'CiliumNetworkPolicy', 'x/z'),
    ]).map(({ object: ref, tier }) => `${tier.plane} ${tier.name} ${refText(ref)}`)
    expect(names).toEqual([
      'network unplaced CiliumNetworkPolicy x/z',
      'network networkpolicy NetworkPolicy x/a',
      'network networkpolicy NetworkPolicy x/b',
      'network networkpolicy NetworkPolicy y/b',
      'authorization mesh AuthorizationPolicy x/a',
    ])
  })

  it('holds what exists and could not be read', () => {
    const gap: Gap = {
      kind: 'policy',
      object: { group: 'networking.k8s.io', kind: 'NetworkPolicy', namespace: 'x', name: 'cut' },
      namespace: 'x',
      reason: 'it is cut off',
    }
    expect(reports([], {}, [gap])).toMatchObject([
      { object: { name: 'cut' }, notes: [{ kind: 'unread', reason: 'it is cut off' }] },
    ])
  })
})

describe('whom a policy selects', () => {
  it('is told by workload and by pod, each once for both directions', () => {
    expect(report('x/p', [networkPolicy('x/p', '{policyTypes: [Ingress, Egress]}')])).toMatchObject({
      directions: ['ingress', 'egress'],
      selected: [
        { workload: 'x/api[Pod]', certain: true },
        { workload: 'x/web[Pod]', certain: true },
      ],
      pods: { surely: 2, possibly: 2 },
    })
  })

  it('is possible only where the API server would refuse the policy', () => {
    const {
      selected,
      pods,
      notes: told,
    } = report('x/p', [
      networkPolicy('x/p', '{podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress, Nonsense]}'),
    ])
    expect([selected, pods]).toEqual([
      [{ workload: 'x/web[Pod]', certain: false }],
      { surely: 0, possibly: 1 },
    ])
    expect(told.map(noteText)).toEqual(['refused'])
  })

  it('is nobody, with the workload that one label misses', () => {
    expect(
      report('x/p', [
        pod('x/web-site'),
        networkPolicy('x/p', '{podSelector: {matchLabels: {app: web_site}}}'),
      ]).notes,
    ).toMatchObject([
      {
        kind: 'selects-nobody',
        selector: 'app=web_site',
        why: 'no-pod',
        near: [{ workload: 'x/web-site[Pod]', wants: 'app=web_site', has: 'app=web-site' }],
        path: ['spec', 'podSelector', 'matchLabels', 'app'],
      },
    ])
  })

  it('is nobody where only host-network pods fit', () => {
    const agent = pod('x/agent', { hostNetwork: true })
    expect(
      report('x/p', [agent, networkPolicy('x/p', '{podSelector: {matchLabels: {app: agent}}}')]).notes,
    ).toMatchObject([{ kind: 'selects-nobody', why: 'host-network', near: [] }])
  })

  describe('through Services', () => {
    const waypoint = [
      object(
        'gateway.networking.k8s.io/v1',
        'Gateway',
        'x/wp',
        'spec: {gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}\nstatus: {addresses: [{value: 10.0.0.1}]}',
      ),
      meshPod('x/wp', 'naked', { labels: 'gateway.networking.k8s.io/gateway-name: wp' }),
      meshService('x/api', { labels: 'istio.io/use-waypoint: wp' }),
    ]
    const bound = (...targets: readonly string[]): readonly PolicyNote[] =>
      report('x/p', [
        ...waypoint,
        object(
          'security.istio.io/v1',
          'AuthorizationPolicy',
          'x/p',
          `spec: {targetRefs: [${targets.join()}]}`,
        ),
      ]).notes.filter(({ kind }) => kind === 'bound-to-services')

    it('is told, since the counts of pairs leave that out', () => {
      expect(bound('{kind: Service, name: api}')).toEqual([
        { kind: 'bound-to-services', services: ['x/api'], whole: true },
      ])
      expect(
        bound('{kind: Service, name: api}', '{group: gateway.networking.k8s.io, kind: Gateway, name: wp}'),
      ).toEqual([{ kind: 'bound-to-services', services: ['x/api'], whole: false }])
      expect(bound('{group: gateway.networking.k8s.io, kind: Gateway, name: wp}')).toEqual([])
    })
  })

  describe('is nobody where no pod that fits has a proxy', () => {
    const selecting = (labels: string): string =>
      object(
        'security.istio.io/v1',
        'AuthorizationPolicy',
        'x/p',
        `spec: {${labels === '' ? '' : `selector: {matchLabels: {${labels}}}`}}`,
      )
    const rows: readonly [
      world: string,
      labels: string,
      others: readonly string[],
      why: string | undefined,
      title: string | undefined,
    ][] = [
      [
        'a naked pod',
        'app: web',
        [],
        'no-proxy',
        'selects app=web, and no pod with these labels has a proxy that could enforce it',
      ],
      [
        'a namespace of naked pods',
        '',
        [],
        'no-proxy',
        'selects any pod, and none there has a proxy that could enforce it',
      ],
      // A proxy elsewhere, or of others, enforces nothing here.
      [
        'a naked pod beside members',
        'app: web',
        [meshPod('x/meshed', 'sidecar'), meshPod('y/web', 'sidecar')],
        'no-proxy',
        'selects app=web, and no pod with these labels has a proxy that could enforce it',
      ],
      [
        'no pod',
        'app: nobody',
        [meshPod('x/meshed', 'sidecar')],
        'no-pod',
        'selects app=nobody, which no pod has',
      ],
      [
        'a pod of the host network',
        'app: agent',
        [pod('x/agent', { hostNetwork: true })],
        'host-network',
        'selects app=agent, which only host-network pods have, and no policy governs those',
      ],
      ['a member', 'app: meshed', [meshPod('x/meshed', 'sidecar')], undefined, undefined],
      ['a captured pod', '', [meshPod('x/meshed', 'ambient')], undefined, undefined],
    ]
    it.each(rows)('%s', (_, labels, others, why, title) => {
      const session = open([...cluster, ...others, selecting(labels)])
      const [found] = session.policyReports()
      const note = found?.notes.find(({ kind }) => kind === 'selects-nobody')
      expect(note).toEqual(why === undefined ? undefined : expect.objectContaining({ why }))
      const titles = finish(session.findings()).findings.filter(({ code }) => code === 'governs-nobody')
      expect(titles.map(each => each.title)).toEqual(
        title === undefined ? [] : [`AuthorizationPolicy x/p ${title}`],
      )
    })
  })
})

describe('parts that match nothing', () => {
  const rows: readonly [title: string, spec: string, expected: string[]][] = [
    [
      'a peer without a pod',
      '{ingress: [{from: [{podSelector: {matchLabels: {app: nobody}}}, {podSelector: {matchLabels: {app: api}}}]}]}',
      ['peer-matches-nobody spec.ingress[0].from[0]'],
    ],
    [
      'a namespace that is not there',
      '{ingress: [{from: [{namespaceSelector: {matchLabels: {team: c}}, podSelector: {matchLabels: {app: db}}}]}]}',
      ['peer-matches-nobody spec.ingress[0].from[0]'],
    ],
    ['addresses are no pods', '{ingress: [{from: [{ipBlock: {cidr: 203.0.113.0/24}}]}]}', []],
    [
      'a port name that one of the selected pods has',
      '{ingress: [{from: [{podSelector: {matchLabels: {app: api}}}], ports: [{port: http}]}]}',
      [],
    ],
    [
      'a port name that no selected pod has, though others do',
      '{ingress: [{from: [{podSelector: {matchLabels: {app: api}}}], ports: [{port: sql}]}]}',
      ['port-name-missing spec.ingress[0].ports[0]'],
    ],
    [
      'the same name for another protocol',
      '{ingress: [{from: [{podSelector: {matchLabels: {app: api}}}], ports: [{port: http, protocol: UDP}]}]}',
      ['port-name-missing spec.ingress[0].ports[0]'],
    ],
    [
      'for egress the name is looked up where the rule leads',
      '{policyTypes: [Egress], egress: [{to: [{podSelector: {matchLabels: {app: api}}}], ports: [{port: grpc}, {port: http}]}]}',
      ['port-name-missing spec.egress[0].ports[1]'],
    ],
    [
      'a name behind a peer that is nobody is told of once',
      '{ingress: [{from: [{podSelector: {matchLabels: {app: nobody}}}], ports: [{port: sql}]}]}',
      ['peer-matches-nobody spec.ingress[0].from[0]'],
    ],
    [
      'a policy that selects nobody is told of once',
      '{podSelector: {matchLabels: {app: nobody}}, ingress: [{from: [{podSelector: {matchLabels: {app: nobody}}}]}]}',
      ['selects-nobody spec.podSelector'],
    ],
  ]
  it.each(rows)('%s', (_, spec, expected) => {
    expect(notes(spec)).toEqual(expected)
  })

  it('are not claimed where labels are hidden', () => {
    const spec =
      '{ingress: [{from: [{namespaceSelector: {matchLabels: {team: c}}, podSelector: {matchLabels: {app: db}}}]}]}'
    const [found] = reports([networkPolicy('x/p', spec)], {}, [
      { kind: 'namespace-labels', namespace: 'y', reason: 'forbidden' },
    ])
    expect(found?.notes).toEqual([])
  })
})

describe('shadowed rules', () => {
  it('are none of what one object is for proxies of several kinds', () => {
    const mesh = object(
      'security.istio.io/v1',
      'AuthorizationPolicy',
      'shop/api',
      'spec: {rules: [{from: [{source: {namespaces: [shop]}}]}, {to: [{operation: {ports: ["9102"]}}]}]}',
    )
    const found = reports([meshPod('shop/api', 'sidecar'), mesh]).flatMap(report => report.notes)
    expect(found.map(noteText).filter(text => text.startsWith('shadowed'))).toEqual([])
    expect(found.filter(({ kind }) => kind === 'names-no-peer')).toHaveLength(2)
  })

  const from = (labels: string, ports = '[{port: 8080}]', subject = '{matchLabels: {app: web}}'): string =>
    `{podSelector: ${subject}, ingress: [{from: [{podSelector: {matchLabels: {${labels}}}}], ports: ${ports}}]}`
  const narrow = from('app: api, tier: back')
  const wide = networkPolicy('x/wide', from('tier: back', '[{port: 8000, endPort: 9000}]'))

  it('are named with the rule that does without them', () => {
    expect(notes(narrow, wide)).toEqual([
      'shadowed spec.ingress[0] by NetworkPolicy x/wide spec.ingress[0], whole',
    ])
  })

  const kept: readonly [title: string, spec: string, ...others: string[]][] = [
    [
      'the other selects other pods',
      narrow,
      networkPolicy('x/q', from('tier: back', '[{port: 8080}]', '{matchLabels: {app: api}}')),
    ],
    ['the other is of another namespace', narrow, networkPolicy('y/q', from('tier: back'))],
    ['the other has fewer ports', narrow, networkPolicy('x/q', from('tier: back', '[{port: 8081}]'))],
    [
      'the other has another protocol',
      narrow,
      networkPolicy('x/q', from('tier: back', '[{port: 8080, protocol: UDP}]')),
    ],
    [
      'the other names fewer peers',
      narrow,
      networkPolicy('x/q', from('app: api, tier: back, more: yes-please')),
    ],
    [
      'the other is for the other direction',
      narrow,
      networkPolicy(
        'x/q',
        '{podSelector: {}, policyTypes: [Egress], egress: [{to: [{podSelector: {matchLabels: {tier: back}}}], ports: [{port: 8080}]}]}',
      ),
    ],
    [
      'the other names nobody, so that the allowance would be worth less without this one',
      narrow,
      networkPolicy('x/q', '{podSelector: {}, ingress: [{ports: [{port: 8080}]}]}'),
    ],
    [
      'the other names no port',
      narrow,
      networkPolicy(
        'x/q',
        '{podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {tier: back}}}]}]}',
      ),
    ],
    [
      'the other would be refused',
      narrow,
      networkPolicy(
        'x/q',
        '{podSelector: {}, policyTypes: [Ingress, Nonsense], ingress: [{from: [{podSelector: {matchLabels: {tier: back}}}], ports: [{port: 8080}]}]}',
      ),
    ],
  ]
  it.each(kept)('are none where %s', (_, spec, ...others) => {
    expect(notes(spec, ...others).filter(text => text.startsWith('shadowed'))).toEqual([])
  })

  it('of two that are alike are those of the later one', () => {
    const told = reports([networkPolicy('x/a', narrow), networkPolicy('x/b', narrow)]).map(each =>
      each.notes.map(noteText),
    )
    expect(told).toEqual([[], ['shadowed spec.ingress[0] by NetworkPolicy x/a spec.ingress[0], whole']])
  })

  it('do not make an object superfluous that also isolates without a rule', () => {
    const both = narrow.replace('ingress:', 'policyTypes: [Ingress, Egress], ingress:')
    expect(notes(both, wide)).toEqual(['shadowed spec.ingress[0] by NetworkPolicy x/wide spec.ingress[0]'])
  })

  it('may stand beside a rule of the same object, which is not superfluous then', () => {
    const rules =
      '[{from: [{podSelector: {matchLabels: {tier: back}}}], ports: [{port: 8080}]}, {from: [{podSelector: {matchLabels: {app: api, tier: back}}}], ports: [{port: 8080}]}]'
    expect(notes(`{podSelector: {}, ingress: ${rules}}`)).toEqual([
      'shadowed spec.ingress[1] by NetworkPolicy x/p spec.ingress[0]',
    ])
  })

  it('know a namespace by its name and by the label that says it', () => {
    const labelled = (name: string): string =>
      `{podSelector: {matchLabels: {app: web}}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ${name}}}, podSelector: {matchLabels: {tier: back}}}], ports: [{port: 8080}]}]}`
    expect(notes(narrow, networkPolicy('x/q', labelled('x')))).toHaveLength(1)
    expect(notes(narrow, networkPolicy('x/q', labelled('y'))).map(text => text.split(' ')[0])).toEqual([])
  })

  const conditions: readonly [inner: string, outer: string, within: boolean][] = [
    ['{key: a, operator: In, values: [x]}', '{key: a, operator: In, values: [x, y]}', true],
    ['{key: a, operator: In, values: [x, y]}', '{key: a, operator: In, values: [x]}', false],
    ['{key: a, operator: In, values: [x]}', '{key: a, operator: Exists}', true],
    ['{key: a, operator: Exists}', '{key: a, operator: In, values: [x]}', false],
    ['{key: a, operator: NotIn, values: [x]}', '{key: a, operator: Exists}', false],
    ['{key: a, operator: In, values: [x]}', '{key: a, operator: NotIn, values: [y]}', true],
    ['{key: a, operator: In, values: [x]}', '{key: a, operator: NotIn, values: [x]}', false],
    ['{key: a, operator: NotIn, values: [x, y]}', '{key: a, operator: NotIn, values: [x]}', true],
    ['{key: a, operator: NotIn, values: [x]}', '{key: a, operator: NotIn, values: [x, y]}', false],
    ['{key: a, operator: DoesNotExist}', '{key: a, operator: NotIn, values: [x]}', true],
    ['{key: a, operator: NotIn, values: [x]}', '{key: a, operator: DoesNotExist}', false],
    ['{key: a, operator: In, values: [x]}', '{key: b, operator: In, values: [x]}', false],
  ]
  it.each(conditions)('whoever meets %s meets %s: %s', (inner, outer, within) => {
    const spec = (condition: string): string =>
      `{ingress: [{from: [{podSelector: {matchLabels: {tier: back}, matchExpressions: [${condition}]}}], ports: [{port: 8080}]}]}`
    const told = notes(spec(inner), networkPolicy('x/q', spec(outer)))
    expect(told.some(text => text.startsWith('shadowed'))).toBe(within)
  })

  const blocks: readonly [inner: string, outer: string, within: boolean][] = [
    ['{cidr: 203.0.113.0/28}', '{cidr: 203.0.113.0/24}', true],
    ['{cidr: 203.0.113.0/24}', '{cidr: 203.0.113.0/28}', false],
    ['{cidr: 203.0.113.0/28}', '{cidr: 203.0.113.0/24, except: [203.0.113.4/32]}', false],
    ['{cidr: 203.0.113.0/28}', '{cidr: 203.0.113.0/24, except: [203.0.113.128/25]}', true],
    [
      '{cidr: 203.0.113.0/28, except: [203.0.113.4/30]}',
      '{cidr: 203.0.113.0/24, except: [203.0.113.4/32]}',
      true,
    ],
    // Wider than /24 names nobody.
    ['{cidr: 203.0.113.0/28}', '{cidr: 203.0.0.0/16}', false],
  ]
  it.each(blocks)('%s lies in %s: %s', (inner, outer, within) => {
    const spec = (block: string): string =>
      `{ingress: [{from: [{ipBlock: ${block}}], ports: [{port: 8080}]}]}`
    const told = notes(spec(inner), networkPolicy('x/q', spec(outer)))
    expect(told.some(text => text.startsWith('shadowed'))).toBe(within)
  })
})

describe('broad peers', () => {
  const rows: readonly [peers: string, expected: string[]][] = [
    ['{}', ['names-no-peer spec.ingress[0]']],
    ['{from: [{podSelector: {}}]}', ['names-no-peer spec.ingress[0].from[0]']],
    ['{from: [{namespaceSelector: {}}]}', ['every-namespace spec.ingress[0].from[0]']],
    ['{from: [{namespaceSelector: {matchLabels: {team: b}}}]}', ['names-no-peer spec.ingress[0].from[0]']],
    ['{from: [{podSelector: {matchLabels: {app: api}}}]}', []],
    ['{from: [{ipBlock: {cidr: 203.0.113.0/24}}]}', []],
    ['{from: [{ipBlock: {cidr: 203.0.112.0/23}}]}', ['names-no-peer spec.ingress[0].from[0].ipBlock']],
  ]
  it.each(rows)('%s', (peers, expected) => {
    expect(notes(`{podSelector: {matchLabels: {app: web}}, ingress: [${peers}]}`)).toEqual(expected)
  })
})

describe('enforcement', () => {
  it('is missing where the network engine enforces nothing', () => {
    const found = report('x/p', [networkPolicy('x/p', '{}')], { engine: 'none' })
    expect([found.enforcement, found.notes.map(noteText)]).toEqual(['engine', ['not-enforced engine']])
  })

  it('is missing for the mesh where its plane is left out', () => {
    const documents = [object('security.istio.io/v1', 'AuthorizationPolicy', 'x/p')]
    expect(report('x/p', documents, { plane: 'network' }).enforcement).toBe('plane')
    expect(report('x/p', documents).enforcement).toBe('enforced')
  })
})
