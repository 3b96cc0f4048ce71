import { analyze } from '../../lib/analyze'
import { resolveEndpoint } from '../../lib/engine/resolve'
import { rangeText } from '../../lib/model/address'
import type { Capture, Gap } from '../../lib/model/capture'
import type { Connection, Side } from '../../lib/model/connection'
import type { Explanation } from '../../lib/model/explanation'
import { portsText, protocols } from '../../lib/model/port'
import type { Endpoint, PairAnswer, Question, Session } from '../../lib/model/session'
import { defaultSettings, type Settings } from '../../lib/model/settings'
import { Collector } from '../../lib/sources/collect'
import { readText } from '../../lib/sources/read-text'

/** Reads YAML documents the way a file is read; the file is called `test.yaml`. */
export function captureOf(documents: readonly string[], gaps: readonly Gap[] = []): Capture {
  const into = new Collector()
  Array.from(readText(documents.join('\n---\n'), 'test.yaml', into))
  for (const gap of gaps) into.addGap(gap)
  return into.capture({ kind: 'manifests', label: 'test.yaml' })
}

/** The same objects as a live cluster gives them. */
export const liveCaptureOf = (documents: readonly string[], gaps: readonly Gap[] = []): Capture => ({
  ...captureOf(documents, gaps),
  source: { kind: 'cluster', label: 'test' },
  cluster: { notInstalled: [] },
})

/** Everything that can be asked of some YAML. */
export const open = (
  documents: readonly string[],
  settings: Partial<Settings> = {},
  gaps: readonly Gap[] = [],
): Session => analyze(captureOf(documents, gaps), { ...defaultSettings, ...settings })

/**
 * Every answer to `shop/cart -> shop/api 8080`. The port may be `8080`, `UDP 53`, a port's name, `ICMP`, or absent (the
 * most open one of TCP).
 */
export function ask(session: Session, question: string): readonly PairAnswer[] {
  return session.explain(readQuestion(session, question))
}

/** The one answer to a question that has one; throws where pods of an end differ. */
export function explain(session: Session, question: string): Explanation {
  const [first, ...others] = ask(session, question)
  if (!first || others.length > 0)
    throw new Error(`${question} has ${first ? 'several answers' : 'no answer'}`)
  return first.explanation
}

/** `allow`, `deny`, `unknown`; `allow or deny` where pods or addresses of an end differ, the most open first. */
export const verdict = (session: Session, question: string): string =>
  [...new Set(ask(session, question).map(({ explanation }) => explanation.verdict))].join(' or ') ||
  'no answer'

/** Verdicts for the questions of a table, so that a test reads `expect(verdicts(session, table)).toEqual(table)`. */
export const verdicts = (session: Session, table: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.keys(table).map(question => [question, verdict(session, question)]))

/** `egress default-allow, ingress explicit-deny`; sides of a mesh come as `mesh ingress …`. */
export const causes = (session: Session, question: string): string =>
  explain(session, question)
    .sides.map(({ plane, direction, cause }) => `${plane === 'network' ? '' : 'mesh '}${direction} ${cause}`)
    .join(', ')

/** `partial: no/partial/no`: the class, then authenticated, authorized, encrypted; `exempt` where there is none. */
export function trust(session: Session, question: string): string {
  const { trustClass, pillars } = explain(session, question)
  return trustClass && pillars
    ? `${trustClass}: ${pillars.authenticated}/${pillars.authorized}/${pillars.encrypted}`
    : 'exempt'
}

/**
 * `SRC => DST : CONN`, sorted, with what is not plainly allowed marked (contract.md section 2); one line per verdict of
 * a pair. Ends outside the cluster are left out unless `outside` says otherwise.
 */
export function connections(session: Session, shown: { readonly outside?: boolean } = {}): string[] {
  const byPair = new Map<
    string,
    { readonly head: string; readonly verdict: string; ports: Connection['ports'] }
  >()
  for (const { from, to, ports, verdict: answer } of session.connections) {
    if (!shown.outside && (from.kind === 'outside' || to.kind === 'outside')) continue
    const head = `${sideText(from)} => ${sideText(to)}`
    const known = byPair.get(`${head} ${answer}`)
    byPair.set(`${head} ${answer}`, { head, verdict: answer, ports: [...(known?.ports ?? []), ...ports] })
  }
  return [...byPair.values()]
    .map(
      ({ head, verdict: answer, ports }) =>
        `${head} : ${portsText(ports)}${answer === 'allow' ? '' : ` [${answer}]`}`,
    )
    .sort()
}

/** The connections of one ordered pair of workloads, e.g. `shop/cart[Pod]`. */
export const between = (session: Session, from: string, to: string): readonly Connection[] =>
  session.connections.filter(
    connection => sideText(connection.from) === from && sideText(connection.to) === to,
  )

export const sideText = (side: Side): string =>
  side.kind === 'workload' ? side.key : `${rangeText(side.range)}[External]`

/** `bad-cidr: spec.ingress[0]…: message; remedy`, one line per problem. */
export const problems = (session: Session): string[] =>
  session.problems.map(({ code, message, remedy }) => `${code}: ${message}; ${remedy}`)

/** A question as `ask` takes it, for tests that say more of it. */
export function readQuestion(session: Session, question: string): Question {
  const [, from, to, protocol = 'TCP', port] =
    /^(\S+) -> (\S+)(?: (?=\S)(SCTP|TCP|UDP|ICMPv6|ICMP)?(?: ?(\S+))?)?$/.exec(question) ?? []
  if (from === undefined || to === undefined) throw new Error(`write \`a -> b 80\`, not \`${question}\``)
  return {
    from: endpoint(session, from),
    to: endpoint(session, to),
    protocol: protocols.find(known => known === protocol) ?? (protocol === 'ICMPv6' ? 'ICMPv6' : 'ICMP'),
    ...(port !== undefined && { port: /^\d+$/.test(port) ? Number(port) : port }),
  }
}

function endpoint(session: Session, text: string): Endpoint {
  const found = resolveEndpoint(session.inventory, text)
  if (found.kind === 'unresolved') throw new Error(found.message)
  return found
}
