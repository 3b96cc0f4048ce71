import type { Block } from '../../model/address'
import type { Path } from '../../model/object'
import type { IdentityPart, PortMatch } from '../../model/rule'
import type { RequestField } from '../../model/request'
import type { TextPattern } from '../../model/text-pattern'

/**
 * One field of a source or an operation, or one half of a condition, as it was read. Its values are alternatives, and
 * `negated` (`notPorts`, `notValues`) means that none of them may match. How a proxy compares them is not said yet.
 */
export type Term = Asked & {
  readonly path: Path
  readonly negated: boolean
  /** What becomes of it at ztunnel (istio.md section 5, "L7 fields at ztunnel"). */
  readonly atZtunnel: AtZtunnel
  /** Why it does not parse: it holds in one reading, not in another. */
  readonly doubt?: string
}

/** `read`: L4, enforced there. `silent`: dropped and never mentioned. `request`: L7. */
export type AtZtunnel = 'read' | 'silent' | 'request'

export type Asked =
  /** As written; proxies read wildcards and trust domains differently. */
  | { readonly kind: 'identity'; readonly part: IdentityPart; readonly texts: readonly string[] }
  | { readonly kind: 'source-address' | 'destination-address'; readonly blocks: readonly WrittenBlock[] }
  | { readonly kind: 'ports'; readonly ports: readonly PortRange[] }
  | {
      readonly kind: 'request'
      readonly field: RequestField
      readonly patterns: readonly TextPattern[]
      readonly blocks?: readonly Block[]
      /** There is no such thing where a proxy sees bytes alone. */
      readonly httpOnly: boolean
    }

export interface WrittenBlock {
  readonly block: Block
  readonly path: Path
}

export type PortRange = Extract<PortMatch, { kind: 'range' }>

/** A source, an operation or a condition: all of its terms must hold. */
export interface Clause {
  readonly path: Path
  readonly terms: readonly Term[]
}

/** (One of `from`) AND (one of `to`) AND (all of `when`); what is absent demands nothing. */
export interface ReadRule {
  readonly path: Path
  readonly from?: readonly Clause[]
  readonly to?: readonly Clause[]
  readonly when: readonly Clause[]
  readonly present: 'yes' | 'maybe'
}

export const termsOf = ({ from = [], to = [], when }: ReadRule): readonly Term[] =>
  [...from, ...to, ...when].flatMap(({ terms }) => terms)
