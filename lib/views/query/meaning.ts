import { isPortNumber, protocols, type PortRange, type Protocol } from '../../model/port'
import type { Inventory, Workload } from '../../model/inventory'
import { internet, type RowTest } from '../../model/table'
import { pillarValues, serverAcceptances, transports, trustClasses, verdicts } from '../../model/verdict'
import type { Field, PlainField } from './fields'
import { inGroup } from '../grouping'
import { readGroupName } from '../group-name'
import { short, type Query, type Value } from './parse'
import { QueryProblem } from './tokens'

/** What a filter is looked up in. */
export type Ends = Pick<Inventory, 'workloads' | 'namespaces'>

/**
 * What a parsed filter asks of a row. Every comparison of ends is a set of names, found by walking the workloads once.
 * Throws QueryProblem where a value can mean nothing.
 */
export function meaningOf(query: Query, ends: Ends): RowTest {
  switch (query.kind) {
    case 'all':
    case 'any':
      return { kind: query.kind, of: query.of.map(each => meaningOf(each, ends)) }
    case 'not':
      return { kind: 'not', of: meaningOf(query.of, ends) }
    case 'name':
      return eitherEnd(namesWith(ends, query.part))
    case 'is':
      return comparison(query.field, query.values, ends)
  }
}

export const eitherEnd = (names: ReadonlySet<string>): RowTest => ({
  kind: 'any',
  of: [
    { kind: 'end', side: 'from', names },
    { kind: 'end', side: 'to', names },
  ],
})

/** Ends with a part of their name, whatever the case; each name is looked at once. */
export function namesWith({ workloads }: Pick<Ends, 'workloads'>, part: string): ReadonlySet<string> {
  const wanted = part.toLowerCase()
  return new Set(
    [...workloads.map(({ key }) => key), internet].filter(name => name.toLowerCase().includes(wanted)),
  )
}

function comparison(field: Field, values: readonly Value[], ends: Ends): RowTest {
  if (field.of === 'ends') {
    const { field: asked } = field
    const wanted = new Set(values.map(({ text }) => text))
    const groups = asked.kind === 'group' ? values.map(groupOf) : []
    const fits = (workload: Workload): boolean =>
      asked.kind === 'group'
        ? groups.some(group => inGroup(workload, ends.namespaces, group))
        : has(workload, asked, wanted)
    const names = new Set(ends.workloads.filter(fits).map(({ key }) => key))
    if (asked.kind === 'kind' && wanted.has(internet)) names.add(internet)
    return field.side === 'either' ? eitherEnd(names) : { kind: 'end', side: field.side, names }
  }
  switch (field.field) {
    case 'class':
      return { kind: 'class', classes: values.map(value => oneOf(value, trustClasses, 'trust class')) }
    case 'verdict':
      return {
        kind: 'verdict',
        verdicts: values.map(value => {
          const verdict = oneOf(value, verdicts, 'verdict')
          if (verdict !== 'deny') return verdict
          throw new QueryProblem('what is denied is no connection: ask about two ends to see why', value.at)
        }),
      }
    case 'authenticated':
    case 'authorized':
    case 'encrypted': {
      const pillar = field.field
      return {
        kind: 'pillar',
        pillar,
        values: values.map(value => oneOf(value, pillarValues, 'value of a pillar')),
      }
    }
    case 'transport':
      return { kind: 'transport', transports: values.map(value => oneOf(value, transports, 'transport')) }
    case 'accepts':
      return {
        kind: 'accepts',
        accepts: values.map(value => oneOf(value, serverAcceptances, 'way to accept')),
      }
    case 'port':
      return { kind: 'some-port', ranges: values.flatMap(portRanges) }
    case 'protocol':
      return {
        kind: 'some-port',
        ranges: values.map(value => ({
          protocol: protocolOf(value),
          first: 1,
          last: 65_535,
        })),
      }
    case 'crosses':
      for (const value of values) oneOf(value, ['namespaces'], 'border')
      return { kind: 'crosses-namespaces' }
  }
}

/** A group as `groupName` spells it. */
function groupOf({ text, at }: Value): NonNullable<ReturnType<typeof readGroupName>> {
  const group = readGroupName(text)
  if (!group)
    throw new QueryProblem(
      `\`${short(text)}\` is no group: write it as \`"label:tier=web"\`, \`"namespace-label:team!without"\` or \`"service-account=shop/default"\``,
      at,
    )
  return group
}

/** Whether a workload, or of what pods have some pod of it, has one of the values. */
function has(workload: Workload, field: PlainField, values: ReadonlySet<string>): boolean {
  return valuesOf(workload, field).some(value => values.has(value))
}

/** Every way in which the value that a workload has may be written. */
function valuesOf(workload: Workload, field: PlainField): readonly string[] {
  const { key, namespace, name, kind, pods } = workload
  switch (field.kind) {
    case 'ns':
      return [namespace]
    case 'workload':
      return [name, `${namespace}/${name}`, key]
    case 'kind':
      return [kind]
    case 'sa':
      return pods.flatMap(({ serviceAccount }) => [serviceAccount, `${namespace}/${serviceAccount}`])
    case 'label':
      return pods.flatMap(({ labels }) => labels.get(field.key) ?? [])
  }
}

function oneOf<Word extends string>({ text, at }: Value, words: readonly Word[], what: string): Word {
  const found = words.find(word => word === text.toLowerCase())
  if (!found)
    throw new QueryProblem(
      `\`${short(text)}\` is no ${what}: write ${words.map(word => `\`${word}\``).join(', ')}`,
      at,
    )
  return found
}

function protocolOf({ text, at }: Value): Protocol {
  const found = protocols.find(protocol => protocol === text.toUpperCase())
  if (!found)
    throw new QueryProblem(`\`${short(text)}\` is no protocol: write \`TCP\`, \`UDP\` or \`SCTP\``, at)
  return found
}

/** `443`, or `8000-8100`, of every protocol. */
function portRanges({ text, at }: Value): PortRange[] {
  const [, one = '', other = one] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? []
  const [first, last] = [Number(one), Number(other)]
  if (!isPortNumber(first) || !isPortNumber(last) || first > last)
    throw new QueryProblem(
      `\`${short(text)}\` is no port: write a number from 1 to 65535, or a range like \`8000-8100\``,
      at,
    )
  return protocols.map(protocol => ({ protocol, first, last }))
}
