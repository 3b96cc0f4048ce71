import type { Address, Enforcer } from '../../model/mesh'
import type { Tri } from '../../model/tri'
import type { ServerAccepts, Transport } from '../../model/verdict'
import { proofOf } from '../legs'
import type { Proof } from '../world'

/** Who enforces authorization where a stretch ends, and what it sees there; `none`: no proxy takes part. */
export type EnforcerKind = 'none' | Enforcer['sees']

/** One stretch of the way, as far as facts hang on it. */
export interface Stretch {
  readonly transport: Transport
  readonly accepts: ServerAccepts
  readonly mayFail: boolean
  readonly enforcer: EnforcerKind
  /** The same where some policy about the wire could not be read. */
  readonly enforcerIfUnread: EnforcerKind
  /** The network sees the tunnel's port; `maybe`: that, or the port itself. */
  readonly tunnelled: Tri
  /** The same where some policy about the wire could not be read. */
  readonly tunnelledIfUnread: Tri
  /** It leads through a proxy of which no pod is seen. */
  readonly throughUnseen: boolean
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

/** Whether the network sees the tunnel's port in some reading. */
export const mayTunnel = ({ tunnelled, tunnelledIfUnread }: Stretch): boolean =>
  tunnelled !== 'no' || tunnelledIfUnread !== 'no'

/** Whether the transport proves who sends: surely, not at all, perhaps, or whoever it may be (`proofOf` of ../legs.ts). */
export type Sign = '+' | '-' | '~' | '?'

export type AuthorizationKey = `${EnforcerKind}${Sign}`

const signs: readonly (readonly [Sign, Proof | undefined])[] = [
  ['+', true],
  ['-', false],
  ['~', 'perhaps'],
  ['?', undefined],
]

/** `unread`: some policy about this stretch could not be read. */
export function signOf({ transport }: Stretch, unread: boolean): Sign {
  const proof = proofOf(transport, unread)
  return signs.find(([, each]) => each === proof)?.[0] ?? '?'
}

/** How authorization is asked at the end of a stretch. */
export const authorizationKey = (stretch: Stretch, unread: boolean): AuthorizationKey =>
  `${unread ? stretch.enforcerIfUnread : stretch.enforcer}${signOf(stretch, unread)}`

/** The same for somebody without identity, which nothing hangs on where the wire could not be read. */
export const anonymousKey = ({ enforcer }: Stretch): AuthorizationKey => `${enforcer}-`

const kinds: readonly EnforcerKind[] = ['none', 'bytes', 'requests', 'unknown']

export function readKey(key: AuthorizationKey): {
  readonly enforcer: EnforcerKind
  readonly identified: Proof | undefined
} {
  const enforcer = kinds.find(kind => key.startsWith(kind)) ?? 'none'
  return { enforcer, identified: signs.find(([sign]) => key.endsWith(sign))?.[1] }
}

interface Needs {
  /** How authorization is asked, where the destination is dialled directly. */
  readonly asked: ReadonlySet<AuthorizationKey>
  /** By number, ways through proxies. */
  readonly passages: ReadonlySet<number>
  /** What the network says of the tunnel's port. */
  readonly tunnel: boolean
}

/** The list of a port at which the destination's proxy itself answers: no connection to the destination. */
export const proxysOwn = 1

/** Lists of ways to dial, by number: equal lists have equal numbers. Number 0 is no list: no mesh has a say. */
export class Diallings {
  private readonly lists: (readonly Dialling[])[] = [[], []]
  private readonly known = new Map<string, number>()
  private readonly needed: Needs[] = []

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

  /** What the ways of a list ask of their destination. */
  needs(id: number): Needs {
    const known = this.needed[id]
    if (known) return known
    const direct = this.of(id).flatMap(({ via, stretches: [first] }) => (via ? [] : [first]))
    const made: Needs = {
      asked: new Set(
        direct.flatMap(stretch => [
          authorizationKey(stretch, false),
          authorizationKey(stretch, true),
          anonymousKey(stretch),
        ]),
      ),
      passages: new Set(this.of(id).flatMap(({ via }) => (via ? [via.way] : []))),
      tunnel: direct.some(mayTunnel),
    }
    this.needed[id] = made
    return made
  }
}
