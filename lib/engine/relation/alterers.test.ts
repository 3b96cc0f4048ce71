import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { analyze } from '../../analyze'
import type { Connection, Side } from '../../model/connection'
import { refText } from '../../model/object'
import type { Endpoint, Session } from '../../model/session'
import { finish } from '../../model/stepwise'
import { meshPod } from '../../../test/kit/mesh'
import { object } from '../../../test/kit/manifests'
import { compiledWorld, randomWorld } from '../../../test/kit/random-world'
import { captureOf } from '../../../test/kit/world'
import { openSession } from '../session'

/** A tenth of what other random tests take: a row is held against the explanations of all its kinds of pairs. */
const clusters = Math.max(40, Math.ceil(Number(process.env['PODTRUST_SEEDS'] ?? 400) / 10))
const seed = Number(process.env['PODTRUST_SEED'] ?? 20261129)

function endpoint({ inventory }: Session, side: Side): Endpoint {
  if (side.kind === 'outside') return { kind: 'block', label: 'outside', range: side.range }
  const pods = inventory.workloads.find(({ key }) => key === side.key)?.pods ?? []
  return { kind: 'pods', label: side.key, pods }
}

/** What the explanations of all kinds of its pod pairs name, on ports that stand for all: the mesh's own, and every border. */
function explained(session: Session, { from, to, ports }: Connection): string[] {
  const runs = ports.filter(({ protocol }) => protocol === 'TCP')
  const asked = [...new Set([...runs.flatMap(({ first, last }) => [first, last]), 80, 443, 8080])]
  const found = asked
    .filter(port => runs.some(({ first, last }) => first <= port && port <= last))
    .flatMap(port =>
      session.explain({
        from: endpoint(session, from),
        to: endpoint(session, to),
        protocol: 'TCP',
        port,
      }),
    )
    .flatMap(({ explanation: { verdict, trustClass, alteredBy = [] } }) =>
      verdict === 'deny' || trustClass === undefined ? [] : alteredBy,
    )
  return [...new Set(found.map(({ object: ref }) => refText(ref)))].sort()
}

/** A dozen from all over the list: to explain them all would take minutes. */
const some = <Item>(list: readonly Item[]): readonly Item[] =>
  list.filter((_, at) => at % Math.ceil(list.length / 12) === 0)

const named = (session: Session, connection: Connection): string[] =>
  session
    .alterersOf(connection)
    .map(({ object: ref }) => refText(ref))
    .sort()

describe('what may change a connection', () => {
  it(`is what its explanations name, on ${clusters} random meshes`, () => {
    let marked = 0
    const meshed = randomWorld.filter(({ mesh }) => mesh !== undefined)
    fc.assert(
      fc.property(meshed, drawn => {
        const session = finish(openSession(...compiledWorld(drawn)))
        for (const connection of some(session.connections)) {
          const names = named(session, connection)
          marked += names.length
          expect(names).toEqual(explained(session, connection))
        }
      }),
      { numRuns: clusters, seed },
    )
    expect(marked).toBeGreaterThan(clusters)
  }, 600_000)

  const filter = object(
    'networking.istio.io/v1alpha3',
    'EnvoyFilter',
    'shop/lua',
    'spec: {workloadSelector: {labels: {app: api}}, configPatches: [{match: {context: SIDECAR_INBOUND}}]}',
  )
  const between = (documents: readonly string[], from: string, to: string): readonly string[] => {
    const session = analyze(captureOf(documents))
    return session
      .between(from, to)
      .map(each => `${each.transport} ${named(session, each).join() || 'as is'}`)
  }

  it('is told of the ports that a proxy takes in, and of nothing else', () => {
    const documents = [filter, meshPod('shop/cart', 'sidecar'), meshPod('shop/api', 'sidecar')]
    // Datagrams pass by, and so do the proxy's own ports.
    expect(between(documents, 'shop/cart[Pod]', 'shop/api[Pod]')).toEqual([
      'plaintext as is',
      'plaintext EnvoyFilter shop/lua',
    ])
    expect(between(documents, 'shop/api[Pod]', 'shop/cart[Pod]').join()).not.toContain('EnvoyFilter')
  })

  it('is nothing where no proxy is there to be changed', () => {
    const documents = [filter, meshPod('shop/cart', 'sidecar'), meshPod('shop/api', 'naked')]
    expect(between(documents, 'shop/cart[Pod]', 'shop/api[Pod]').join()).not.toContain('EnvoyFilter')
  })
})
