import { dig, isList } from '../../model/json'
import type { Around } from '../../model/dialect'
import { spec } from '../../model/object'

/** Claims whose text is a list of words, whoever issues the token. */
const always = ['scope', 'permission']

/**
 * Claims that proxies split into words: two for all tokens, and those of `spaceDelimitedClaims` of a RequestAuthentication
 * of the own namespace or the root namespace, taken to hold for every issuer.
 */
export function readWordClaims(
  around: Around,
  namespace: string,
  rootNamespace: string,
): ReadonlySet<string> {
  const rules = around
    .all('security.istio.io', 'RequestAuthentication')
    .filter(({ ref }) => ref.namespace === namespace || ref.namespace === rootNamespace)
    .flatMap(object => {
      const written = dig(spec(object), 'jwtRules')
      return isList(written) ? written : []
    })
  const named = rules.flatMap(rule => {
    const claims = dig(rule, 'spaceDelimitedClaims')
    return isList(claims) ? claims.filter(claim => typeof claim === 'string') : []
  })
  return new Set([...always, ...named])
}
