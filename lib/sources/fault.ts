import yaml from 'js-yaml'
import { isPair, isScalar, parseDocument, type Document, type YAMLParseError } from 'yaml'
import type { Path } from '../model/object'
import { countLines } from './lines'

/** Why a document does not parse; `line` and `column` count from 1 within its text. */
export interface Fault {
  readonly code: string
  readonly line: number
  readonly column: number
  /** What is wrong, in a clause whose subject is the document. */
  readonly what: string
  readonly remedy: string
  /** The field at fault, where so much of the document could be made out. */
  readonly path?: Path
  /** The text may only have been cut at the wrong place: its end was reached too early, or an anchor is missing. */
  readonly cut: boolean
}

type Words = readonly [what: string, remedy: string]

const refusals = {
  'too-many-aliases': ['has more than 100 aliases (`*name`)', 'write the values out, or split the document'],
  'alias-bomb': ['has aliases that multiply it many times over', 'write the values out'],
  'cyclic-anchor': ['has an anchor (`&name`) that contains its own alias', 'take the alias out'],
  'too-deep': ['is nested more than 64 levels deep', 'no Kubernetes object is; look for a runaway generator'],
  'too-many-values': [
    'holds more than 200,000 values',
    'no Kubernetes object does; split it into several objects, or a list as kubectl prints one',
  ],
  'too-many-merges': ['merges more than 10,000 keys (`<<`)', 'write the values out'],
  'bad-utf8': ['holds bytes that are no UTF-8', 'save the file as UTF-8'],
  template: [
    'holds a template expression (`{{ … }}`) that was never filled in',
    'render it first, e.g. with `helm template`, and load the output',
  ],
} as const satisfies Record<string, Words>

/** A limit of ours that a document breaks; `offset` counts characters of its text. */
export class Refusal extends Error {
  constructor(
    readonly code: keyof typeof refusals,
    readonly offset: number,
  ) {
    super(code)
  }
}

/** Documents longer than this, in characters, are not read a second time only to say better where they are broken. */
const secondLook = 1 << 16

/** What to tell about a document that the YAML parser or a limit refused. It never quotes a value: it may be secret. */
export function faultOf(error: unknown, text: string): Fault {
  if (error instanceof Refusal) return refusalAt(error.code, error.offset, text)
  if (!(error instanceof yaml.YAMLException)) throw error
  const { reason, mark } = error
  if (reason.startsWith('nesting exceeded')) return refusalAt('too-deep', mark.position, text)
  if (reason.startsWith('merge keys exceeded')) return refusalAt('too-many-merges', mark.position, text)
  const place: Located = locate(text) ?? { offset: mark.position }
  const odd = foreign(reason, text, place.offset)
  const [what, remedy] = odd ?? grammarWords(reason, place.code)
  const tag = /^(?:unknown|undeclared) tag/.test(reason) ? text.lastIndexOf('!', mark.position) : -1
  return {
    code: 'yaml-syntax',
    ...lineAndColumn(text, tag < 0 ? place.offset : tag),
    what: `does not parse: ${what}`,
    remedy,
    // The keys around it say nothing about what does not belong there at all.
    ...(!odd && place.path && place.path.length > 0 && { path: place.path }),
    cut: reason.startsWith('unidentified alias') || mark.position >= text.trimEnd().length,
  }
}

export function refusalAt(code: keyof typeof refusals, offset: number, text: string): Fault {
  const [what, remedy] = refusals[code]
  return { code, ...lineAndColumn(text, offset), what, remedy, cut: false }
}

interface Located {
  readonly offset: number
  readonly path?: Path
  readonly code?: string
}

/** Where `yaml`, which recovers from errors, sees the first one; undefined if it sees none or is not asked. */
function locate(text: string): Located | undefined {
  if (text.length > secondLook) return undefined
  try {
    const document = parseDocument(text, { prettyErrors: false, logLevel: 'silent' })
    const [error] = document.errors
    return error && { offset: error.pos[0], path: pathAt(document, error), code: error.code }
  } catch {
    // Nested too deeply for its recursion.
    return undefined
  }
}

/**
 * The keys around an offset. Only what stands before the first error is a key for certain: what follows may be a value,
 * and values may be secret.
 */
