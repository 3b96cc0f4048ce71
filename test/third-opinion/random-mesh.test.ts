import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { naiveMesh, waysTo } from './mesh/naive-mesh'
import { bornAt } from './mesh/settings'
import { randomMesh } from './random-mesh'

const SAMPLE = fc.sample(randomMesh, { numRuns: 400, seed: 20260801 })

const ANSWERS = SAMPLE.flatMap(({ objects, questions }) =>
  questions.flatMap(question =>
    waysTo(objects, question.to, question.port).map(way => ({
      way: way.kind,
      answer: naiveMesh(objects, question, way),
    })),
  ),
)

describe('random meshes', () => {
  it('are what a file with the same text would say', () => {
    for (const { objects } of SAMPLE) expect(JSON.parse(JSON.stringify(objects))).toEqual(objects)
  })

  it('have no two objects of one age', () => {
    for (const { objects } of SAMPLE) {
      const ages = objects.map(bornAt).filter(Boolean)
      expect(new Set(ages).size).toBe(ages.length)
    }
  })

  it('are seldom left open', () => {
    expect(ANSWERS.filter(({ answer }) => answer === undefined).length / ANSWERS.length).toBeLessThan(0.15)
  })

  it.each([
    ['verdict', 'allow', 200],
    ['verdict', 'deny', 200],
    ['verdict', 'conditional', 20],
    ['transport', 'mtls', 200],
    ['transport', 'plaintext', 200],
    ['transport', 'fail', 100],
    ['transport', 'app-tls', 5],
    ['accepts', 'mtls-only', 100],
    ['accepts', 'any', 200],
    ['accepts', 'plaintext-only', 200],
  ] as const)('have %s %s', (key, value, least) => {
    expect(ANSWERS.filter(({ answer }) => answer?.[key] === value).length).toBeGreaterThan(least)
  })

  it.each(['service', 'headless', 'pod-ip'])('are dialled by %s', kind => {
    expect(ANSWERS.filter(({ way }) => way === kind).length).toBeGreaterThan(200)
  })

  it.each([
    ['a sidecar that takes tunnels', /"networking.istio.io\/tunnel":"http"/],
    ['a native sidecar', /"name":"istio-proxy","restartPolicy":"Always"/],
    ['a captured pod', /"ambient.istio.io\/redirection":"enabled"/],
    ['a port that is kept from the sidecar', /excludeInboundPorts":"\d/],
    ['a waypoint that is not ready', /"kind":"Gateway".*"status":\{"addresses":\[\]\}/],
    ['a waypoint that is not there', /"istio.io\/use-waypoint":"nowhere"/],
    ['a mode of a port', /"portLevelMtls":\{"/],
    ['TLS of a port', /"portLevelSettings":\[\{"port":\{"number":\d+\},"tls"/],
    ['a port without TLS of its own', /"portLevelSettings":\[\{"port":\{"number":\d+\}\}/],
    ['a private rule', /"exportTo":\["\."\]/],
    ['no automatic mutual TLS', /enableAutoMtls\\":false/],
    ['another trust domain', /trustDomain\\":\\"corp/],
    ['a policy at a waypoint', /"targetRefs":\[\{[^\]]*"kind":"Gateway"/],
    ['a policy for a Service', /"targetRefs":\[\{[^\]]*"kind":"Service"/],
    ['a policy for all waypoints', /"kind":"GatewayClass"/],
    ['a policy that is only tried out', /"istio.io\/dry-run":"true"/],
    ['a policy of another revision', /"istio.io\/rev":"canary"/],
    ['a policy that allows nothing', /"kind":"AuthorizationPolicy"[^\n]*"spec":\{\}/],
    ['a template of paths', /"\/a\/\{\*\*\}"/],
    ['a condition', /"when":\[\{"key":"source/],
    ['a NetworkPolicy on the tunnel', /"kind":"NetworkPolicy".*"port":15008/],
  ])('sometimes have %s', (_, pattern) => {
    const texts = SAMPLE.map(({ objects }) => JSON.stringify(objects))
    expect(texts.filter(text => pattern.test(text)).length).toBeGreaterThan(3)
  })
})
