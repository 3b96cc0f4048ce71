import type { DestinationRule, TrafficPolicy } from './destination-rule'
import { HostIndex, isWildcard } from './hosts'
import { byAge, hasLabels } from './read'

/** A client that looks for a rule. */
export interface Seeker {
  readonly namespace: string
  readonly labels: ReadonlyMap<string, string>
}

/** The rule that counts; `unsure` where objects that may not be there, or that tie, would change the answer. */
export type FoundRule = { readonly rule?: DestinationRule } | 'unsure'

/** A rule with the namespaces that it is shown to. */
interface Shown {
  readonly rule: DestinationRule
  readonly exports: readonly string[]
  /** For nobody but its own namespace. */
  readonly isPrivate: boolean
}

/**
 * Finds the DestinationRule that a client heeds toward a host (istio.md section 4, pilot/pkg/model/push_context.go):
 * the client's namespace, then that of the Service, then the root; the first with a rule for the host decides.
 */
export class DestinationRules {
  private readonly byNamespace = new Map<string, Shown[]>()
  private readonly byHost = new Map<string, HostIndex<Shown>>()
  private readonly hosts: HostIndex<DestinationRule>

  constructor(
    rules: readonly DestinationRule[],
    private readonly rootNamespace: string,
    private readonly defaultExportTo: readonly string[],
  ) {
    for (const rule of [...rules].sort(byAge)) {
      const exports = rule.exportTo.length > 0 ? rule.exportTo : this.defaultExportTo
      const isPrivate = exports.length === 1 && (exports[0] === '.' || exports[0] === rule.namespace)
      const into = this.byNamespace.get(rule.namespace)
      if (into) into.push({ rule, exports, isPrivate })
      else this.byNamespace.set(rule.namespace, [{ rule, exports, isPrivate }])
    }
    for (const [namespace, all] of this.byNamespace)
      this.byHost.set(namespace, new HostIndex(all, ({ rule }) => [rule.host]))
    this.hosts = new HostIndex(rules, ({ host }) => [host])
  }

  /** Whether some rule is for the host, whoever it is shown to. */
  mean(host: string): boolean {
    return this.hosts.has(host)
  }

  find(client: Seeker, host: string, serviceNamespace: string): FoundRule {
    const steps = [
      () => this.ownRules(client.namespace, host),
      () => this.exported(serviceNamespace, client.namespace, host),
      () => this.exported(this.rootNamespace, client.namespace, host),
    ]
    for (const step of steps) {
      const found = step()
      if (found.some(({ rule }) => !rule.certain)) return 'unsure'
      if (found.length > 0) return chosen(found, client)
    }
    return {}
  }

  /** Whether clients of a namespace may see the rule at all. */
  isShown({ exportTo, namespace }: DestinationRule, client: string): boolean {
    return isShownTo(exportTo.length > 0 ? exportTo : this.defaultExportTo, client, namespace)
  }

  /** Namespaces in which or for which some rule is meant; in all others clients look alike. */
  get peculiar(): ReadonlySet<string> {
    const names = new Set<string>([this.rootNamespace])
    for (const [namespace, all] of this.byNamespace) {
      names.add(namespace)
      for (const { exports } of all) for (const name of exports) names.add(name)
    }
    return names
  }

  /** Selectors of the rules of a namespace that count for some of its pods only. */
  selectorsOf(namespace: string): readonly ReadonlyMap<string, string>[] {
    return (this.byNamespace.get(namespace) ?? []).flatMap(({ rule }) => rule.workloadSelector ?? [])
  }

  private meant(namespace: string, host: string): readonly Shown[] {
    return this.byHost.get(namespace)?.of(host) ?? []
  }

  /** In the root namespace only what is shown to nobody else is looked at first. */
  private ownRules(namespace: string, host: string): readonly Shown[] {
    const meant = this.meant(namespace, host)
    return mostSpecific(
      namespace === this.rootNamespace
        ? meant.filter(({ isPrivate }) => isPrivate)
        : meant.filter(({ exports }) => isShownTo(exports, namespace, namespace)),
    )
  }