function pathAt(document: Document, { pos: [offset], code }: YAMLParseError): Path {
  const path: (string | number)[] = []
  let node: unknown = document.contents
  while (isCollectionLike(node)) {
    const at = node.items.findLastIndex(item => startOf(item) < offset + (code === 'DUPLICATE_KEY' ? 1 : 0))
    const item = node.items[at]
    if (isPair(item)) {
      if (!isScalar(item.key) || typeof item.key.value !== 'string' || !/^[\w./-]+$/.test(item.key.value))
        return path
      path.push(item.key.value)
      node = item.value
    } else if (item !== undefined) {
      path.push(at)
      node = item
    } else return path
  }
  return path
}

const isCollectionLike = (node: unknown): node is { items: readonly unknown[] } =>
  typeof node === 'object' && node !== null && 'items' in node && Array.isArray(node.items)

function startOf(item: unknown): number {
  const node = isPair(item) ? item.key : item
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range))
    return Infinity
  const [start] = node.range as readonly unknown[]
  return typeof start === 'number' ? start : Infinity
}

/** What a look at the text tells better than the grammar does: it was never meant to be read as it is. */
function foreign(reason: string, text: string, offset: number): Words | undefined {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1).split('\n', 1)[0] ?? ''
  if (/^\s*<(?:!doctype|html|\?xml|head|body)\b/i.test(text.trimStart()))
    return ['it is a web page, not YAML', 'fetch the file again; this is most likely an error page']
  if (/^(?:<{7}|>{7}) /m.test(text))
    return ['it holds the marks of an unresolved merge conflict', 'resolve the conflict']
  if (line.includes('{{')) return [refusals.template[0].replace('holds', 'it holds'), refusals.template[1]]
  return reason.includes('null byte') || reason.includes('non-printable')
    ? ['it holds a control character, such as NUL', 'remove the character; the file may be damaged']
    : undefined
}

function grammarWords(reason: string, code: string | undefined): Words {
  const [, words] =
    grammar.find(([sign]) => sign === code || (sign instanceof RegExp && sign.test(reason))) ?? []
  return words ?? ['it is not YAML', 'correct the line or the one before it']
}

const unclosed: Words = ['a quote, bracket or brace is never closed', 'close it; the file may be cut off']
const nested: Words = [
  'the line does not fit what stands before it',
  'look for a missing colon, a second colon on the line, or a wrong indentation',
]

/** What js-yaml's reasons (patterns) and yaml's codes mean, in the user's words; the first that fits counts. */
const grammar: readonly (readonly [sign: RegExp | string, words: Words])[] = [
  [
    /^duplicated mapping key/,
    ['a key is given twice in one map', 'keep one of the two, or put `---` between objects'],
  ],
  [/^tab characters/, ['a tab stands in the indentation', 'indent with spaces; YAML knows no tabs there']],
  [/^unidentified alias/, ['an alias (`*name`) has no anchor (`&name`) before it', 'write the value out']],
  [
    /^(?:unknown|undeclared) tag|explicit tag|!<.*> tag/,
    ['a tag (`!name`) is not known here', 'remove the tag'],
  ],
  [/^unexpected end of the (?:stream|document)/, unclosed],
  [
    /^unknown escape|hexadecimal/,
    ['an escape (`\\x`) in double quotes is not known', 'double the backslash, or use single quotes'],
  ],
  [
    /^end of the stream/,
    ['something follows after its end', 'remove the rest, or put `---` between documents'],
  ],
  [
    /^missed comma|^bad indentation of a flow/,
    ['a comma, bracket or brace is missing', 'close the list or map'],
  ],
  ['MISSING_CHAR', unclosed],
  ['BAD_SCALAR_START', ['a value begins with a character that needs quotes', 'put the value in quotes']],
  ['BLOCK_AS_IMPLICIT_KEY', nested],
  ['MULTILINE_IMPLICIT_KEY', nested],
  ['BAD_INDENT', ['the indentation does not fit', 'align the line with its neighbours']],
  [/indentation/, ['the indentation does not fit', 'align the line with its neighbours']],
]

const lineAndColumn = (text: string, offset: number): { line: number; column: number } => ({
  line: countLines(text, 0, offset) + 1,
  column: Math.min(offset, text.length) - text.lastIndexOf('\n', offset - 1),
})
