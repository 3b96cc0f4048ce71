import type { CompleteAnswer } from '../../api/matrix-contract'
import type { Workload } from '../../model/inventory'
import { nearNames } from '../../model/near-names'
import { protocols } from '../../model/port'
import { internet } from '../../model/table'
import { pillarValues, serverAcceptances, transports, trustClasses, verdicts } from '../../model/verdict'
import { groupNamesOf } from '../grouping'
import type { Survey } from '../survey'
import { endFields, readField, rowFields, type Field, type PlainField } from './fields'
import { problemOf } from './problem'
import { QueryProblem, quoted, tokensOf, type Token } from './tokens'

type Item = CompleteAnswer['items'][number]

/** Proposals that an answer lists. */
const mostItems = 20

/** How a text may go on at the caret: what the word there may become, most frequent first, and what is wrong with it. */
export function completeView(
  survey: Survey,
  asked: { readonly q: string; readonly at?: number },
): CompleteAnswer {
  const { q } = asked
  const caret = Math.min(asked.at ?? q.length, q.length)
  const { before, from, part } = contextAt(q, caret)
  const wanted = part.toLowerCase()
  const fits = ({ text }: Item): boolean => text.toLowerCase().includes(wanted)
  const all = proposals(survey, before, part)
  const found = all.filter(fits)
  const starts = ({ text }: Item): number => Number(!text.toLowerCase().startsWith(wanted))
  found.sort((a, b) => starts(a) - starts(b))
  const problem = problemOf(q)
  return {
    ...(problem && { problem }),
    from,
    to: wordEnd(q, caret),
    items: (found.length > 0 ? found.slice(0, mostItems) : meant(all, part)).map(item => ({
      ...item,
      text: written(item),
    })),
    rest: Math.max(0, found.length - mostItems),
  }
}

/** What somebody may have meant whose word is the beginning of nothing; of workloads it is the name. */
function meant(all: readonly Item[], part: string): Item[] {
  const known = new Map(
    all.map(item => [item.kind === 'name' ? nameIn(item.text) : item.text, item] as const),
  )
  return nearNames(part, known.keys()).flatMap(text => {
    const item = known.get(text)
    return item ? [{ ...item, text, near: true as const }] : []
  })
}

const nameIn = (key: string): string => /^[^/]*\/(.*)\[[^[\]]*\]$/s.exec(key)?.[1] ?? key

const written = ({ text, kind }: Item): string => (kind === 'value' || kind === 'name' ? quoted(text) : text)

/** The words before the one that the caret is in, where that begins, and its part before the caret. */
function contextAt(q: string, caret: number): { before: readonly Token[]; from: number; part: string } {
  const head = q.slice(0, caret)
  let tokens: readonly Token[]
  try {
    tokens = tokensOf(head).slice(0, -1)
  } catch (error) {
    // The caret is in quotes that are not closed yet.
    if (!(error instanceof QueryProblem)) throw error
    return {
      before: tokensOf(q.slice(0, error.at)).slice(0, -1),
      from: error.at,
      part: q.slice(error.at + 1, caret),
    }
  }
  const last = tokens.at(-1)
  if (last?.kind === 'word' && last.end === caret)
    return { before: tokens.slice(0, -1), from: last.at, part: last.text }
  return { before: tokens, from: caret, part: '' }
}

