import type { Reach } from './kit'
import { badRequests } from '../../e2e/bad-requests'
import { authorizationRows, type Effect } from './authorization-policy-rows'
import { fileRows } from './file-rows'
import { specRows } from './network-policy-rows'
import { objectRows } from './object-rows'
import { visible } from '../../lib/words/visible'

/** One line of the table of bad inputs. */
export interface TableLine {
  readonly number: number
  readonly input: string
  readonly messages: readonly string[]
  readonly effect: string
}

const effects: Readonly<Record<Reach, string>> = {
  none: 'no verdict changes',
  namespace: 'what the namespace does not shut otherwise is unknown',
  cluster: 'every verdict that a policy could change is unknown',
  subject: 'whether it shuts the pods is unknown; whom it lets in gets in',
  shut: 'legal: nobody gets in at the pods',
  open: 'legal: everybody gets in at the pods',
}

const doubts = {
  ingress: 'who gets in at the pods is unknown',
  both: 'who gets in at the pods, and out of them, is unknown',
} as const

const atProxies: Readonly<Record<Effect, string>> = {
  unknown: 'who gets in at the proxies of the pods is unknown',
  deny: 'legal: nobody gets in at the proxies of the pods',
  allow: 'nobody is turned away by it',
}

/** Every bad input that a test reads, by its number (checklist-security.md 5.3). */
export const tableLines: readonly TableLine[] = [
  ...[...fileRows, ...objectRows].map(({ number, title, says, reach }) => ({
    number,
    input: title,
    messages: says,
    effect: effects[reach],
  })),
  ...specRows.flatMap(({ number, title, doubt, rows }) =>
    rows.map(([spec, problem]) => ({
      number,
      input: `${title}: \`${spec}\``,
      messages: [problem.replace(/^[\w-]+: /, '')],
      effect: doubts[doubt],
    })),
  ),
  ...authorizationRows.map(([spec, problems, effect]) => ({
    number: 55,
    input: `an AuthorizationPolicy: \`${spec}\``,
    messages: problems.map(problem => problem.replace(/^[\w-]+: /, '')),
    effect: atProxies[effect],
  })),
  ...badRequests('Host: 127.0.0.1:3210').map(([number, what, [first], status, detail]) => ({
    number,
    input: `${what}: \`${first}\``,
    messages: [detail],
    effect: `answered with ${status} and a problem document`,
  })),
].sort((a, b) => a.number - b.number)

/** Messages of one input that are written out. */
const most = 2

/** The table as Markdown. */
export const tableText = (): string =>
  `# Bad input

What podtrust says about input that is broken, and what it makes of the verdicts. Every line is a test: \`test/bad-input\` reads
the input beside good files and holds message and verdicts, \`e2e/security.e2e.ts\` sends requests to the real server. Written by \`UPDATE=1 npx vitest run test/bad-input/table.test.ts\`.
The effect in brackets: \`unknown\` = what it could decide is unknown, \`left-out\` = an object less, which decides nothing,
\`none\` = no verdict depends on it.

| number | input | message | effect |
| -: | --- | --- | --- |
${tableLines
  .map(
    ({ number, input, messages, effect }) =>
      `| ${number} | ${cell(input)} | ${messagesText(messages)} | ${cell(effect)} |\n`,
  )
  .join('')}`

function messagesText(messages: readonly string[]): string {
  const more = messages.length - most
  return [
    ...(messages.length === 0 ? ['nothing'] : messages.slice(0, most).map(cell)),
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join('<br>')
}

/**
 * Text that no reader of Markdown takes for more than text; between backticks nothing but the border of a cell counts.
 * Long words are cut: nobody reads 300 letters of one name.
 */
const cell = (text: string): string =>
  visible(text)
    .replace(/([\w\\])\1{59,}/g, (_, letter: string) => `${letter.repeat(3)}…`)
    .split(/(`[^`]*`)/)
    .map((part, at) =>
      at % 2 === 1
        ? part.replaceAll('|', '\\|')
        : part
            .replace(/[&<>]/g, character => `&#${character.charCodeAt(0)};`)
            .replace(/[`|\\*_[\]~]/g, '\\$&'),
    )
    .join('')
