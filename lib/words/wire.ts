import type { Explanation, Principal, RouteTrace } from '../model/explanation'
import type { Issuer, WireReason } from '../model/mesh'
import { wayText } from './dial'
import { serverAcceptsGloss, transportGloss } from './glossary'
import { visible } from './visible'

/** One fact of the wire: what it is about, and what it is. */
export interface WireFact {
  readonly name: string
  readonly text: string
  /** Of an identity: who signs for it, where that was not told above. */
  readonly issuer?: Issuer
}

/** What is on the wire, whom it proves, and by which way it goes; identities and ways only where a mesh has a say. */
export function wireFacts({
  transport,
  serverAccepts,
  originPrincipal,
  principal,
  originIssuer,
  principalIssuer,
  route,
}: Explanation): WireFact[] {
  return [
    {
      name: 'On the wire',
      text: `${transportGloss[transport]}${serverAccepts ? `; ${serverAcceptsGloss[serverAccepts]}` : ''}`,
    },
    ...(route
      ? [
          {
            name: 'Client presents',
            text: presented(originPrincipal),
            ...(originIssuer && { issuer: originIssuer }),
          },
          {
            name: 'Server sees',
            text: seen(principal, originPrincipal),
            ...(principalIssuer && principal !== originPrincipal && { issuer: principalIssuer }),
          },
          { name: 'Dialled', text: dialledText(route) },
          ...(route.through.length > 0
            ? [{ name: 'Passes', text: visible(route.through.join(', then ')) }]
            : []),
        ]
      : []),
  ]
}

const unknownIdentity = 'unknown: who presents an identity could not be read'

function presented(identity: Principal): string {
  if (identity === null) return 'no identity'
  return identity === 'unknown' ? unknownIdentity : visible(identity)
}

function seen(identity: Principal, origin: Principal): string {
  if (identity === null) return 'nobody: no identity is proven'
  if (identity === 'unknown') return unknownIdentity
  return origin !== null && origin !== 'unknown' && origin !== identity
    ? `${visible(identity)}, which passes it on for the client`
    : visible(identity)
}

/** Beside a way that is more open than the usual one. */
export const unusualText = 'as open as this when dialled so, not in the usual way'

const dialledText = ({ address, service, unusual }: RouteTrace): string =>
  `${wayText(address, service)}${unusual ? `; ${unusualText}` : ''}`

/** `shop/web to shop/waypoint`, one for each stretch of the way; empty where there is but one. */
export function stretchTitles({ from, to, route }: Explanation): readonly string[] {
  const through = route?.through ?? []
  const stops = [from, ...through, to].map(visible)
  return through.length === 0 ? [] : stops.slice(1).map((stop, i) => `${stops[i]} to ${stop}`)
}

/** What a reason says, as the end of a sentence that its object begins. */
export const wireReasonText = ({ text, overruled }: WireReason): string =>
  visible(overruled ? `${text}, which a narrower scope overrules` : text)
