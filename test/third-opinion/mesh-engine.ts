/** The readable evaluator of the engine, asked as the third opinion of meshes is. */
import { compile } from '../../lib/analyze'
import { judge, viewPair, waysBetween } from '../../lib/engine/evaluate'
import { remember } from '../../lib/engine/memory'
import type { Gap } from '../../lib/model/capture'
import type { Dial } from '../../lib/model/mesh'
import type { Party, World } from '../../lib/engine/world'
import { worldsOf } from '../../lib/engine/worlds'
import type { AskedRequest } from '../../lib/model/request'
import { defaultSettings } from '../../lib/model/settings'
import { captureOf } from '../kit/world'
import type { MeshQuestion } from './mesh/naive-mesh'
import type { Request } from './mesh/requests'
import type { Way } from './mesh/wire'
import type { RawObject } from './raw'

export interface EngineAnswer {
  readonly verdict: string
  readonly transport: string
  readonly accepts: string | undefined
}

export interface AskedEngine {
  /** Whether any pod has a proxy, or may have one; else nobody tells of ways. */
  readonly meshed: boolean
  /** One way to dial; without one, the most open way. */
  ask(question: MeshQuestion, way?: Way): EngineAnswer
  /** Every way to dial, as `service red/web` or `pod-ip`. */
  ways(question: MeshQuestion): string[]
}

export function openEngine(objects: readonly RawObject[], gaps: readonly Gap[] = []): AskedEngine {
  const capture = captureOf(
    objects.map(object => JSON.stringify(object)),
    gaps,
  )
  const { world } = worldsOf(capture, compile(capture), { ...defaultSettings, engine: 'kubernetes' })
  const { lookup } = remember(world)
  return {
    meshed: world.wire !== undefined,
    ask({ from, to, port, request }, way) {
      const [source, target] = [podOf(world, from), podOf(world, to)]
      const dial: Dial = {
        ...(way && { address: way.kind }),
        ...(way && way.kind !== 'pod-ip' && { service: way.service }),
        ...(request && { request: asked(request) }),
      }
      const [family = {}] = waysBetween(source, target)
      const found = judge(viewPair(world, source, target, family, lookup, dial), 'TCP', port)
      return { verdict: found.verdict, transport: found.transport, accepts: found.serverAccepts }
    },
    ways({ from, to, port }) {
      const [source, target] = [podOf(world, from), podOf(world, to)]
      return (world.wire?.routes(source.pod, target.pod, port) ?? []).map(({ address, service }) =>
        wayText(address, service),
      )
    },
  }
}

export const textOf = (way: Way): string => wayText(way.kind, way.kind === 'pod-ip' ? undefined : way.service)

const wayText = (kind: string, service?: { readonly namespace: string; readonly name: string }): string =>
  service ? `${kind} ${service.namespace}/${service.name}` : kind

function podOf({ inventory }: World, name: string): Extract<Party, { kind: 'pod' }> {
  const pod = inventory.pods.find(each => `${each.namespace}/${each.name}` === name)
  if (!pod) throw new Error(`there is no pod \`${name}\``)
  return { kind: 'pod', pod }
}

const asked = ({ method, path, host, header }: Request): AskedRequest => ({
  method,
  path,
  host,
  headers: new Map(header === undefined ? [] : [['x-a', header]]),
})
