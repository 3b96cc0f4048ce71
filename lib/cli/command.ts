import { parseArgs } from 'node:util'

/** Where a command writes: the result to `out`, everything else to `err`. */
export interface Io {
  out(text: string): void
  err(text: string): void
  /** Shows a passing line where somebody watches; an empty one clears it. Absent where nobody does. */
  progress?(line: string): void
}

/** 0 done, 1 what was asked for was found, 2 bad input, 3 something needed was unreadable (contract.md section 2). */
export type ExitCode = 0 | 1 | 2 | 3

export interface Flag {
  readonly name: string
  /** What stands for the value in the help. */
  readonly value: string
  readonly help: string
  readonly choices?: readonly string[]
  readonly default?: string
  readonly required?: true
  /** May be given several times; with `words`, bare words after it belong to it too (`--expect a.yaml b.yaml`). */
  readonly many?: 'repeated' | 'words'
  /** One letter that stands for the name: `-o`. */
  readonly short?: string
}

/** One command: its help, its errors and what it accepts all come from this table. */
export interface Command {
  readonly name: string
  readonly summary: string
  /** Names of the bare words; one that ends in `…` may be repeated. */
  readonly words: readonly string[]
  /** A live cluster may be named instead of the words (cluster-flags.ts). */
  readonly orCluster?: true
  readonly flags: readonly Flag[]
  readonly notes?: readonly string[]
  run(args: Args, io: Io): Promise<ExitCode>
}

/** What was typed, checked against the table. */
export interface Args {
  readonly words: readonly string[]
  /** The value given last, or the table's default. */
  get(flag: string): string | undefined
  all(flag: string): readonly string[]
}

/** The command line is wrong; the message says where and what would be right. Exit code 2. */
export class UsageError extends Error {}

/** Checks what follows the command's name. Undefined when help was asked for. */
export function readArgs(command: Command, argv: readonly string[]): Args | undefined {
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      command.flags.map(({ name, short }) => [
        name,
        { type: 'string' as const, multiple: true, ...(short !== undefined && { short }) },
      ]),
    ),
    allowPositionals: true,
    strict: false,
    tokens: true,
  })
  const values = new Map<string, string[]>()
  const words: Word[] = []
  let open: Flag | undefined
  for (const token of tokens) {
    if (token.kind === 'option-terminator') open = undefined
    else if (token.kind === 'positional') words.push({ text: token.value, after: open })
    else {
      if (token.name === 'help' || token.rawName === '-h') return undefined
      const flag = command.flags.find(({ name }) => name === token.name)
      if (!flag) throw new UsageError(unknownFlag(command, token.rawName))
      const value = checked(flag, token.value, token.inlineValue === true)
      if (values.has(flag.name) && !flag.many) throw new UsageError(`--${flag.name} is given twice`)
      values.set(flag.name, [...(values.get(flag.name) ?? []), value])
      open = flag.many === 'words' && token.inlineValue !== true ? flag : undefined
    }
  }
  return settle(command, values, words)
}

/** A bare word, and the flag before it that takes bare words too. */
type Word = { readonly text: string; readonly after: Flag | undefined }

/** Words after such a flag belong to it, as long as enough words are left for the command itself. */
function settle(
  command: Command,
  values: ReadonlyMap<string, readonly string[]>,
  typed: readonly Word[],
): Args {
  const all = new Map(values)
  const own = typed.filter(({ after }) => !after)
  const cluster = command.orCluster && all.has('kubeconfig')
  const wanted = cluster ? [] : command.words
  const enough = own.length >= wanted.length
  if (enough)
    for (const { text, after } of typed)
      if (after) all.set(after.name, [...(all.get(after.name) ?? []), text])
  const words = (enough ? own : typed).map(({ text }) => text)
  if (cluster && words.length > 0)
    throw new UsageError(`\`${words[0]}\` and --kubeconfig are two sources; name one of them`)
  checkWords(command, wanted, words)
  for (const flag of command.flags)
    if (flag.required && !all.has(flag.name))
      throw new UsageError(`--${flag.name} ${flag.value} is missing; ${usage(command)}`)
  return {
    words,
    get: name => all.get(name)?.at(-1) ?? command.flags.find(flag => flag.name === name)?.default,
    all: name => all.get(name) ?? [],
  }
}

function checkWords(command: Command, wanted: readonly string[], words: readonly string[]): void {
  const repeats = wanted.at(-1)?.endsWith('…') === true
  if (words.length < wanted.length)
    throw new UsageError(`${wanted[words.length] ?? 'a word'} is missing; ${usage(command)}`)
  const extra = words[wanted.length]
  if (extra !== undefined && !repeats)
    throw new UsageError(`\`${extra}\` is one word too many; ${usage(command)}`)
  if (words.filter(word => word === '-').length > 1)
    throw new UsageError('`-` is given twice, but standard input can be read only once')
}

function checked(flag: Flag, value: string | undefined, inline: boolean): string {
  if (value === undefined || value === '' || (!inline && value.length > 1 && value.startsWith('-')))
    throw new UsageError(`--${flag.name} needs a value: --${flag.name} ${flag.value}`)
  if (flag.choices && !flag.choices.includes(value))
    throw new UsageError(`--${flag.name} must be one of ${flag.choices.join(', ')}, not \`${value}\``)
  return value
}

function unknownFlag(command: Command, typed: string): string {
  const name = typed.replace(/^-+/, '').split('=')[0] ?? ''
  if (['kubeconfig', 'context', 'namespaces'].includes(name))
    return `--${name}: \`podtrust ${command.name}\` reads files; save a live cluster with \`podtrust capture\` and name the file`
  return `unknown flag \`${typed}\`; \`podtrust ${command.name} --help\` lists the flags`
}

const flagText = ({ name, value, many, choices, short }: Flag): string =>
  `${short === undefined ? '' : `-${short}, `}--${name} ${choices?.join('|') ?? value}${many ? '…' : ''}`

const shortText = (flag: Flag): string =>
  flag.short === undefined ? flagText(flag) : `-${flag.short} ${flag.value}`

export const usage = (command: Command): string =>
  `usage: podtrust ${[
    command.name,
    ...(command.orCluster ? [`(${command.words.join(' ')} | --kubeconfig FILE)`] : command.words),
    ...command.flags.filter(flag => flag.required).map(shortText),
  ].join(' ')} [flags]`

export function help(command: Command): string {
  const rows = command.flags.map((flag): [string, string] => [
    flagText(flag),
    `${flag.help}${flag.default === undefined ? '' : ` (default ${flag.default})`}`,
  ])
  return [
    `${usage(command)}\n\n${command.summary}.\n`,
    ...(rows.length > 0 ? [`Flags:\n${columns(rows)}`] : []),
    ...(command.notes ?? []).map(note => `${note}\n`),
  ].join('\n')
}

/** Two columns; a long left entry puts its text on the next line. */
export function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.min(34, Math.max(...rows.map(([left]) => left.length)))
  return rows
    .map(([left, right]) =>
      left.length > width
        ? `  ${left}\n  ${' '.repeat(width)}  ${right}\n`
        : `  ${left.padEnd(width)}  ${right}\n`,
    )
    .join('')
}
