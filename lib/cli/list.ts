import type { Principal } from '../model/explanation'
import type { Connection } from '../model/connection'
import { compareText } from '../model/object'
import { portsText, type PortRange } from '../model/port'
import type { Session } from '../model/session'
import type { Settings } from '../model/settings'
import type { Command } from './command'
import { clusterFlags } from './cluster-flags'
import { compatFlag, engineFlag, formatFlag, planeFlag, settingsOf } from './flags'
import { printedConnections } from './ingress-controller'
import { lines, type Line } from './lanes'
import { completeness, inputOf, load } from './load'
import { csv } from '../words/table-text'
import { dot, json, mermaid, type Drawn } from './print'
import { alteration, explanationOf, sidedReasons, type SidedReason } from './reasons'

export const list: Command = {
  name: 'list',
  summary: 'Prints every connection between workloads and with outside addresses that is not denied',
  words: ['PATH…'],
  orCluster: true,
  flags: [formatFlag('csv', 'dot', 'mermaid'), planeFlag, engineFlag, compatFlag, ...clusterFlags],
  notes: [
    'PATH is a file, a folder (.yaml, .yml and .json, recursively) or - for standard input.',
    'Exit code 3: something that verdicts depend on could not be read.',
  ],
  async run(args, io) {
    const settings = settingsOf(args)
    const session = await load(inputOf(args), settings, io)
    io.out(printList(session, settings, args.get('format') ?? 'txt'))
    return completeness(session)
  },
}

/** The result of `list` in one format (contract.md section 2). */
export function printList(session: Session, settings: Settings, format: string): string {
  const shown = printedConnections(session, settings).filter(comparable(settings))
  switch (format) {
    case 'json':
      return settings.compat
        ? `${json(sortedLines(shown).map(({ src, dst, value: { conn } }) => ({ src, dst, conn })))}\n`
        : `${json(detailed(session, shown))}\n`
    case 'csv':
      return settings.compat
        ? csv(
            ['src', 'dst', 'conn'],
            sortedLines(shown).map(({ src, dst, value }) => [src, dst, value.conn]),
          )
        : csvOf(detailed(session, shown))
    case 'dot':
      return dot(sortedLines(shown).map(drawn))
    case 'mermaid':
      return mermaid(sortedLines(shown).map(drawn))
    default:
      return listLines(shown)
        .map(line => `${lineText(line, settings)}\n`)
        .sort()
        .join('')
  }
}

/** With `--compat netpol-analyzer` neither unknown connections nor IPv6 ranges are printed. */
export const comparable =
  ({ compat }: Settings) =>
  ({ from, to, verdict }: Connection): boolean =>
    compat === undefined ||
    (verdict !== 'unknown' && ![from, to].some(side => side.kind === 'outside' && side.range.family === 6))

interface Allowed {
  /** The ports in words. */
  readonly conn: string
  readonly verdict: Connection['verdict']
}

/** Ports of one pair with the same verdict stand on one line, whatever their class. */
const listLines = (connections: readonly Connection[]): Line<Allowed>[] =>
  lines(connections, connection => connection, allowedBetween)

function allowedBetween(pair: readonly Connection[]): Map<string, Allowed> {
  const byVerdict = new Map<Connection['verdict'], readonly PortRange[]>()
  for (const { verdict, ports } of pair) {
    const known = byVerdict.get(verdict)
    byVerdict.set(verdict, known ? [...known, ...ports] : ports)
  }
  const allowed = new Map<string, Allowed>()
  for (const [verdict, ports] of byVerdict) {
    const conn = portsText(ports)
    allowed.set(`${verdict} ${conn}`, { verdict, conn })
  }
  return allowed
}

const sortedLines = (connections: readonly Connection[]): Line<Allowed>[] =>
  listLines(connections)
    .map(line => ({ line, key: [line.src, line.dst, line.value.verdict, line.value.conn].join('\0') }))
    .sort((a, b) => compareText(a.key, b.key))
    .map(({ line }) => line)

