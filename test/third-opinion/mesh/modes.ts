import { namespaceOf } from '../ends'
import { at, entriesAt, textAt, type RawObject } from '../raw'
import type { Member } from './members'
import { ROOT, ofKind, oldestFirst } from './settings'

export type Mode = 'DISABLE' | 'PERMISSIVE' | 'STRICT'

/** Section 3: the mode of a port of a pod. */
export function modeOf(objects: readonly RawObject[], server: Member, port: number): Mode {
  const outer = broadMode(objects, server.namespace)
  const own = oldest(objects, server.namespace, policy => {
    const wanted = entriesAt(policy, 'spec', 'selector', 'matchLabels')
    // A selector in the root namespace is ignored; so is an empty one, which is none.
    return (
      wanted.length > 0 &&
      server.namespace !== ROOT &&
      wanted.every(([key, value]) => server.labels.get(key) === value)
    )
  })
  if (own === undefined) return outer
  const said = modeAt(own, 'mtls')
  const atPort = modeAt(own, 'portLevelMtls', String(port))
  // The quirk of ztunnel: under a STRICT that is inherited, the exception DISABLE is not heeded.
  if (server.part === 'ambient' && said === undefined && outer === 'STRICT' && atPort === 'DISABLE')
    return 'STRICT'
  return atPort ?? said ?? outer
}

/** The mode of a namespace, or of the mesh: all that gate A looks at (section 4). */
export function broadMode(objects: readonly RawObject[], namespace: string): Mode {
  for (const place of [namespace, ROOT]) {
    const policy = oldest(objects, place, p => entriesAt(p, 'spec', 'selector', 'matchLabels').length === 0)
    const mode = policy && modeAt(policy, 'mtls')
    if (mode !== undefined) return mode
  }
  return 'PERMISSIVE'
}

function oldest(
  objects: readonly RawObject[],
  namespace: string,
  wanted: (policy: RawObject) => boolean,
): RawObject | undefined {
  return oldestFirst(ofKind(objects, 'PeerAuthentication')).find(
    policy => namespaceOf(policy) === namespace && wanted(policy),
  )
}

function modeAt(policy: RawObject, ...path: string[]): Mode | undefined {
  const said = textAt(at(policy, 'spec'), ...path, 'mode')
  return (['DISABLE', 'PERMISSIVE', 'STRICT'] as const).find(mode => mode === said)
}
