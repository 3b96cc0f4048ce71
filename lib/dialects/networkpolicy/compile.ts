import { isList, isMap, quote, type Json, type JsonMap } from '../../model/json'
import type { Compiled } from '../../model/dialect'
import { below, spec, type KubeObject, type Path } from '../../model/object'
import { tiers } from '../../model/policy-kinds'
import type { Direction, Peer, Policy, PortMatch, Rule, Subject } from '../../model/rule'
import { present, readSelector, Reading } from '../reading'
import { readPeer } from './peer'
import { readPort } from './port'

const specKeys = ['podSelector', 'policyTypes', 'ingress', 'egress']

/**
 * Compiles one NetworkPolicy (networking.k8s.io/v1). Rule numbers are those of the edge cases in the README beside
 * this file, where each has its source.
 */
export function compileNetworkPolicy(object: KubeObject): Compiled {
  const reading = new Reading(object)
  const namespace = object.ref.namespace ?? 'default'
  const body = readSpec(reading, object)
  const subject = readSubject(reading, body, namespace)
  const types = readTypes(reading, body)

  const policies = (['ingress', 'egress'] as const).flatMap((direction): Policy[] => {
    const rules = readRules(reading, body, direction, namespace)
    const applies = types[direction]
    if (applies === 'no') {
      if (rules.length > 0)
        reading.warn(
          'ignored-rules',
          ['spec', direction],
          `has rules, but \`policyTypes\` leaves ${direction} out, so they have no effect`,
          `add ${titles[direction]} to \`policyTypes\``,
        )
      return []
    }
    return [
      {
        dialect: 'networkpolicy',
        object: object.ref,
        path: isolationPath(body, direction),
        tier: tiers.networkPolicy,
        direction,
        precedence: 0,
        subject,
        // Rule 3: isolation is per direction; a pod selected only for egress stays open for ingress.
        isolates: 'yes',
        enforcement: 'enforced',
        refused: applies === 'maybe',
        unread: false,
        rules,
      },
    ]
  })
  return {
    policies: reading.refused ? policies.map(policy => ({ ...policy, refused: true })) : policies,
    transports: [],
    problems: reading.problems,
    dependsOn: [],
  }
}

/** A NetworkPolicy without a spec is legal: it isolates the ingress of every pod of its namespace (rules 1, 5). */
function readSpec(reading: Reading, object: KubeObject): JsonMap {
  const value = spec(object) ?? undefined
  if (value === undefined) {
    reading.warn(
      'no-spec',
      ['spec'],
      'is missing, so every pod of the namespace is isolated for ingress',
      'write the `spec` that was meant',
    )
    return {}
  }
  if (!isMap(value)) {
    reading.refuse(
      'bad-type',
      ['spec'],
      `${quote(value)} is no map`,
      'write `podSelector`, `policyTypes` and rules',
    )
    return {}
  }
  reading.onlyKeys(value, ['spec'], specKeys)
  return value
}

/** Rules 5 and 6: a missing, null or empty podSelector means every pod, and only of the policy's own namespace. */
function readSubject(reading: Reading, body: JsonMap, namespace: string): Subject {
  const path = ['spec', 'podSelector']
  return {
    kind: 'pods',
    path,
    namespaces: { kind: 'named', namespace },
    pods: readSelector(reading, present(body, 'podSelector') ?? {}, path),
  }
}

const titles = { ingress: 'Ingress', egress: 'Egress' } as const

/** Whether the policy speaks about each direction; `maybe` where an entry of policyTypes is not understood. */
function readTypes(reading: Reading, body: JsonMap): Record<Direction, 'yes' | 'no' | 'maybe'> {
  const path = ['spec', 'policyTypes']
  const value = present(body, 'policyTypes')
  if (value !== undefined && !isList(value)) {
    reading.refuse(
      'bad-policy-types',
      path,
      `${quote(value)} is no list`,
      'write `[Ingress]`, `[Egress]` or both',
    )
    return { ingress: 'maybe', egress: 'maybe' }
  }
  if (value === undefined || value.length === 0) {
    // Rules 1 and 2: without policyTypes ingress always, egress only if the policy has an egress rule.
    const egress = present(body, 'egress')
    return {
      ingress: 'yes',
      egress: isList(egress) ? (egress.length > 0 ? 'yes' : 'no') : egress === undefined ? 'no' : 'maybe',
    }
  }
  let strange = false
  value.forEach((entry, i) => {
    if (entry === 'Ingress' || entry === 'Egress') return
    strange = true
    reading.refuse(
      'bad-policy-types',
      below(path, i),
      `${quote(entry)} is no policy type`,
      'write Ingress or Egress',
    )
  })
  if (value.length > 2)
    reading.refuse('bad-policy-types', path, 'has more than two entries', 'list Ingress and Egress once each')
  const otherwise = strange ? 'maybe' : 'no'
  return {
    ingress: value.includes('Ingress') ? 'yes' : otherwise,
    egress: value.includes('Egress') ? 'yes' : otherwise,
  }
}

