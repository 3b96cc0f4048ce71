import type { MeshConfig } from './mesh-config'
import type { WordClaims } from './word-claims'

/** What a rule is read with. */
export interface RulePlace {
  /** Of the policy. */
  readonly namespace: string
  readonly config: Pick<MeshConfig, 'pathNormalization' | 'trustedProxies' | 'unsure'>
  /** Claims of a token that are lists of words; asked for by rules about claims alone. */
  readonly wordClaims: () => WordClaims
}