const mark = (verdict: Connection['verdict']): string => (verdict === 'allow' ? '' : ` [${verdict}]`)

const lineText = ({ src, dst, value }: Line<Allowed>, settings: Settings): string =>
  `${src} => ${dst} : ${value.conn}${settings.compat ? '' : mark(value.verdict)}`

const strokes = { allow: 'solid', conditional: 'dashed', unknown: 'dotted' } as const

const drawn = ({ src, dst, value: { conn, verdict } }: Line<Allowed>): Drawn => ({
  from: src,
  to: dst,
  label: `${conn}${mark(verdict)}`,
  line: strokes[verdict],
})

/** One connection as `--format json` prints it. */
interface Detailed {
  readonly src: string
  readonly dst: string
  readonly conn: string
  readonly verdict: Connection['verdict']
  readonly class: Connection['trustClass']
  readonly pillars: Connection['pillars']
  readonly transport: Connection['transport']
  readonly serverAccepts: NonNullable<Connection['serverAccepts']> | null
  readonly principal: Principal
  readonly originPrincipal: Principal
  readonly through: readonly string[]
  readonly reasons: readonly SidedReason[]
  readonly pods: Connection['pods']
  readonly mayBeAltered?: true
  readonly alteredBy?: readonly string[]
  readonly engineDependent: boolean
  readonly enforcementUnproven: boolean
}

function detailed(session: Session, connections: readonly Connection[]): Detailed[] {
  const found = lines(
    connections.map(connection => ({ connection, told: explanationOf(session, connection) })),
    ({ connection }) => connection,
    pair =>
      new Map(
        pair.map(({ connection, told }) => {
          const value = {
            conn: portsText(connection.ports),
            verdict: connection.verdict,
            class: connection.trustClass,
            pillars: connection.pillars,
            transport: connection.transport,
            serverAccepts: connection.serverAccepts ?? null,
            principal: told?.principal ?? null,
            originPrincipal: told?.originPrincipal ?? null,
            through: told?.route?.through ?? [],
            reasons: told ? sidedReasons(told) : [],
            pods: connection.pods,
            ...alteration(session.alterersOf(connection)),
            engineDependent: connection.engineDependent,
            enforcementUnproven: session.enforcementUnproven,
          }
          return [JSON.stringify(value), value]
        }),
      ),
  )
  return found
    .map(({ src, dst, value }) => ({ src, dst, ...value }))
    .sort((a, b) => compareText([a.src, a.dst, a.conn].join('\0'), [b.src, b.dst, b.conn].join('\0')))
}

const csvOf = (rows: readonly Detailed[]): string =>
  csv(
    [
      ...['src', 'dst', 'conn', 'verdict', 'class', 'authenticated', 'authorized', 'encrypted', 'transport'],
      ...[
        'serverAccepts',
        'podPairsAllowed',
        'podPairs',
        'engineDependent',
        'enforcementUnproven',
        'alteredBy',
        'reasons',
      ],
    ],
    rows.map(row => [
      ...[row.src, row.dst, row.conn, row.verdict, row.class],
      ...[row.pillars.authenticated, row.pillars.authorized, row.pillars.encrypted, row.transport],
      ...[row.serverAccepts ?? '', row.pods.allowed, row.pods.of],
      ...[String(row.engineDependent), String(row.enforcementUnproven), (row.alteredBy ?? []).join('; ')],
      row.reasons.map(reasonText).join('; '),
    ]),
  )

const reasonText = ({ side, cause, kind, namespace, name, path }: SidedReason): string =>
  [
    `${side} ${cause}`,
    ...(kind === undefined ? [] : [`${kind} ${namespace === undefined ? '' : `${namespace}/`}${name ?? ''}`]),
    ...(path === undefined ? [] : [path]),
  ].join(' ')