  /**
   * The most specific host comes before who sees it: a rule for others hides a wildcard that would be seen. Rules for some
   * workloads are for those of their own namespace, and hide nothing elsewhere.
   */
  private exported(owner: string, client: string, host: string): readonly Shown[] {
    const meant = this.meant(owner, host).filter(
      ({ rule, isPrivate }) => !isPrivate && !rule.workloadSelector,
    )
    return mostSpecific(meant).filter(({ exports }) => isShownTo(exports, client, owner))
  }
}

const isShownTo = (exports: readonly string[], client: string, owner: string): boolean =>
  exports.length === 0 ||
  exports.includes('*') ||
  exports.includes(client) ||
  (exports.includes('.') && client === owner)

/** Of rules that mean a host. */
function mostSpecific(meant: readonly Shown[]): readonly Shown[] {
  const doubtful = meant.filter(({ rule }) => !rule.certain)
  // What may not be there may hide others or not.
  if (doubtful.length > 0) return doubtful
  const exact = meant.filter(({ rule }) => !isWildcard(rule.host))
  if (exact.length > 0) return exact
  const longest = Math.max(...meant.map(({ rule }) => rule.host.length))
  return meant.filter(({ rule }) => rule.host.length === longest)
}

/** A rule for some clients of its own namespace goes first; of the others the newest counts, once equals are one. */
function chosen(found: readonly Shown[], client: Seeker): FoundRule {
  const merged = merge(found)
  if (merged === 'unsure') return 'unsure'
  const special = merged.find(
    ({ rule }) =>
      rule.workloadSelector &&
      rule.namespace === client.namespace &&
      hasLabels(client.labels, rule.workloadSelector),
  )
  const rule = special ?? merged.findLast(({ rule: { workloadSelector } }) => !workloadSelector)
  return rule ? { rule: rule.rule } : {}
}

/**
 * Rules of one host that are shown to the same are one: the oldest that sets something decides. Of one age, any may be the
 * oldest.
 */
function merge(found: readonly Shown[]): readonly Shown[] | 'unsure' {
  for (const [at, { rule }] of found.entries())
    for (const other of found.slice(at + 1))
      if (rule.created === other.rule.created && !sayTheSame(rule, other.rule)) return 'unsure'
  const merged: Shown[] = []
  for (const each of found) {
    const at = merged.findIndex(known => isMergedWith(known, each))
    const known = merged[at]
    if (!known) merged.push(each)
    else merged[at] = { ...known, rule: joined(known.rule, each.rule) }
  }
  return merged
}

/** Subsets of both; the older's policy, else the younger's, and its object with it. */
function joined(older: DestinationRule, younger: DestinationRule): DestinationRule {
  const subsets = new Map([...younger.subsets, ...older.subsets])
  const subsetLabels = new Map([...younger.subsetLabels, ...older.subsetLabels])
  return { ...(older.policy ? older : younger), subsets, subsetLabels }
}

const isMergedWith = (a: Shown, b: Shown): boolean =>
  sameNames(a.rule.exportTo, b.rule.exportTo) &&
  labelsText(a.rule.workloadSelector) === labelsText(b.rule.workloadSelector)

const sameNames = (a: readonly string[], b: readonly string[]): boolean =>
  [...new Set(a)].sort().join() === [...new Set(b)].sort().join()

const labelsText = (labels: ReadonlyMap<string, string> | undefined): string =>
  labels ? JSON.stringify([...labels].sort()) : 'all'

/** Whether it makes no difference which of two counts. */
const sayTheSame = (a: DestinationRule, b: DestinationRule): boolean =>
  ruleText(a) === ruleText(b) ||
  (labelsText(a.workloadSelector) !== labelsText(b.workloadSelector) &&
    !(a.workloadSelector && b.workloadSelector))

const ruleText = ({ policy, subsets, subsetLabels }: DestinationRule): string =>
  JSON.stringify([
    policyText(policy),
    [...subsets].map(([name, own]) => [name, policyText(own)]),
    [...subsetLabels].map(([name, labels]) => [name, [...labels]]),
  ])

const policyText = (policy: TrafficPolicy | undefined): readonly unknown[] =>
  policy
    ? [
        policy.tls?.mode,
        policy.tls?.credentialName,
        [...policy.ports].map(([port, tls]) => [port, tls?.mode, tls?.credentialName]),
        policy.passthrough,
      ]
    : []
