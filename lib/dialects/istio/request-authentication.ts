import { isList, isMap, quote, type Json } from '../../model/json'
import type { Compiled } from '../../model/dialect'
import { below, spec, type KubeObject, type Path } from '../../model/object'
import { present, Reading } from '../reading'

/**
 * A RequestAuthentication says which tokens verify. It never requires one: requests without a token pass, and only an
 * AuthorizationPolicy can ask for more (istio.md section 6). So it decides nothing here, and what is wrong with it is told.
 */
export function compileRequestAuthentication(object: KubeObject): Compiled {
  const reading = new Reading(object)
  checkSpec(reading, spec(object) ?? {}, ['spec'])
  return {
    policies: [],
    transports: [],
    identities: [],
    routes: [],
    problems: reading.problems,
    dependsOn: [],
  }
}

function checkSpec(reading: Reading, value: Json, path: Path): void {
  if (!isMap(value)) return warn(reading, path, `${quote(value)} is no map`)
  const rules = present(value, 'jwtRules') ?? []
  const at = below(path, 'jwtRules')
  if (!isList(rules)) return warn(reading, at, `${quote(rules)} is no list`)
  rules.forEach((rule, i) => {
    const issuer = isMap(rule) ? present(rule, 'issuer') : undefined
    if (typeof issuer !== 'string' || issuer === '')
      warn(reading, below(at, i), `${quote(rule)} names no issuer`)
  })
}

const warn = (reading: Reading, path: Path, message: string): void =>
  reading.warn('bad-token-rule', path, message, 'list rules with an `issuer` and its keys')
