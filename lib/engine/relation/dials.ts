import type { Address } from '../../model/mesh'
import type { ServerAccepts, Transport } from '../../model/verdict'

/** Who enforces authorization where a stretch ends, and what it sees there; `none`: no proxy takes part. */
export type EnforcerKind = 'none' | 'bytes' | 'requests'

/** One stretch of the way, as far as facts hang on it. */
export interface Stretch {
  readonly transport: Transport
  readonly accepts: ServerAccepts
  readonly enforcer: EnforcerKind
  /** The network sees the tunnel's port. */
  readonly tunnelled: boolean
}

/** One way to dial a port, as far as facts hang on it. */
export interface Dialling {
  /** Absent: the usual way. */
  readonly address?: Address
  readonly stretches: readonly [Stretch] | readonly [Stretch, Stretch]
  /** Where two stretches meet. */
  readonly via?: Via
}

export interface Via {
  /** Which of the proxies before the destination, and which of the ways through them. */
  readonly place: number
  readonly way: number
  /** Key of the proxy's workload. */
  readonly workload: string
}

export type AuthorizationKey = `${EnforcerKind}${'+' | '-' | '?'}`

/** Whether the transport proves who sends: surely, not at all, or nobody knows. */
export const signOf = ({ transport }: Stretch): '+' | '-' | '?' =>
  transport === 'mtls' ? '+' : transport === 'unknown' ? '?' : '-'

/** How authorization is asked at the end of a stretch. */
export const authorizationKey = (stretch: Stretch): AuthorizationKey =>
  `${stretch.enforcer}${signOf(stretch)}`

export const anonymousKey = ({ enforcer }: Stretch): AuthorizationKey => `${enforcer}-`

export function readKey(key: AuthorizationKey): {
  readonly enforcer: EnforcerKind
  readonly identified: boolean | undefined
} {
  const sign = key.at(-1)
  const enforcer = (['none', 'bytes', 'requests'] as const).find(kind => key.startsWith(kind)) ?? 'none'
  return { enforcer, identified: sign === '+' ? true : sign === '-' ? false : undefined }
}

/** Lists of ways to dial, by number: equal lists have equal numbers. Number 0 is no list: no mesh has a say. */
export class Diallings {
  private readonly lists: (readonly Dialling[])[] = [[]]
  private readonly known = new Map<string, number>()

  id(list: readonly Dialling[]): number {
    if (list.length === 0) return 0
    const key = JSON.stringify(list)
    const known = this.known.get(key)
    if (known !== undefined) return known
    const made = this.lists.length
    this.lists.push(list)
    this.known.set(key, made)
    return made
  }

  of(id: number): readonly Dialling[] {
    return this.lists[id] ?? []
  }
}
