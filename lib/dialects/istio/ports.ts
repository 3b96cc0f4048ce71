import type { Path } from '../../model/object'
import type { PortMatch } from '../../model/rule'
import type { PortRange, Term } from './term'

type PortTerm = Extract<Term, { kind: 'ports' }>

export const isPortTerm = (term: Term): term is PortTerm => term.kind === 'ports'

/** The ports on which all of the terms hold; empty where there is none. */
export function portsOf(terms: readonly PortTerm[], path: Path): readonly PortMatch[] {
  const doubtful = terms.find(({ doubt }) => doubt !== undefined)
  if (doubtful) return [{ kind: 'unreadable', path: doubtful.path, reason: doubtful.doubt ?? '' }]
  const listed = terms.filter(({ negated }) => !negated)
  const excluded = terms.filter(({ negated }) => negated).flatMap(({ ports }) => ports)
  const [first, ...others] = listed
  if (first)
    return first.ports.filter(
      port => others.every(({ ports }) => holds(ports, port)) && !holds(excluded, port),
    )
  return excluded.length > 0 ? [{ kind: 'except', path, ports: excluded }] : [{ kind: 'every', path }]
}

/** Every range here is one port. */
const holds = (ports: readonly PortRange[], port: PortRange): boolean =>
  ports.some(({ first }) => first === port.first)
