import { isList, isMap, quote, type Json } from '../../model/json'
import type { Compiled } from '../../model/dialect'
import { below, spec, type KubeObject, type Path } from '../../model/object'
import { tiers } from '../../model/policy-kinds'
import type { Policy, TokenRule } from '../../model/rule'
import { present, Reading } from '../reading'
import { readAttachments } from './attachment'
import { isRoot, type MeshConfig } from './mesh-config'

/**
 * A RequestAuthentication says which tokens verify, where Envoy sees requests. It never requires one: requests without a
 * token pass, and only an AuthorizationPolicy can ask for more (istio.md section 6). ztunnel ignores it.
 */
export function compileRequestAuthentication(object: KubeObject, config: MeshConfig): Compiled {
  const reading = new Reading(object)
  const body = spec(object) ?? {}
  const tokens = readTokens(reading, body, ['spec'])
  const namespace = object.ref.namespace ?? 'default'
  const place = { namespace, rootNamespace: config.rootNamespace, isRoot: isRoot(config, namespace) }
  const { envoy } = isMap(body) && tokens.length > 0 ? readAttachments(reading, body, place) : { envoy: [] }
  return {
    policies: envoy.map(({ subject, service }): Policy => ({
      dialect: 'istio',
      object: object.ref,
      path: ['spec'],
      tier: tiers.mesh,
      direction: 'ingress',
      precedence: 0,
      subject,
      ...(service && { service }),
      tokens,
      isolates: 'no',
      enforcement: 'enforced',
      refused: reading.refused,
      unread: false,
      rules: [],
    })),
    transports: [],
    problems: reading.problems,
    dependsOn: [],
  }
}

/** Rules that name an issuer; what is wrong with the others is told. */
function readTokens(reading: Reading, value: Json, path: Path): readonly TokenRule[] {
  if (!isMap(value)) return warn(reading, path, `${quote(value)} is no map`)
  const rules = present(value, 'jwtRules') ?? []
  const at = below(path, 'jwtRules')
  if (!isList(rules)) return warn(reading, at, `${quote(rules)} is no list`)
  return rules.flatMap((rule, i) => {
    const issuer = isMap(rule) ? present(rule, 'issuer') : undefined
    if (typeof issuer !== 'string' || issuer === '')
      return warn(reading, below(at, i), `${quote(rule)} names no issuer`)
    const audiences = isMap(rule) ? present(rule, 'audiences') : undefined
    const texts = isList(audiences) ? audiences.filter(entry => typeof entry === 'string') : []
    return [{ issuer, audiences: texts, path: below(at, i) }]
  })
}

function warn(reading: Reading, path: Path, message: string): [] {
  reading.warn('bad-token-rule', path, message, 'list rules with an `issuer` and its keys')
  return []
}
