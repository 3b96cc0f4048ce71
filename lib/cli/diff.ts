import type { Connection } from '../model/connection'
import { compareText } from '../model/object'
import { cutPorts, joinPorts, portsText, type PortRange } from '../model/port'
import type { Session } from '../model/session'
import type { Settings } from '../model/settings'
import type { Command, ExitCode } from './command'
import { compatFlag, engineFlag, formatFlag, planeFlag, settingsOf } from './flags'
import { printedConnections } from './ingress-controller'
import { lines, type Line } from './lanes'
import { comparable } from './list'
import { completeness, load } from './load'
import { csv } from '../words/table-text'
import { dot, json, mermaid } from './print'

export const diff: Command = {
  name: 'diff',
  summary: 'Prints the connections that are added, removed or changed from one set of objects to another',
  words: ['BEFORE', 'AFTER'],
  flags: [formatFlag('csv', 'dot', 'mermaid'), planeFlag, engineFlag, compatFlag],
  notes: [
    'Exit code 0: no difference; 1: they differ; 3: no difference was found, but something could not be read.',
  ],
  async run(args, io): Promise<ExitCode> {
    const settings = settingsOf(args)
    const [before = '', after = ''] = args.words
    const old = await load([before], settings, io)
    const now = await load([after], settings, io)
    const changes = compareSessions(old, now, settings)
    io.out(printDiff(changes, args.get('format') ?? 'txt'))
    if (changes.length > 0) return 1
    return completeness(old, now)
  },
}

/** What is compared beside ports; with `--compat` nothing is. */
const facts = ['verdict', 'class', 'transport'] as const
type Fact = (typeof facts)[number]
type Facts = Readonly<Record<Fact, string>>

export interface Change {
  readonly type: 'added' | 'removed' | 'changed'
  readonly before: readonly PortRange[]
  readonly after: readonly PortRange[]
  /** Facts that differ on both sides of the change. */
  readonly from?: Facts
  readonly to?: Facts
}

interface Tagged {
  readonly when: 'before' | 'after'
  readonly connection: Connection
}

/** Every difference between two sessions in what is printed of them. */
export const compareSessions = (before: Session, after: Session, settings: Settings): Line<Change>[] =>
  compareConnections(printedConnections(before, settings), printedConnections(after, settings), settings)

/** Every difference between two sets of connections, one line per pair and kind of change, sorted. */
function compareConnections(
  before: readonly Connection[],
  after: readonly Connection[],
  settings: Settings,
): Line<Change>[] {
  const tagged = (['before', 'after'] as const).flatMap(when =>
    (when === 'before' ? before : after)
      .filter(comparable(settings))
      .map((connection): Tagged => ({ when, connection })),
  )
  const found = lines(
    tagged,
    ({ connection }) => connection,
    pair => {
      const of = (wanted: Tagged['when']): Connection[] =>
        pair.filter(({ when }) => when === wanted).map(({ connection }) => connection)
      const changes = comparePair(of('before'), of('after'), settings.compat === undefined)
      return new Map(changes.map(change => [changeText(change), change]))
    },
  )
  return found.sort((a, b) => compareText(sortKey(a), sortKey(b)))
}

const sortKey = ({ src, dst, value }: Line<Change>): string =>
  [value.type, src, dst, changeText(value)].join('\0')

/**
 * One pair. Where every port of a side is alike, one line says it all; else the ports are compared on one line, and
 * each run of ports whose verdict, class or transport changed has a line of its own.
 */
function comparePair(
  before: readonly Connection[],
  after: readonly Connection[],
  withFacts: boolean,
): Change[] {
  const [old, now] = [before, after].map(side => joinPorts(side.flatMap(({ ports }) => ports)))
  if (!old || !now) return []
  const moved = portsText(old) !== portsText(now)
  const type = old.length === 0 ? 'added' : now.length === 0 ? 'removed' : 'changed'
  const ports: Change = { type, before: old, after: now }
  if (!withFacts || type !== 'changed') return moved ? [ports] : []
  const [from, to] = [before, after].map(uniform)
  if (from && to) {
    const changed = !sameFacts(from, to)
    return moved || changed ? [{ ...ports, ...(changed && { from, to }) }] : []
  }
  return [...(moved ? [ports] : []), ...changedRuns(before, after)]
}

