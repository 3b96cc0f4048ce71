import { protocols, type PortRange, type Protocol } from '../model/port'
import type { Party } from './world'

/** A port that stands for those of which something is true. */
export interface Shown {
  readonly protocol: Protocol
  readonly port: number
  /** The destination says that it serves there. */
  readonly declared: boolean
}

/** The lowest port of a range that the destination declares, else its first one. */
export function shownIn({ protocol, first, last }: PortRange, to: Party): Shown {
  const declared =
    to.kind === 'pod'
      ? to.pod.ports.filter(each => each.protocol === protocol && first <= each.port && each.port <= last)
      : []
  return declared.length > 0
    ? { protocol, port: Math.min(...declared.map(({ port }) => port)), declared: true }
    : { protocol, port: first, declared: false }
}

/** A declared port says more than another, TCP is what most ask about, and of ports alike the lowest stands for all. */
export const better = (known: Shown | undefined, next: Shown): Shown =>
  known === undefined || compare(next, known) < 0 ? next : known

const compare = (a: Shown, b: Shown): number =>
  rank(b) - rank(a) || protocols.indexOf(a.protocol) - protocols.indexOf(b.protocol) || a.port - b.port

const rank = ({ declared, protocol }: Shown): number => (declared ? 2 : 0) + (protocol === 'TCP' ? 1 : 0)
