import type { Peer, PortMatch, Rule } from '../../model/rule'
import type { Hit } from '../readings'

/** Another way to see what a rule says where one of its peer entries and one of its port entries match. */
export interface Lens {
  /** Tells apart lenses that see differently; absent where one looks at single entries. */
  readonly key?: string
  readonly see: (hit: Hit, rule: Rule, peer: Peer, port: PortMatch) => readonly Hit[]
}