const wordEnd = (q: string, caret: number): number => {
  const rest = /^[^\s"(),=!]*/.exec(q.slice(caret))?.[0] ?? ''
  return caret + rest.length
}

function proposals(survey: Survey, before: readonly Token[], part: string): Item[] {
  const asked = fieldAt(before)
  if (asked) return valuesFor(survey, asked)
  const last = before.at(-1)
  const said = (text: string): boolean => last?.kind !== 'text' && last?.text.toLowerCase() === text
  if (!last || said('(') || said('and') || said('or') || said('not')) return terms(survey, part)
  if (last.kind === 'word' && readField(last.text)) return operators
  return words(before)
}

/** The field whose value comes next: after `=` or `!=`, or in a list. */
function fieldAt(before: readonly Token[]): Field | undefined {
  let at = before.length - 1
  if (isSign(before[at], '=') || isSign(before[at], '!=')) return fieldOf(before[at - 1])
  if (!isSign(before[at], ',') && !isSign(before[at], '(')) return undefined
  while (at >= 0 && !isSign(before[at], '(')) at--
  const isIn = before[at - 1]?.text.toLowerCase() === 'in'
  const field = before[at - 2]?.text.toLowerCase() === 'not' ? before[at - 3] : before[at - 2]
  return isIn ? fieldOf(field) : undefined
}

const isSign = (token: Token | undefined, sign: string): boolean =>
  token?.kind === 'sign' && token.text === sign

const fieldOf = (token: Token | undefined): Field | undefined => token && readField(token.text)

const operators: Item[] = ['=', '!=', 'in (', 'not in ('].map(text => ({ text, kind: 'operator' }))

/** After something whole: how to go on, and what closes a bracket that is open. */
function words(before: readonly Token[]): Item[] {
  const open =
    before.filter(token => isSign(token, '(')).length - before.filter(token => isSign(token, ')')).length
  return [
    { text: 'and', kind: 'word' },
    { text: 'or', kind: 'word' },
    ...(open > 0 ? [{ text: ')', kind: 'word' } as const] : []),
  ]
}

/** Where a term begins: fields, those of labels with what they label, and names once something is typed. */
function terms({ session: { inventory } }: Survey, part: string): Item[] {
  const side = /^(?:src|dst)\./.exec(part)?.[0] ?? ''
  const labels = new Map<string, number>()
  for (const { pods } of inventory.workloads)
    for (const key of new Set(pods.flatMap(pod => [...pod.labels.keys()])))
      labels.set(key, (labels.get(key) ?? 0) + 1)
  const fields: Item[] = [
    ...endFields.map((field): Item => ({ text: `${side}${field}`, kind: 'field' })),
    ...(side === '' ? rowFields.map((text): Item => ({ text, kind: 'field' })) : []),
    ...byCount(labels).map(([key, count]): Item => ({
      text: `${side}label:${key}`,
      kind: 'field',
      count,
      unit: 'workloads',
    })),
    ...(side === '' ? (['src.', 'dst.'] as const).map((text): Item => ({ text, kind: 'field' })) : []),
  ]
  // A key with blanks or the like cannot be written as part of a word.
  const writable = fields.filter(({ text }) => !/[\s"(),=!]/.test(text))
  return part === '' || side !== ''
    ? writable
    : [
        ...writable,
        ...inventory.workloads.map(({ key }): Item => ({ text: key, kind: 'name' })),
        { text: 'not', kind: 'word' },
      ]
}

function valuesFor({ session }: Survey, asked: Field): Item[] {
  const { workloads } = session.inventory
  if (asked.of === 'ends') {
    const counted = countValues(workloads, workload =>
      asked.field.kind === 'group'
        ? groupNamesOf(workload, session.inventory.namespaces)
        : shownValues(workload, asked.field),
    )
    const values = byCount(counted).map(([text, count]): Item => ({
      text,
      kind: 'value',
      count,
      unit: 'workloads',
    }))
    return asked.field.kind === 'kind' ? [...values, { text: internet, kind: 'value' }] : values
  }
  const plain = (texts: readonly string[]): Item[] => texts.map(text => ({ text, kind: 'value' }))
  switch (asked.field) {
    case 'class':
      return trustClasses.map(text => ({
        text,
        kind: 'value',
        count: session.tally.counts[text],
        unit: 'connections',
      }))
    case 'verdict':
      return plain(verdicts.filter(verdict => verdict !== 'deny'))
    case 'authenticated':
    case 'authorized':
    case 'encrypted':
      return plain(pillarValues)
    case 'transport':
      // Where the handshake fails there is no connection.
      return plain(transports.filter(transport => transport !== 'fail'))
    case 'accepts':
      return plain(serverAcceptances)
    case 'protocol':
      return plain(protocols)
    case 'crosses':
      return plain(['namespaces'])
    case 'port': {
      const counted = countValues(workloads, ({ pods }) =>
        pods.flatMap(pod => pod.ports.map(({ port }) => String(port))),
      )
      return byCount(counted).map(([text, count]) => ({ text, kind: 'value', count, unit: 'workloads' }))
    }
  }
}

/** The shortest spelling of each value. */
function shownValues({ namespace, name, kind, pods }: Workload, field: PlainField): readonly string[] {
  switch (field.kind) {
    case 'ns':
      return [namespace]
    case 'workload':
      return [`${namespace}/${name}`]
    case 'kind':
      return [kind]
    case 'sa':
      return pods.map(({ serviceAccount }) => `${namespace}/${serviceAccount}`)
    case 'label':
      return pods.flatMap(({ labels }) => labels.get(field.key) ?? [])
  }
}

function countValues(
  workloads: readonly Workload[],
  of: (workload: Workload) => readonly string[],
): Map<string, number> {
  const counts = new Map<string, number>()
  for (const workload of workloads)
    for (const value of new Set(of(workload))) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

const byCount = (counts: ReadonlyMap<string, number>): [string, number][] =>
  [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
