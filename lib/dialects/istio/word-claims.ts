import { dig, isList } from '../../model/json'
import type { Around } from '../../model/dialect'
import { spec, type KubeObject } from '../../model/object'
import type { Tri } from '../../model/tri'
import { isRoot, type MeshConfig } from './mesh-config'

/** Claims whose text is a list of words, whoever issues the token. */
const always = ['scope', 'permission']

/** Claims that proxies split into words: surely, and where it is not known which namespace is the root one. */
export interface WordClaims {
  readonly sure: ReadonlySet<string>
  readonly possible: ReadonlySet<string>
}

/**
 * Claims that proxies split into words: two for all tokens, and those of `spaceDelimitedClaims` of a RequestAuthentication
 * of the own namespace or the root namespace, taken to hold for every issuer.
 */
export function readWordClaims(around: Around, namespace: string, config: MeshConfig): WordClaims {
  const heeds = ({ ref }: KubeObject): Tri =>
    ref.namespace === namespace ? 'yes' : isRoot(config, ref.namespace ?? '')
  const objects = around.all('security.istio.io', 'RequestAuthentication')
  const named = (heeded: readonly Tri[]): string[] =>
    objects.filter(object => heeded.includes(heeds(object))).flatMap(claimsOf)
  return { sure: new Set([...always, ...named(['yes'])]), possible: new Set(named(['maybe'])) }
}

function claimsOf(object: KubeObject): string[] {
  const rules = dig(spec(object), 'jwtRules')
  return (isList(rules) ? rules : []).flatMap(rule => {
    const claims = dig(rule, 'spaceDelimitedClaims')
    return isList(claims) ? claims.filter(claim => typeof claim === 'string') : []
  })
}
