import { isMap, quote, type JsonMap } from '../../model/json'
import type { Around, Compiled } from '../../model/dialect'
import { spec, type KubeObject, type ObjectRef, type Path } from '../../model/object'
import { tiers } from '../../model/policy-kinds'
import type { Policy, Rule } from '../../model/rule'
import { Reading } from '../reading'
import { isDryRun, readAction, type PolicyAction } from './action'
import { readAttachments, type Attachment } from './attachment'
import { illegible, rulesAtEnvoy, rulesAtZtunnel, type EnvoyAction } from './enforced-rules'
import { readMeshConfig } from './mesh-config'
import { readAuthorizer } from './provider'
import { isHeeded, tellRevision } from './revision'
import { readRules } from './rules'
import { readWordClaims } from './word-claims'
import { checkCustom, refuseNoRules, refuseProvider } from './validation'

const specKeys = ['selector', 'targetRef', 'targetRefs', 'action', 'rules', 'provider']

/**
 * Compiles one AuthorizationPolicy (istio.md section 5): what Envoy proxies make of it, and apart from that what ztunnel
 * does.
 */
export function compileAuthorizationPolicy(object: KubeObject, around: Around): Compiled {
  const reading = new Reading(object)
  const config = readMeshConfig(around)
  const namespace = object.ref.namespace ?? 'default'
  const place = { namespace, rootNamespace: config.rootNamespace }
  const wordClaims = readWordClaims(around, namespace, config.rootNamespace)
  const dependsOn: ObjectRef[] = []
  const body = readSpec(reading, object)
  const attachments = readAttachments(reading, body ?? {}, place)
  const action = body && readAction(reading, body)
  const tried = isDryRun(reading, object)
  const read = body && readRules(reading, body, { namespace, config, wordClaims })
  if (body && action !== 'CUSTOM') refuseProvider(reading, body)
  if (action === 'DENY' || action === 'CUSTOM') refuseNoRules(reading, action, read === undefined)
  const envoyAction = ((): EnvoyAction | undefined => {
    if (!body || !action) return undefined
    if (action !== 'CUSTOM') return plain[action]
    checkCustom(reading, read ?? [], tried)
    const { authorizer, dependsOn: others } = readAuthorizer(reading, object, body, around, config)
    dependsOn.push(...others)
    if (authorizer.kind === 'none') return { action: 'deny', at: 'everywhere' }
    return { action: 'delegate', at: authorizer.protocol === 'http' ? 'requests' : 'everywhere' }
  })()
  const heeded = isHeeded(object, around, config.rootNamespace)
  if (heeded !== 'yes') tellRevision(reading, heeded === 'no')

  const legible = read ?? []
  const envoy = envoyAction ? rulesAtEnvoy(legible, envoyAction, config) : illegible(read, config)
  const isolates = action === undefined ? 'maybe' : action === 'ALLOW' ? 'yes' : 'no'
  const enforcement = action === 'AUDIT' || tried ? 'audit' : 'enforced'
  const policyAt = ({ subject, service }: Attachment, rules: readonly Rule[]): Policy => ({
    dialect: 'istio',
    object: object.ref,
    path: ['spec'],
    tier: tiers.mesh,
    direction: 'ingress',
    precedence: 0,
    subject,
    ...(service && { service }),
    // One ALLOW policy is enough for all that none of them allows to be denied.
    isolates: heeded === 'maybe' && isolates === 'yes' ? 'maybe' : isolates,
    enforcement,
    refused: reading.refused,
    unread: false,
    rules: heeded === 'maybe' ? rules.map(rule => ({ ...rule, present: 'maybe' })) : rules,
  })
  const policies = [
    ...attachments.envoy.map(attachment => policyAt(attachment, envoy)),
    // Neither CUSTOM nor AUDIT nor what is only tried out gets to ztunnel.
    ...(tried || action === 'CUSTOM' || action === 'AUDIT' ? [] : attachments.ztunnel).map(attachment =>
      policyAt(
        attachment,
        action === undefined
          ? illegible(read, config)
          : rulesAtZtunnel(legible, action === 'DENY' ? 'deny' : 'allow'),
      ),
    ),
  ]
  return {
    policies: heeded === 'no' ? [] : policies,
    transports: [],
    identities: [],
    routes: [],
    problems: reading.problems,
    dependsOn,
  }
}

const plain: Record<Exclude<PolicyAction, 'CUSTOM'>, EnvoyAction> = {
  ALLOW: { action: 'allow', at: 'everywhere' },
  DENY: { action: 'deny', at: 'everywhere' },
  // It decides nothing, and is written like the DENY that it is enforced like.
  AUDIT: { action: 'deny', at: 'everywhere' },
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
