import type { ObjectRef } from '../model/object'
import { pluralOf } from './gap'

/** A kind that may not be listed, or one object that may not be read; in one namespace, or in all. */
export interface MissingPermission {
  readonly object: ObjectRef
  readonly namespace?: string
}

interface Rule {
  readonly group: string
  readonly name: string | undefined
  readonly resources: Set<string>
}

/**
 * The roles that grant what is missing and nothing more, as YAML in the style of deploy/rbac.yaml; undefined where no role
 * can. Names come from the cluster, so all that is not plain is quoted.
 */
export function smallestRole(missing: readonly MissingPermission[]): string | undefined {
  const roles = new Map<string | undefined, Map<string, Rule>>()
  for (const { object, namespace } of missing) {
    // Which kinds a group has is told by discovery, which is no resource.
    if (object.kind === '*') continue
    const { group, name } = object
    const within = object.name === '*' ? namespace : (object.namespace ?? namespace)
    const rules = roles.get(within) ?? new Map<string, Rule>()
    roles.set(within, rules)
    const key = JSON.stringify([group, name])
    const rule = rules.get(key) ?? { group, name: name === '*' ? undefined : name, resources: new Set() }
    rules.set(key, rule)
    rule.resources.add(pluralOf(object.kind).toLowerCase())
  }
  if (roles.size === 0) return undefined
  const whole = [...roles].sort(([a], [b]) => ((a ?? '') < (b ?? '') ? -1 : 1))
  return whole.map(([namespace, rules]) => roleText(namespace, [...rules.values()])).join('---\n')
}

function roleText(namespace: string | undefined, rules: readonly Rule[]): string {
  return [
    'apiVersion: rbac.authorization.k8s.io/v1',
    `kind: ${namespace === undefined ? 'ClusterRole' : 'Role'}`,
    'metadata:',
    '  name: podtrust-missing',
    ...(namespace === undefined ? [] : [`  namespace: ${scalar(namespace)}`]),
    'rules:',
    ...rules.flatMap(({ group, name, resources }) => [
      `  - apiGroups: [${group === '' ? "''" : scalar(group)}]`,
      `    resources: [${[...resources].sort().map(scalar).join(', ')}]`,
      ...(name === undefined ? [] : [`    resourceNames: [${scalar(name)}]`]),
      `    verbs: [${name === undefined ? 'get, list, watch' : 'get'}]`,
    ]),
    '',
  ].join('\n')
}

/** Words that YAML takes for something else than text. */
const special: ReadonlySet<string> = new Set(['true', 'false', 'null', 'yes', 'no', 'on', 'off', 'y', 'n'])

const scalar = (text: string): string =>
  /^[a-z][a-z0-9.-]*$/.test(text) && !special.has(text) ? text : escaped(text)

/** As JSON, with everything that is not plain ASCII spelt out. */
const escaped = (text: string): string =>
  JSON.stringify(text).replace(
    /[^\x20-\x7e]/g,
    unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
