import { describe, expect, it } from 'vitest'
import { isList, isMap, own, type Json, type JsonMap } from '../../lib/model/json'
import { apply } from './apply'
import { controlPlane } from './control-plane'
import { definitionOf, install, installProjects, projects } from './custom-resources'
import { objectsIn, objectsOf } from './manifests'
import { pathOf, Resources } from './resources'

const plane = await controlPlane()
await installProjects(plane.admin, projects)

/** Paths of what was written and is no longer there, or is there with another value. */
function lost(written: Json | undefined, kept: Json | undefined, path = ''): readonly string[] {
  if (isMap(written))
    return Object.entries(written).flatMap(([key, value]) =>
      lost(value, isMap(kept) ? own(kept, key) : undefined, `${path}.${key}`),
    )
  if (isList(written))
    return written.flatMap((value, at) => lost(value, isList(kept) ? kept[at] : undefined, `${path}[${at}]`))
  return written === kept ? [] : [path]
}

async function lostOf(resources: Resources, object: JsonMap): Promise<readonly string[]> {
  const path = pathOf(object, await resources.of(object))
  return lost(object, await plane.admin.must('GET', path), path)
}

describe.each(['demo', 'textbook', 'library'])('the %s', example => {
  it('is taken whole by a real API server, with the definitions that its projects ship', async () => {
    const objects = await objectsIn(`public/examples/${example}`)
    await apply(plane.admin, objects)
    const resources = new Resources(plane.admin)
    const losses: string[] = []
    for (const object of objects) losses.push(...(await lostOf(resources, object)))
    expect(losses).toEqual([])
  })
})

describe('applying', () => {
  it('names each object that the server refuses, with its words', async () => {
    const objects = objectsOf(
      '{apiVersion: v1, kind: Service, metadata: {name: no-ports}, spec: {selector: {app: a}}}',
      '{apiVersion: v1, kind: Service, metadata: {name: good}, spec: {selector: {app: a}, ports: [{port: 80}]}}',
      '{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: mistyped}, spec: {podSelector: {}, polcyTypes: [Ingress]}}',
      '{apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: {name: half}, spec: {mtls: {mode: HALF}}}',
    )
    await expect(apply(plane.admin, objects)).rejects.toThrow(
      /^refused:\nNetworkPolicy mistyped: 500 .*polcyTypes.*\nPeerAuthentication half: 422 .*"HALF".*\nService no-ports: 422 .*spec\.ports: Required/s,
    )
    expect((await plane.admin.get('/api/v1/namespaces/default/services/good')).status).toBe(200)
  })

  it('takes kinds of our own where nobody ships the real ones', async () => {
    const kind = {
      group: 'policy.linkerd.io',
      kind: 'Server',
      plural: 'servers',
      scope: 'Namespaced',
    } as const
    await install(plane.admin, [definitionOf({ ...kind, versions: ['v1beta2', 'v1beta3'] })])
    const server =
      'apiVersion: policy.linkerd.io/v1beta2, kind: Server, metadata: {name: web}, spec: {port: http}'
    await apply(plane.admin, objectsOf(`{${server}}`))
    expect(
      (await plane.admin.get('/apis/policy.linkerd.io/v1beta3/namespaces/default/servers/web')).body,
    ).toMatchObject({ apiVersion: 'policy.linkerd.io/v1beta3', spec: { port: 'http' } })
  })
})
