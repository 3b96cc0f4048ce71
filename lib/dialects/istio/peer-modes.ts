import type { WireReason } from '../../model/mesh'
import type { Path } from '../../model/object'
import { modes, type Mode, type PeerAuthentication, type SaidMode } from './peer-authentication'
import { byAge, hasLabels } from './read'

/** One mode that a port may have, and what says so. */
export interface FoundMode {
  readonly mode: Mode
  readonly because: WireReason
  /** What would hold but for this; absent where nothing is said, or nobody knows which of several would. */
  readonly over?: FoundMode
}

/** Modes that are possible, more than one where something could not be read or two objects tie. Never empty. */
export type PossibleModes = readonly FoundMode[]

/** Modes of one pod's ports. */
export interface PodModes {
  readonly otherwise: PossibleModes
  readonly ports: ReadonlyMap<number, PossibleModes>
}

/** A pod as PeerAuthentications look at it. */
export interface Governed {
  readonly namespace: string
  readonly labels: ReadonlyMap<string, string>
  /** ztunnel enforces, which reads some objects differently. */
  readonly ambient: boolean
}

type Scope = 'the mesh' | 'the namespace' | 'the workload'

const unset: FoundMode = {
  mode: 'PERMISSIVE',
  because: { kind: 'mode', text: 'PERMISSIVE, since no PeerAuthentication says otherwise' },
}

/** How a mode came to hold, the widest scope that says something first. */
export function inheritanceOf({ because, over }: FoundMode): readonly WireReason[] {
  const before = over && over !== unset ? inheritanceOf(over) : []
  return [...before.map((each): WireReason => ({ ...each, overruled: true })), because]
}

/**
 * Effective modes by PeerAuthentications (istio.md section 3): mesh < namespace < workload, what is not set is inherited,
 * and of several in one scope the oldest counts. Objects of one age tie, and every winner is possible.
 */
export class PeerModes {
  private readonly wide = new Map<string, PeerAuthentication[]>()
  private readonly selective = new Map<string, PeerAuthentication[]>()
  private readonly ofNamespaces = new Map<string, PossibleModes>()

  constructor(
    all: readonly PeerAuthentication[],
    private readonly rootNamespace: string,
  ) {
    for (const each of [...all].sort(byAge)) {
      // A selector in the root namespace means nobody.
      if (each.selector && each.namespace === rootNamespace) continue
      const into = each.selector ? this.selective : this.wide
      into.set(each.namespace, [...(into.get(each.namespace) ?? []), each])
    }
  }

  /** Modes of the mesh or the namespace, which clients ask before they look at a pod. */
  ofNamespace(namespace: string, ambient = false): PossibleModes {
    const key = `${namespace} ${ambient}`
    const known = this.ofNamespaces.get(key)
    if (known) return known
    const found = this.findOfNamespace(namespace, ambient)
    this.ofNamespaces.set(key, found)
    return found
  }

  private findOfNamespace(namespace: string, ambient: boolean): PossibleModes {
    const mesh = inherited(winners(this.wideOf(this.rootNamespace, ambient)), [unset], 'the mesh')
    return namespace === this.rootNamespace
      ? mesh
      : inherited(winners(this.wideOf(namespace, false)), mesh, 'the namespace')
  }

  /** An empty selector in the root namespace is none for sidecars, and seems to select nothing for ztunnel. */
  private wideOf(namespace: string, ambient: boolean): readonly PeerAuthentication[] {
    const all = this.wide.get(namespace) ?? []
    return ambient ? all.map(each => (each.emptySelector ? { ...each, certain: false } : each)) : all
  }

  ofPod({ namespace, labels, ambient }: Governed): PodModes {
    const parent = this.ofNamespace(namespace, ambient)
    const own = winners(
      (this.selective.get(namespace) ?? []).filter(each => hasLabels(labels, each.selector)),
    )
    const otherwise = inherited(own, parent, 'the workload')
    const named = new Set(own.flatMap(winner => (winner ? [...winner.ports.keys()] : [])))
    const ports = [...named].map(
      port => [port, distinct(own.flatMap(winner => ofPort(winner, port, parent, ambient)))] as const,
    )
    return { otherwise, ports: new Map(ports) }
  }
}

/** Who may win: the oldest, all of one age, and the next where these may not be there; undefined: nobody. */
function winners(sorted: readonly PeerAuthentication[]): readonly (PeerAuthentication | undefined)[] {
  const found: PeerAuthentication[] = []
  for (const each of sorted) {
    const isYounger = found.some(({ created }) => created !== each.created)
    if (isYounger && found.some(({ certain, created }) => certain && created !== each.created)) break
    found.push(each)
  }
  return found.some(({ certain }) => certain) ? found : [...found, undefined]
}

function inherited(
  own: readonly (PeerAuthentication | undefined)[],
  parent: PossibleModes,
  scope: Scope,
): PossibleModes {
  return distinct(
    own.flatMap(winner => (winner ? said(winner, winner.mode, parent, ['spec', 'mtls'], scope) : parent)),
  )
}

/** A port that is not set has the mode of the workload. */
function ofPort(
  winner: PeerAuthentication | undefined,
  port: number,
  parent: PossibleModes,
  ambient: boolean,
): PossibleModes {
  if (!winner) return parent
  const workload = said(winner, winner.mode, parent, ['spec', 'mtls'], 'the workload')
  const mode = winner.ports.get(port) ?? 'inherit'
  const path = ['spec', 'portLevelMtls', String(port)]
  const found = said(winner, mode, workload, path, 'the port')
  // ztunnel never sees an exception DISABLE of a workload that inherits STRICT (istio.md section 3).
  if (ambient && mode === 'DISABLE' && winner.mode === 'inherit')
    return distinct(workload.flatMap(of => (of.mode === 'STRICT' ? [of] : found)))
  return found
}

function said(
  { ref }: PeerAuthentication,
  mode: SaidMode,
  parent: PossibleModes,
  path: Path,
  scope: Scope | 'the port',
): PossibleModes {
  if (mode === 'inherit') return parent
  const possible = mode === 'unread' ? modes : [mode]
  const [over, ...others] = parent
  return possible.map(each => ({
    mode: each,
    ...(over && others.length === 0 && { over }),
    because: { kind: 'mode', text: `${each}, from ${scope}`, object: ref, path },
  }))
}

function distinct(found: PossibleModes): PossibleModes {
  return found.filter((each, at) => found.findIndex(({ mode }) => mode === each.mode) === at)
}
