import { isMap, quote, type JsonMap } from '../../model/json'
import type { Around, Compiled } from '../../model/dialect'
import { spec, type KubeObject, type Path } from '../../model/object'
import { tiers } from '../../model/policy-kinds'
import type { Policy, Rule } from '../../model/rule'
import { Reading } from '../reading'
import { isDryRun, readAction, type PolicyAction } from './action'
import { readAttachments, unreadableAttachments, type Attachment } from './attachment'
import { rulesAtEnvoy, rulesAtZtunnel, rulesOfAnyAction, type EnvoyAction } from './enforced-rules'
import { isRoot, type MeshConfig } from './mesh-config'
import { noAuthorizer, readAuthorizer, type Authorizer } from './provider'
import { readRevision } from './revision'
import { readRules } from './rules'
import { readWordClaims, type WordClaims } from './word-claims'
import { validate } from './validation'

const specKeys = ['selector', 'targetRef', 'targetRefs', 'action', 'rules', 'provider']

/**
 * Compiles one AuthorizationPolicy (istio.md section 5): what Envoy proxies make of it, and apart from that what ztunnel
 * does.
 */
export function compileAuthorizationPolicy(object: KubeObject, around: Around, config: MeshConfig): Compiled {
  const reading = new Reading(object)
  const namespace = object.ref.namespace ?? 'default'
  const written = readSpec(reading, object)
  const body = written ?? {}
  const place = { namespace, rootNamespace: config.rootNamespace, isRoot: isRoot(config, namespace) }
  const attachments = written ? readAttachments(reading, written, place) : unreadableAttachments(place)
  const action = written && readAction(reading, written)
  const isTried = isDryRun(reading, object)
  const wordClaims = (): WordClaims => readWordClaims(around, namespace, config)
  const rules = written ? readRules(reading, written, { namespace, config, wordClaims }) : [illegibleSpec]
  validate(reading, body, { action, rules, isTried })
  const { authorizer, dependsOn } =
    action === 'CUSTOM' ? readAuthorizer(reading, object, body, around, config) : noAuthorizer
  const heeded = readRevision(reading, object, around, config)

  const policyAt = ({ subject, service }: Attachment, enforced: readonly Rule[]): Policy => ({
    dialect: 'istio',
    object: object.ref,
    path: ['spec'],
    tier: tiers.mesh,
    direction: 'ingress',
    precedence: 0,
    subject,
    ...(service && { service }),
    // One ALLOW policy is enough for all that none of them allows to be denied.
    isolates: action === undefined ? 'maybe' : action === 'ALLOW' ? heeded : 'no',
    enforcement: action === 'AUDIT' || isTried ? 'audit' : 'enforced',
    refused: reading.refused,
    unread: false,
    rules: heeded === 'yes' ? enforced : enforced.map(rule => ({ ...rule, present: 'maybe' })),
  })
  const envoy = action
    ? rulesAtEnvoy(rules ?? [], atEnvoy(action, authorizer), config)
    : rulesOfAnyAction(rules ?? [], config)
  // Neither CUSTOM nor AUDIT nor what is only tried out gets to ztunnel.
  const isHandedOver = !isTried && action !== 'CUSTOM' && action !== 'AUDIT'
  const ztunnel = action
    ? rulesAtZtunnel(rules ?? [], action === 'DENY' ? 'deny' : 'allow', config)
    : rulesOfAnyAction(rules ?? [], config)
  return {
    policies:
      heeded === 'no'
        ? []
        : [
            ...attachments.envoy.map(attachment => policyAt(attachment, envoy)),
            ...(isHandedOver ? attachments.ztunnel : []).map(attachment => policyAt(attachment, ztunnel)),
          ],
    transports: [],
    problems: reading.problems,
    dependsOn,
  }
}

const illegibleSpec = { path: ['spec'], reason: 'the spec does not parse' }

/** An AUDIT policy decides nothing, and is written like the DENY that proxies handle it like. */
function atEnvoy(action: PolicyAction, authorizer: Authorizer): EnvoyAction {
  if (action !== 'CUSTOM') return { action: action === 'ALLOW' ? 'allow' : 'deny', at: 'everywhere' }
  if (authorizer.kind === 'none') return { action: 'deny', at: 'everywhere' }
  return { action: 'delegate', at: authorizer.protocol === 'http' ? 'requests' : 'everywhere' }
}

/** A policy without a spec allows nothing to nobody, like one that is empty. */
function readSpec(reading: Reading, object: KubeObject): JsonMap | undefined {
  const value = spec(object) ?? {}
  const path: Path = ['spec']
  if (isMap(value)) {
    reading.onlyKeys(value, path, specKeys)
    return value
  }
  reading.refuse('bad-type', path, `${quote(value)} is no map`, 'write `rules` and whom they are for')
  return undefined
}