/** The field that makes the policy isolate a direction: its entry in policyTypes, else the list of rules, else the spec. */
function isolationPath(body: JsonMap, direction: Direction): Path {
  const types = present(body, 'policyTypes')
  const entry = isList(types) ? types.indexOf(titles[direction]) : -1
  if (entry >= 0) return ['spec', 'policyTypes', entry]
  return present(body, direction) === undefined ? ['spec'] : ['spec', direction]
}

/** Rule 4: no rules under a listed type deny everything; one empty rule allows everything. */
function readRules(reading: Reading, body: JsonMap, direction: Direction, namespace: string): Rule[] {
  const path: Path = ['spec', direction]
  const value = present(body, direction)
  if (value === undefined) return []
  if (!isList(value)) {
    reading.refuse('bad-rules', path, `${quote(value)} is no list of rules`, 'start each rule with a dash')
    return [doubtfulRule(path, 'the rules do not parse')]
  }
  return value.map((rule, i) => readRule(reading, rule, below(path, i), direction, namespace))
}

function readRule(reading: Reading, value: Json, path: Path, direction: Direction, namespace: string): Rule {
  // A null entry decodes to the empty rule, which allows everything.
  const map = value ?? {}
  if (!isMap(map)) {
    reading.refuse('bad-rules', path, `${quote(value)} is no rule`, 'write `from` or `to`, and `ports`')
    return doubtfulRule(path, 'the rule does not parse')
  }
  const peersKey = direction === 'ingress' ? 'from' : 'to'
  const understood = reading.onlyKeys(map, path, [peersKey, 'ports'])
  const rule: Rule = {
    action: 'allow',
    path,
    // Rules 7 and 8: missing or empty means every peer, every port; a non-empty list never matches by default.
    peers: readList(
      reading,
      map,
      peersKey,
      path,
      at => ({ kind: 'anyone', path: at }),
      (entry, at): Peer => readPeer(reading, entry, at, namespace),
      (at, reason) => ({ kind: 'unreadable', path: at, reason }),
    ),
    ports: readList(
      reading,
      map,
      'ports',
      path,
      at => ({ kind: 'every', path: at }),
      (entry, at): PortMatch => readPort(reading, entry, at),
      (at, reason) => ({ kind: 'unreadable', path: at, reason }),
    ),
    // A misspelt key would narrow the rule if it were read, so that the rule may not stand as written.
    present: understood ? 'yes' : 'maybe',
  }
  if (direction === 'egress') warnOfNamesOutside(reading, rule)
  return rule
}

/** Rule 20: a name is looked up on pods, so toward addresses outside the cluster it opens nothing. */
function warnOfNamesOutside(reading: Reading, { path, peers, ports }: Rule): void {
  const named = ports.find(port => port.kind === 'named')
  if (!named || !peers.some(peer => peer.kind === 'addresses')) return
  reading.warn(
    'named-port-outside',
    path,
    `combines the port name ${quote(named.name)} with an \`ipBlock\`; outside the cluster a name means no port, so nothing is allowed there`,
    'write the port as a number',
  )
}

function readList<T>(
  reading: Reading,
  map: JsonMap,
  key: string,
  path: Path,
  everything: (path: Path) => T,
  read: (value: Json, path: Path) => T,
  unreadable: (path: Path, reason: string) => T,
): T[] {
  const at = below(path, key)
  const value = present(map, key)
  if (value === undefined) return [everything(path)]
  if (!isList(value)) {
    reading.refuse('bad-rules', at, `${quote(value)} is no list`, 'start each entry with a dash')
    return [unreadable(at, 'the list does not parse')]
  }
  return value.length === 0 ? [everything(at)] : value.map((entry, i) => read(entry, below(at, i)))
}

const doubtfulRule = (path: Path, reason: string): Rule => ({
  action: 'allow',
  path,
  peers: [{ kind: 'unreadable', path, reason }],
  ports: [{ kind: 'unreadable', path, reason }],
  present: 'maybe',
})