/** The facts that all connections of a side share. */
function uniform(connections: readonly Connection[]): Facts | undefined {
  const [first, ...others] = connections.map(factsOf)
  return first && others.every(other => sameFacts(first, other)) ? first : undefined
}

const factsOf = ({ verdict, trustClass, transport }: Connection): Facts => ({
  verdict,
  class: trustClass,
  transport,
})

const sameFacts = (a: Facts, b: Facts): boolean => facts.every(fact => a[fact] === b[fact])

/** Ports that are open before and after, grouped by what changed about them. */
function changedRuns(before: readonly Connection[], after: readonly Connection[]): Change[] {
  const runs = new Map<string, { ports: PortRange[]; from: Facts; to: Facts }>()
  for (const piece of cutPorts([...before, ...after].flatMap(({ ports }) => ports))) {
    const [from, to] = [before, after].map(side =>
      side.find(({ ports }) => ports.some(range => covers(range, piece))),
    )
    if (!from || !to) continue
    const change = { from: factsOf(from), to: factsOf(to) }
    if (sameFacts(change.from, change.to)) continue
    const key = JSON.stringify(change)
    const run = runs.get(key) ?? { ports: [], ...change }
    run.ports.push(piece)
    runs.set(key, run)
  }
  return [...runs.values()].map(({ ports, from, to }) => {
    const joined = joinPorts(ports)
    return { type: 'changed', before: joined, after: joined, from, to }
  })
}

const covers = (range: PortRange, piece: PortRange): boolean =>
  range.protocol === piece.protocol && range.first <= piece.first && piece.last <= range.last

/** The facts that differ, `class: implicit -> partial`. */
const factChanges = ({ from, to }: Change): { fact: Fact; from: string; to: string }[] =>
  from && to
    ? facts.filter(fact => from[fact] !== to[fact]).map(fact => ({ fact, from: from[fact], to: to[fact] }))
    : []

const changeText = (change: Change): string =>
  [
    `before: ${portsText(change.before)}`,
    `after: ${portsText(change.after)}`,
    ...factChanges(change).map(({ fact, from, to }) => `${fact}: ${from} -> ${to}`),
  ].join(', ')

/** The result of `diff` in one format. */
export function printDiff(changes: readonly Line<Change>[], format: string): string {
  switch (format) {
    case 'json':
      return `${json(
        changes.map(({ src, dst, value }) => ({
          'diff-type': value.type,
          source: src,
          destination: dst,
          before: portsText(value.before),
          after: portsText(value.after),
          ...Object.fromEntries(
            factChanges(value).map(({ fact, from, to }) => [fact, { before: from, after: to }]),
          ),
        })),
      )}\n`
    case 'csv':
      return csv(
        [
          ...['diff-type', 'source', 'destination', 'before', 'after'],
          ...facts.flatMap(fact => [`${fact} before`, `${fact} after`]),
        ],
        changes.map(({ src, dst, value }) => [
          ...[value.type, src, dst, portsText(value.before), portsText(value.after)],
          ...facts.flatMap(fact => {
            const change = factChanges(value).find(one => one.fact === fact)
            return [change?.from ?? '', change?.to ?? '']
          }),
        ]),
      )
    case 'dot':
    case 'mermaid': {
      const strokes = { added: 'solid', removed: 'dotted', changed: 'dashed' } as const
      const drawn = changes.map(({ src, dst, value }) => ({
        from: src,
        to: dst,
        label: `${value.type}: ${changeText(value)}`,
        line: strokes[value.type],
      }))
      return format === 'dot' ? dot(drawn) : mermaid(drawn)
    }
    default:
      return changes
        .map(
          ({ src, dst, value }) =>
            `diff-type: ${value.type}, source: ${src}, destination: ${dst}, ${changeText(value)}\n`,
        )
        .join('')
  }
}
