import { quote, type Json } from '../../model/json'
import type { Path } from '../../model/object'
import type { RequestField } from '../../model/request'
import type { IdentityPart } from '../../model/rule'
import type { TextPattern } from '../../model/text-pattern'
import type { Reading } from '../reading'
import { readPattern } from './patterns'
import { readPath } from './path-template'
import type { RulePlace } from './rule-place'
import type { Asked, AtZtunnel, Term } from './term'
import { allOf, readBlocks, readPorts, readTexts, type Text } from './values'

/** Something that a policy may look at, under whatever name. */
export interface Attribute {
  readonly atZtunnel: AtZtunnel
  /** Without values: what the attribute is. */
  readonly blank: Asked
  /** Why nobody knows what a proxy compares the values with; undefined where somebody does. */
  readonly doubt?: (asked: Asked) => string | undefined
  /** Undefined where a value does not parse, which is told. */
  readonly read: (reading: Reading, texts: readonly Text[]) => Asked | undefined
}

/** Reads the values that stand at `path`. */
export function readTerm(
  reading: Reading,
  { atZtunnel, blank, doubt, read }: Attribute,
  value: Json,
  path: Path,
  negated: boolean,
): Term {
  const texts = readTexts(reading, value, path)
  const asked = texts && read(reading, texts)
  if (!asked) return { ...blank, path, negated, atZtunnel, doubt: 'the values do not parse' }
  const why = doubt?.(asked)
  return { ...asked, path, negated, atZtunnel, ...(why !== undefined && { doubt: why }) }
}

/** Why what hangs on a setting of the mesh is not known. */
export const unsureSettings = 'the settings of the mesh are not known'

export const identity = (part: IdentityPart, atZtunnel: AtZtunnel = 'read'): Attribute => ({
  atZtunnel,
  blank: { kind: 'identity', part, texts: [] },
  read: (_, texts) => ({ kind: 'identity', part, texts: texts.map(({ text }) => text) }),
})

/** `name`, or `namespace/name`; without a namespace that of the policy is meant, and no wildcard is open. */
export const account = (namespace: string, atZtunnel: AtZtunnel = 'read'): Attribute => ({
  atZtunnel,
  blank: { kind: 'identity', part: 'account', texts: [] },
  read: (reading, texts) => {
    for (const { text, path } of texts)
      if (text.includes('*'))
        reading.warn(
          'literal-wildcard',
          path,
          `${quote(text)} matches nobody, since \`*\` is no wildcard in service accounts`,
          'name the service accounts, or use `principals`',
        )
    return {
      kind: 'identity',
      part: 'account',
      texts: texts.map(({ text }) => (text.includes('/') ? text : `${namespace}/${text}`)),
    }
  },
})

const address = (kind: 'source-address' | 'destination-address'): Attribute => ({
  atZtunnel: 'read',
  blank: { kind, blocks: [] },
  read: (reading, texts) => {
    const blocks = readBlocks(reading, texts)
    return blocks && { kind, blocks }
  },
})

/** The peer of the connection itself. */
export const sourceAddress = address('source-address')
export const destinationAddress = address('destination-address')

export const destinationPort: Attribute = {
  atZtunnel: 'read',
  blank: { kind: 'ports', ports: [] },
  read: (reading, texts) => {
    const ports = readPorts(reading, texts)
    return ports && { kind: 'ports', ports }
  },
}

/** What a proxy hears about the first client; on ports that carry bytes too (istio.md section 5, remoteIpBlocks). */
export function remoteAddress({ trustedProxies, unsure }: RulePlace['config']): Attribute {
  const field = { kind: 'remote-address', trustedProxies } as const
  return {
    atZtunnel: 'request',
    blank: { kind: 'request', field, patterns: [], httpOnly: false },
    doubt: () => (unsure.has('trustedProxies') ? unsureSettings : undefined),
    read: (reading, texts) => {
      const blocks = readBlocks(reading, texts)?.map(({ block }) => block)
      return blocks && { kind: 'request', field, patterns: [], blocks, httpOnly: false }
    },
  }
}

interface RequestAttribute {
  readonly httpOnly?: boolean
  readonly doubt?: string
  readonly pattern?: (text: string) => TextPattern
}

export const requestField = (
  field: RequestField,
  { httpOnly = true, pattern = readPattern, doubt }: RequestAttribute = {},
): Attribute => ({
  atZtunnel: 'request',
  blank: { kind: 'request', field, patterns: [], httpOnly },
  doubt: () => doubt,
  read: (_, texts) => ({
    kind: 'request',
    field,
    patterns: texts.map(({ text }) => pattern(text)),
    httpOnly,
  }),
})

/** Hosts have no case. */
export const host: Attribute = requestField(
  { kind: 'host' },
  { pattern: text => readPattern(text.toLowerCase()) },
)

/** Where nobody knows how paths are rewritten, it is not known of any pattern but `*` which ones it means. */
export const requestPath = ({ pathNormalization, unsure }: RulePlace['config']): Attribute => {
  const field = { kind: 'path', normalization: pathNormalization } as const
  return {
    atZtunnel: 'request',
    blank: { kind: 'request', field, patterns: [], httpOnly: true },
    doubt: asked =>
      unsure.has('pathNormalization') &&
      asked.kind === 'request' &&
      asked.patterns.some(({ kind }) => kind !== 'any')
        ? unsureSettings
        : undefined,
    read: (reading, texts) => {
      const patterns = allOf(texts, ({ text, path }) => {
        const pattern = readPath(text)
        if (typeof pattern !== 'string') return pattern
        reading.refuse(
          'bad-path',
          path,
          `${quote(text)} ${pattern}`,
          'write `{*}` for one segment, and `{**}` for the last open part',
        )
        return undefined
      })
      return patterns && { kind: 'request', field, patterns, httpOnly: true }
    },
  }
}
