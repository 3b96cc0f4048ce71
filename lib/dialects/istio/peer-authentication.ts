import type { Compiled } from '../../model/dialect'
import { isMap, own, quote, type Json, type JsonMap } from '../../model/json'
import { below, spec, type KubeObject, type ObjectRef, type Path } from '../../model/object'
import { Reading, present } from '../reading'
import { createdOf, readLabelMap } from './read'

/** What a port of a pod takes: plaintext only, both, or mutual TLS only. */
export type Mode = 'DISABLE' | 'PERMISSIVE' | 'STRICT'

export const modes: readonly Mode[] = ['DISABLE', 'PERMISSIVE', 'STRICT']

/** `inherit` asks the next wider scope; `unread` may be any mode. */
export type SaidMode = Mode | 'inherit' | 'unread'

/** One PeerAuthentication (istio.md section 3). */
export interface PeerAuthentication {
  readonly ref: ObjectRef
  readonly namespace: string
  /** Absent: the whole namespace. */
  readonly selector?: ReadonlyMap<string, string>
  /** The selector is written and selects by nothing, which sidecars and ztunnel read differently. */
  readonly emptySelector: boolean
  readonly mode: SaidMode
  readonly ports: ReadonlyMap<number, SaidMode>
  readonly created: string
  /** False where Istio would refuse the object as written, so that it may not be there. */
  readonly certain: boolean
}

/** What Istio refuses about one PeerAuthentication; what it does to the wire is asked of the mesh. */
export function compilePeerAuthentication(object: KubeObject): Compiled {
  const reading = new Reading(object)
  readInto(reading, object)
  return {
    policies: [],
    transports: [],
    problems: reading.problems,
    dependsOn: [],
  }
}

export const readPeerAuthentication = (object: KubeObject): PeerAuthentication =>
  readInto(new Reading(object), object)

const specKeys = ['selector', 'mtls', 'portLevelMtls']

function readInto(reading: Reading, object: KubeObject): PeerAuthentication {
  const body = readBody(reading, spec(object))
  const selected = readSelected(reading, present(body, 'selector'))
  const mode = readMode(reading, present(body, 'mtls'), ['spec', 'mtls'])
  const ports = readPorts(reading, present(body, 'portLevelMtls'), selected.selector !== undefined)
  return {
    ref: object.ref,
    namespace: object.ref.namespace ?? 'default',
    ...selected,
    mode,
    ports,
    created: createdOf(object),
    certain: !reading.refused,
  }
}

function readBody(reading: Reading, value: Json | undefined): JsonMap {
  const body = value ?? {}
  if (!isMap(body)) {
    reading.refuse('bad-spec', ['spec'], `${quote(body)} is no map`, 'write `mtls` with a `mode`')
    return { mtls: 'unread' }
  }
  reading.onlyKeys(body, ['spec'], specKeys)
  return body
}

function readSelected(
  reading: Reading,
  value: Json | undefined,
): Pick<PeerAuthentication, 'selector' | 'emptySelector'> {
  if (value === undefined) return { emptySelector: false }
  const labels =
    isMap(value) && reading.onlyKeys(value, ['spec', 'selector'], ['matchLabels'])
      ? present(value, 'matchLabels')
      : undefined
  if (!isMap(value)) {
    reading.refuse(
      'bad-selector',
      ['spec', 'selector'],
      `${quote(value)} is no selector`,
      'write `matchLabels`',
    )
    return { emptySelector: false }
  }
  const selector = readLabelMap(reading, labels, ['spec', 'selector', 'matchLabels'])
  // An empty selector is none (istio.md section 3).
  return selector.size === 0 ? { emptySelector: true } : { selector, emptySelector: false }
}

function readMode(reading: Reading, value: Json | undefined, path: Path): SaidMode {
  if (value === undefined) return 'inherit'
  if (!isMap(value)) {
    reading.refuse('bad-mtls', path, `${quote(value)} is no map`, 'write `mode: STRICT`')
    return 'unread'
  }
  const known = reading.onlyKeys(value, path, ['mode'])
  const mode = present(value, 'mode')
  if (mode === undefined || mode === 'UNSET') return known ? 'inherit' : 'unread'
  const found = modes.find(each => each === mode)
  if (!found)
    reading.refuse(
      'bad-mtls',
      below(path, 'mode'),
      `${quote(mode)} is no mode`,
      'write STRICT, PERMISSIVE, DISABLE or UNSET',
    )
  return found ?? 'unread'
}

function readPorts(reading: Reading, value: Json | undefined, hasSelector: boolean): Map<number, SaidMode> {
  const path: Path = ['spec', 'portLevelMtls']
  const ports = new Map<number, SaidMode>()
  if (value === undefined) return ports
  if (!isMap(value)) {
    reading.refuse('bad-mtls', path, `${quote(value)} is no map of ports`, 'write `8080: {mode: STRICT}`')
    return ports
  }
  if (!hasSelector)
    reading.refuse(
      'bad-mtls',
      path,
      'has no effect without a selector, and Istio refuses it',
      'add `selector.matchLabels`, or remove the ports',
    )
  for (const key of Object.keys(value)) {
    const port = Number(key)
    if (!/^\d+$/.test(key) || port < 1 || port > 65535)
      reading.refuse(
        'bad-mtls',
        below(path, key),
        `${quote(key)} is no port`,
        'write a number from 1 to 65535',
      )
    else ports.set(port, readMode(reading, own(value, key) ?? undefined, below(path, key)))
  }
  return ports
}
