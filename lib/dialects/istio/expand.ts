import type { Path } from '../../model/object'
import type { Action, Peer, PortMatch, Rule } from '../../model/rule'
import { peersOf, selfOf, type IdentityReader } from './peers'
import { isPortTerm, portsOf } from './ports'
import { requestOf } from './request-tests'
import type { Clause, ReadRule, Term } from './term'

/** How a rule is meant where it is enforced. */
export interface Enforced {
  readonly action: Action
  readonly sees?: Rule['sees']
  readonly identities: IdentityReader
}

/** Members of `from` or `to` that demand the same of a request, and what they list beside it. */
interface Group<T> {
  readonly path: Path
  readonly tests: readonly Term[]
  readonly listed: readonly T[]
}

/**
 * Writes a rule as rules of the engine, as few as requests allow: whoever demands nothing of a request is one list of
 * peers, and operations that differ in ports alone are one list of ports. Empty where nothing can match.
 */
export function expand(rule: ReadRule, { action, sees, identities }: Enforced): readonly Rule[] {
  const { path, present } = rule
  const when = rule.when.flatMap(({ terms }) => terms)
  const sources = grouped(rule.from, path, ({ terms, path: at }) =>
    peersOf([...when, ...terms].filter(isOfSource), at, identities),
  )
  const operations = grouped(rule.to, path, ({ terms, path: at }) =>
    portsOf([...when, ...terms].filter(isPortTerm), at),
  )
  const self = selfOf(
    when.filter(({ kind }) => kind === 'destination-address'),
    path,
    identities,
  )
  return sources.flatMap(source =>
    operations.map((operation): Rule => {
      const request = requestOf([...source.tests, ...operation.tests, ...when])
      return {
        action,
        path: operations.length > 1 ? operation.path : source.path,
        peers: source.listed,
        ports: operation.listed,
        ...(self && { self }),
        ...(request && { request }),
        ...(sees && { sees }),
        present,
      }
    }),
  )
}

const isOfSource = ({ kind }: Term): boolean => kind === 'identity' || kind === 'source-address'

/** A group has the path of its entry in the list, and that of the rule where it is not one entry of several. */
function grouped<T extends Peer | PortMatch>(
  clauses: readonly Clause[] | undefined,
  rulePath: Path,
  list: (clause: Clause) => readonly T[],
): readonly Group<T>[] {
  const entries = clauses ?? [{ path: rulePath, terms: [] }]
  const byRequest = new Map<string, Group<T>>()
  for (const clause of entries) {
    const listed = list(clause)
    if (listed.length === 0) continue
    const key = requestOf(clause.terms)?.key ?? ''
    const known = byRequest.get(key)
    byRequest.set(
      key,
      known
        ? { ...known, path: rulePath, listed: [...known.listed, ...listed] }
        : {
            path: entries.length > 1 ? clause.path : rulePath,
            tests: clause.terms,
            listed,
          },
    )
  }
  return [...byRequest.values()]
}
