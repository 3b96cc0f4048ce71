import { describe, expect, it } from 'vitest'
import { controller, namespace, object } from '../../../../test/kit/manifests'
import { meshPod, meshSettings, type Meshed } from '../../../../test/kit/mesh'
import { findingsOf, found } from '../../../../test/kit/pitfalls'

const code = 'istio-proxy-bypassed'
const traffic = (name: string, value: string): string => `traffic.sidecar.istio.io/${name}: "${value}"`
const annotated = (annotations: string, meshed: Meshed = 'sidecar'): string =>
  meshPod('shop/api', meshed, { annotations })
const at = (annotation: string): string => `Pod shop/api metadata.annotations["${annotation}"]: shop/api[Pod]`
const atTraffic = (name: string): string => at(`traffic.sidecar.istio.io/${name}`)

describe(code, () => {
  it.each([
    ['nothing is said', '', []],
    [
      'interception is off',
      'sidecar.istio.io/interceptionMode: NONE',
      [at('sidecar.istio.io/interceptionMode')],
    ],
    ['interception is as usual', 'sidecar.istio.io/interceptionMode: TPROXY', []],
    [
      'of a proxy that takes nothing no more is said',
      `sidecar.istio.io/interceptionMode: NONE, ${traffic('excludeInboundPorts', '9000')}`,
      [at('sidecar.istio.io/interceptionMode')],
    ],
    ['a port is excluded', traffic('excludeInboundPorts', '9000'), [atTraffic('excludeInboundPorts')]],
    ['ports of the proxy itself are excluded', traffic('excludeInboundPorts', '15020, 15090'), []],
    ['nothing that is a port is excluded', traffic('excludeInboundPorts', ',x'), []],
    ['some ports are included', traffic('includeInboundPorts', '8080'), [atTraffic('includeInboundPorts')]],
    ['no port is included', traffic('includeInboundPorts', ''), [atTraffic('includeInboundPorts')]],
    ['every port is included', traffic('includeInboundPorts', '*'), []],
    [
      'what is excluded counts only while everything is included',
      `${traffic('includeInboundPorts', '8080')}, ${traffic('excludeInboundPorts', '9000')}`,
      [atTraffic('includeInboundPorts')],
    ],
    [
      'a port outside is excluded',
      traffic('excludeOutboundPorts', '5432'),
      [atTraffic('excludeOutboundPorts')],
    ],
    [
      'a range outside is excluded',
      traffic('excludeOutboundIPRanges', '10.0.0.0/8'),
      [atTraffic('excludeOutboundIPRanges')],
    ],
    ['no range outside is excluded', traffic('excludeOutboundIPRanges', ''), []],
    [
      'some ranges outside are included',
      `${traffic('includeOutboundIPRanges', '10.0.0.0/8')}, ${traffic('excludeOutboundIPRanges', '10.1.0.0/16')}`,
      [atTraffic('includeOutboundIPRanges')],
    ],
    ['every range outside is included', traffic('includeOutboundIPRanges', '*'), []],
    [
      'ztunnel is told nothing by annotations of sidecars',
      'ambient.istio.io/bypass-inbound-capture: "true"',
      [],
    ],
  ])('%s', (_, annotations, expected) => {
    expect(found(code, [annotated(annotations)])).toEqual(expected)
  })

  it.each([
    [
      'ambient',
      'ambient.istio.io/bypass-inbound-capture: "true"',
      [at('ambient.istio.io/bypass-inbound-capture')],
    ],
    ['ambient', 'ambient.istio.io/bypass-inbound-capture: "false"', []],
    ['ambient', traffic('excludeInboundPorts', '9000'), []],
    ['naked', traffic('excludeInboundPorts', '9000'), []],
  ] as const)('a pod that is %s: %s', (meshed, annotations, expected) => {
    expect(found(code, [annotated(annotations, meshed)])).toEqual(expected)
  })

  it('says what gets past and what to do', () => {
    expect(findingsOf(code, [annotated(traffic('excludeInboundPorts', '9000,15020, 9001'))])).toMatchObject([
      {
        severity: 'high',
        title:
          'Pod shop/api keeps its proxy away from ports 9000 and 9001: whoever is in no mesh comes in in plaintext, without an identity, and no AuthorizationPolicy is asked, and clients in the mesh, which go on sending mutual TLS, fail unless a DestinationRule turns it off',
        remedy:
          'remove `9000`, `9001` from `traffic.sidecar.istio.io/excludeInboundPorts`, and let a NetworkPolicy limit who gets there as long as it stands',
      },
    ])
  })

  describe('names the template where it says so', () => {
    const template = `template: {metadata: {labels: {app: api, sidecar.istio.io/inject: "true"}, annotations: {${traffic('excludeInboundPorts', '9000')}}}, spec: {containers: [{name: a}]}}`
    const istiod = controller('Deployment', 'istio-system/istiod')
    const path = 'metadata.annotations["traffic.sidecar.istio.io/excludeInboundPorts"]'
    it.each([
      ['apps/v1', 'Deployment', `spec: {${template}}`, `spec.template.${path}`],
      [
        'batch/v1',
        'CronJob',
        `spec: {jobTemplate: {spec: {${template}}}}`,
        `spec.jobTemplate.spec.template.${path}`,
      ],
    ])('%s %s', (version, kind, spec, expected) => {
      expect(found(code, [namespace('shop'), istiod, object(version, kind, 'shop/api', spec)])).toEqual([
        `${kind} shop/api ${expected}: shop/api[${kind}]`,
      ])
    })
    it('in doubt: a template that may get no proxy', () => {
      expect(
        found(code, [
          meshPod('out/c', 'sidecar'),
          object('apps/v1', 'Deployment', 'shop/api', `spec: {${template}}`),
        ]),
      ).toEqual([
        `Deployment shop/api spec.template.${path}: shop/api[Deployment] perhaps: whether these pods get a proxy is unknown`,
      ])
    })
  })

  it('in doubt: settings that do not parse', () => {
    expect(
      findingsOf(code, [annotated(traffic('excludeInboundPorts', '9000')), meshSettings('a: b: c')]).map(
        ({ doubt }) => doubt,
      ),
    ).toEqual(['the settings of the mesh could not be read'])
  })

  describe('whatever is not TCP', () => {
    const service = (ports: string, app = 'api'): string =>
      object('v1', 'Service', 'shop/dns', `spec: {selector: {app: ${app}}, ports: [${ports}]}`)
    it.each([
      ['TCP alone', service('{port: 53}'), []],
      [
        'UDP',
        service('{name: a, port: 53}, {name: b, port: 53, protocol: UDP}'),
        ['Service shop/dns spec.ports[1]: shop/api[Pod]'],
      ],
      ['SCTP', service('{port: 53, protocol: SCTP}'), ['Service shop/dns spec.ports[0]: shop/api[Pod]']],
      ['UDP of pods in no mesh', service('{port: 53, protocol: UDP}', 'naked'), []],
    ])('%s', (_, document, expected) => {
      expect(found(code, [annotated(''), meshPod('shop/naked', 'naked'), document])).toEqual(expected)
    })
    it('says so', () => {
      expect(findingsOf(code, [annotated(''), service('{port: 53, protocol: UDP}')])).toMatchObject([
        {
          severity: 'low',
          title:
            'Service shop/dns leads UDP 53 to shop/api[Pod]: a mesh carries TCP alone, so that this is plaintext and network policies alone decide',
        },
      ])
    })
  })
})
