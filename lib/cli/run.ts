import { BadInput } from '../sources/bad-input'
import { visible } from '../words/visible'
import { version } from '../../package.json'
import { capture } from './capture'
import { columns, help, readArgs, UsageError, type Command, type ExitCode, type Io } from './command'
import { diff } from './diff'
import { explain } from './explain'
import { list } from './list'
import { oracles } from './oracles/command'
import { serve } from './serve'
import { test } from './test-command'

/** What users are offered. */
const commands: readonly Command[] = [list, diff, explain, test, capture, serve]

/** What only those who build podtrust need. */
const workshop: readonly Command[] = [oracles]

/** Runs one command line. Never throws: what goes wrong becomes one sentence on `err` and exit code 2. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  try {
    return await dispatch(argv, io)
  } catch (error) {
    io.err(`${visible(sentence(error))}\n`)
    return 2
  }
}

async function dispatch([word, ...rest]: readonly string[], io: Io): Promise<ExitCode> {
  if (word === undefined) {
    io.err(overview())
    return 2
  }
  if (word === '--version' || word === '-V') {
    io.out(`${version}\n`)
    return 0
  }
  if (word === '--help' || word === '-h' || word === 'help')
    return explainUse(word === 'help' ? rest[0] : undefined, io)
  const command = named(word)
  const args = readArgs(command, rest)
  return args ? command.run(args, io) : explainUse(word, io)
}

function explainUse(word: string | undefined, io: Io): ExitCode {
  io.out(word === undefined ? overview() : help(named(word)))
  return 0
}

function named(word: string): Command {
  const command = [...commands, ...workshop].find(({ name }) => name === word)
  if (command) return command
  throw new UsageError(
    word.startsWith('-')
      ? `unknown flag \`${word}\` before a command; \`podtrust help\` lists the commands`
      : `unknown command \`${word}\`; there are ${commands.map(({ name }) => name).join(', ')} and help`,
  )
}

const overview = (): string =>
  [
    'usage: podtrust COMMAND [PATH…] [flags]\n',
    'Shows who may talk to whom in a Kubernetes cluster, and whether that trust is earned.\n',
    `Commands:\n${columns(commands.map(({ name, summary }) => [name, summary]))}`,
    '`podtrust help COMMAND` says more about one of them; `podtrust --version` prints the version.',
    'Exit codes: 0 ok; 1 what was asked for was found; 2 bad input; 3 something needed could not be read.\n',
  ].join('\n')

function sentence(error: unknown): string {
  if (error instanceof UsageError || error instanceof BadInput) return error.message
  return `something went wrong that should not: ${error instanceof Error ? error.message : String(error)}`
}
