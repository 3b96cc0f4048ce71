import type { MeshConfig } from './mesh-config'

/** What a rule is read with. */
export interface RulePlace {
  /** Of the policy. */
  readonly namespace: string
  readonly config: Pick<MeshConfig, 'pathNormalization' | 'trustedProxies'>
  /** Claims of a token that are lists of words; asked for by rules about claims alone. */
  readonly wordClaims: () => ReadonlySet<string>
}
